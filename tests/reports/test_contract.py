import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports.contract import (
    ContractError,
    GhgReportContract,
    StatementContract,
    TraceContract,
    VerificationReportContract,
    canonical,
    contract_hash,
    from_json,
)
from tests.reports.worked_contract import REPORT, STATEMENT, TRACE
from tests.reports.worked_ghg_report import GHG_REPORT


@dataclass(frozen=True)
class Paper:
    amount: Decimal
    on: date
    at: datetime | None = None
    names: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("kind", "contract"),
    [
        (StatementContract, STATEMENT),
        (VerificationReportContract, REPORT),
        (GhgReportContract, GHG_REPORT),
        (TraceContract, TRACE),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_contract_read_back_from_its_json_is_the_same(kind: type, contract: object) -> None:
    assert from_json(kind, canonical(contract)) == contract


def test_canonical_json_sorts_keys_and_writes_decimals_and_dates_as_text() -> None:
    paper = Paper(Decimal("24883.30"), date(2022, 11, 25), datetime(2022, 11, 25, 9, tzinfo=UTC), ("昆山",))

    assert canonical(paper).decode() == (
        '{"amount":"24883.30","at":"2022-11-25T09:00:00Z","names":["昆山"],"on":"2022-11-25"}'
    )


def test_a_decimal_is_written_without_an_exponent() -> None:
    assert b'"amount":"0.0000038931"' in canonical(Paper(Decimal("3.8931E-6"), date(2022, 1, 1)))


@pytest.mark.parametrize(
    "wrong",
    [
        Paper(1.5, date(2022, 1, 1)),  # type: ignore[arg-type]
        Paper(Decimal("NaN"), date(2022, 1, 1)),
        Paper(Decimal(1), date(2022, 1, 1), datetime(2022, 1, 1)),  # noqa: DTZ001 - the naive time is the point
        Paper(Decimal(1), date(2022, 1, 1), names=["a"]),  # type: ignore[arg-type]
    ],
    ids=["float", "not a number", "naive time", "list"],
)
def test_what_no_contract_may_hold_is_refused(wrong: Paper) -> None:
    with pytest.raises(ContractError):
        canonical(wrong)


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b'{"amount":"1","on":"2022-01-01"}',
        b'{"amount":1,"at":null,"names":[],"on":"2022-01-01"}',
        b'{"amount":"Infinity","at":null,"names":[],"on":"2022-01-01"}',
        b'{"amount":"1","at":null,"names":"a","on":"2022-01-01"}',
        b'{"amount":"1","at":null,"names":[],"on":"today"}',
        b'{"amount":"1","at":null,"names":[],"on":"2022-01-01","more":1}',
    ],
)
def test_json_that_is_not_the_contract_is_refused(raw: bytes) -> None:
    with pytest.raises(ContractError):
        from_json(Paper, raw)


def test_the_hash_changes_with_any_word() -> None:
    assert contract_hash(replace(STATEMENT, addressee="Somebody else")) != contract_hash(STATEMENT)


def test_the_statement_json_gives_nothing_of_the_report_away() -> None:
    shown = canonical(STATEMENT).decode()

    assert "Forklifts" not in shown
    assert json.loads(shown)["report_body_sha256"] == contract_hash(REPORT.body)
