"""The entity table of a group in its documents; contracts of before keep their bytes and can be read."""

from dataclasses import replace
from decimal import Decimal as D  # noqa: N817 - the tables read better with it

import pytest

from reports.contract import (
    Consolidated,
    ConsolidatedEntity,
    ContractError,
    Elimination,
    GhgReportContract,
    StatementContract,
    canonical,
    contract_hash,
    from_json,
)
from reports.ghg_report import render_ghg_report
from reports.verification_statement import render_verification_statement
from tests.reports.reading_back import flat
from tests.reports.worked_contract import STATEMENT
from tests.reports.worked_ghg_report import GHG_REPORT

# Of the worked contracts as they were frozen before a group could have one.
BEFORE = (
    "a00359df425103f9e8fd38e1d251f15d74935ee01636500db88f7e73d9689e97",
    "dacbbbe2220117365e167a1db8ddd0119a01de1936687b2d3bad918c891685a9",
)


def entity(case: str, name: str, tonnes: str, **more: object) -> ConsolidatedEntity:
    held = {
        "version": "v2", "sha256": "ab" * 32, "statement": "NA-2022-0001/0", "inclusion": D(1),
        "reported": D(tonnes), "included": D(tonnes), **more,
    }  # fmt: skip
    return ConsolidatedEntity(case=case, name=name, **held)  # type: ignore[arg-type]


GROUP = Consolidated(
    entities=(
        entity("C-2022-0001", "Halden Interconnect (Kunshan) Co., Ltd", "500.00"),
        entity("C-2022-0002", "Halden Cable (Dongguan) Co., Ltd", "1030.00", statement=""),
        entity(
            "C-2022-0003", "Halden Stamping (Wuhu) Co., Ltd", "0", version="", statement="",
            left_out="its statement is not submitted yet",
        ),
        entity("C-2022-0004", "Nordlicht Halden Sensor GmbH", "0", inclusion=D(0), statement=""),
    ),
    eliminations=(
        Elimination(
            code="X-001", buyer="C-2022-0002", seller="C-2022-0001", line="S3-1", tonnes=D("500.00"),
            reason="housings", evidence="ledgers of both",
        ),
    ),
    before=D("1530.00"), eliminated=D("500.00"), after=D("1030.00"),
)  # fmt: skip


@pytest.mark.parametrize(("contract", "before"), list(zip((STATEMENT, GHG_REPORT), BEFORE, strict=True)))
def test_a_contract_without_entities_has_the_bytes_it_had_before(contract: object, before: str) -> None:
    assert contract_hash(contract) == before
    assert b"consolidated" not in canonical(contract)


@pytest.mark.parametrize("contract", [STATEMENT, GHG_REPORT], ids=["statement", "report"])
def test_a_contract_is_read_back_with_and_without_entities(
    contract: StatementContract | GhgReportContract,
) -> None:
    for held in (contract, replace(contract, consolidated=GROUP)):
        assert from_json(type(held), canonical(held)) == held


def test_a_field_that_belongs_to_no_contract_is_still_refused() -> None:
    raw = canonical(STATEMENT).replace(b'"title":', b'"consolidation":1,"title":', 1)
    with pytest.raises(ContractError, match="consolidation"):
        from_json(StatementContract, raw)


@pytest.mark.parametrize("kind", ["report", "statement"])
def test_a_group_s_document_prints_its_entities_and_what_was_taken_out(kind: str) -> None:
    if kind == "report":
        pdf = render_ghg_report(replace(GHG_REPORT, consolidated=GROUP))
    else:
        pdf = render_verification_statement(replace(STATEMENT, consolidated=GROUP))
    text = flat(pdf)
    for words in (
        "Entities of the group", "C-2022-0002", "abababababab", "NA-2022-0001/0", "not verified", "1,530.00",
        "1,030.00", "X-001", "housings; ledgers of both", "not held", "left out",
    ):  # fmt: skip
        assert words in text, words


def test_a_single_entity_s_document_prints_no_such_table() -> None:
    assert "Entities of the group" not in flat(render_ghg_report(GHG_REPORT))


def test_a_group_that_eliminated_nothing_says_so() -> None:
    plain = replace(GROUP, eliminations=(), eliminated=D(0), after=D("1530.00"))
    text = flat(render_ghg_report(replace(GHG_REPORT, consolidated=plain)))
    assert "Nothing was eliminated between entities." in text
