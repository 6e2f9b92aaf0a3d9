"""EV-12 to EV-15: claimed once, by its beneficiary, in its year and market, within use, by its scheme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from methods.evidence_checks import (
    Claim,
    Outcome,
    Period,
    check_certificate_claims,
    check_green_claim,
    check_redemption,
    check_scheme,
)
from tests.methods import worked_case as case
from tests.methods.worked_case import YEAR, D

OWN = [Claim("R1", "HIK", D(4_500)), Claim("R2", "HIK", D(1_500))]


def test_a_certificate_claimed_once_within_its_volume_passes() -> None:
    result = check_certificate_claims("R1", D(4_500), OWN, [])
    assert (result.code, result.outcome) == ("EV-12", Outcome.PASS)


def test_a_claim_beyond_the_volume_fails() -> None:
    result = check_certificate_claims("R1", D("4499.99"), OWN, [])
    assert (result.outcome, result.value("claimed")) == (Outcome.FAIL, "4500")


def test_a_certificate_claimed_on_two_lines_of_one_entity_fails() -> None:
    twice = [Claim("R1", "HIK", D(2_000)), Claim("R1", "HIK", D(2_500))]
    assert check_certificate_claims("R1", D(4_500), twice, []).outcome is Outcome.FAIL


def test_the_sisters_claim_is_named_to_a_reader_who_may_see_it() -> None:
    result = check_certificate_claims("R2", D(1_500), OWN, [Claim("R2", case.SISTER, D(1_500))])
    assert result.outcome is Outcome.FAIL
    assert result.value("others") == "Halden Cable (Dongguan) (1500 MWh)"


def test_a_strangers_claim_is_only_claimed_elsewhere() -> None:
    hidden = Claim("R2", "Secret Ltd", D("777.7"), is_visible=False)
    result = check_certificate_claims("R2", D(1_500), OWN, [hidden])
    assert (result.outcome, result.value("others")) == (Outcome.FAIL, "claimed elsewhere")
    everything = result.sentence + str(result.values)
    assert "Secret" not in everything
    assert "777" not in everything


def test_a_certificate_nobody_here_claims_is_not_judged() -> None:
    other = [Claim("R9", case.SISTER, D(1))]
    assert check_certificate_claims("R9", D(1), OWN, other).outcome is Outcome.NOT_APPLICABLE


def test_r1_fits_the_claim() -> None:
    result = check_redemption(case.E018_R1, case.HIK_NAMES, YEAR, "CN")
    assert (result.code, result.outcome) == ("EV-13", Outcome.PASS)


def test_r2_belongs_to_the_sister_company() -> None:
    result = check_redemption(case.E018_R2, case.HIK_NAMES, YEAR, "CN")
    assert (result.outcome, result.value("faults")) == (Outcome.FAIL, "beneficiary")
    assert "beneficiary Halden Cable (Dongguan)" in result.sentence


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"production": Period(date(2020, 12, 1), date(2021, 3, 31))}, "vintage"),
        ({"market": "SE"}, "market"),
        ({"redeemed_on": None}, "not redeemed"),
    ],
)
def test_vintage_market_and_redemption_are_each_asked(changed: dict[str, object], fault: str) -> None:
    redemption = replace(case.E018_R1, **changed)  # type: ignore[arg-type]
    result = check_redemption(redemption, case.HIK_NAMES, YEAR, "cn")
    assert (result.outcome, result.value("faults")) == (Outcome.FAIL, fault)


def test_punctuation_and_width_do_not_make_another_beneficiary() -> None:
    printed = replace(case.E018_R1, beneficiary="HALDEN INTERCONNECT（KUNSHAN）CO.,LTD.")
    assert check_redemption(printed, case.HIK_NAMES, YEAR, "CN").outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("claimed", "used", "outcome"),
    [
        ("6000", "38640", Outcome.PASS),
        ("38640", "38640", Outcome.PASS),
        ("38640.01", "38640", Outcome.FAIL),
        (None, "38640", Outcome.NOT_APPLICABLE),
        ("6000", None, Outcome.NOT_APPLICABLE),
    ],
)
def test_no_more_green_is_claimed_than_was_used(
    claimed: str | None, used: str | None, outcome: Outcome
) -> None:
    result = check_green_claim("S06", D(claimed) if claimed else None, D(used) if used else None)
    assert (result.code, result.outcome) == ("EV-14", outcome)


LAST_DAYS = Period(date(2024, 12, 1), date(2024, 12, 31))
DAY_AFTER = Period(date(2024, 12, 1), date(2025, 1, 1))


@pytest.mark.parametrize(
    ("scheme", "country", "production", "outcome"),
    [
        ("I-REC", "China", YEAR, Outcome.PASS),
        ("I-REC", "China", LAST_DAYS, Outcome.PASS),
        ("I-REC", "China", DAY_AFTER, Outcome.FAIL),
        ("I-REC(E)", "中国", DAY_AFTER, Outcome.FAIL),
        ("GEC", "China", DAY_AFTER, Outcome.NOT_APPLICABLE),
        ("I-REC", "Vietnam", DAY_AFTER, Outcome.NOT_APPLICABLE),
        (None, "China", DAY_AFTER, Outcome.NOT_APPLICABLE),
        ("I-REC", None, DAY_AFTER, Outcome.NOT_APPLICABLE),
        ("I-REC", "China", None, Outcome.NOT_APPLICABLE),
    ],
)
def test_an_irec_of_china_ends_with_generation_of_2024(
    scheme: str | None, country: str | None, production: Period | None, outcome: Outcome
) -> None:
    result = check_scheme("R1", scheme, country, production)
    assert (result.code, result.outcome) == ("EV-15", outcome)
