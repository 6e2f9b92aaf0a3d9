"""Checks on energy certificates: claimed once and within volume (EV-12), fit for the claim (EV-13)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from methods.evidence_checks.periods import Period
from methods.evidence_checks.result import CheckResult, Sentences, answer, listed
from methods.rounding import ZERO


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim on a certificate; `is_visible` says whether this reader may see whose claim it is."""

    certificate: str
    claimant: str
    mwh: Decimal
    is_visible: bool = True


@dataclass(frozen=True, slots=True)
class Redemption:
    """What a certificate or redemption statement prints; `redeemed_on` None means traded only."""

    certificate: str
    mwh: Decimal
    beneficiary: str
    production: Period
    market: str
    redeemed_on: date | None


def check_certificate_claims(
    certificate: str, volume_mwh: Decimal, own: Sequence[Claim], others: Sequence[Claim]
) -> CheckResult:
    """EV-12: a certificate is claimed by one entity, once, and not beyond its MWh.

    `others` are claims of other entities and cases: one that may not be seen shows as "claimed elsewhere",
    without claimant and without MWh. Not applicable when nobody here claims it.
    """
    mine = [claim for claim in own if claim.certificate == certificate]
    elsewhere = [claim for claim in others if claim.certificate == certificate]
    claimed = sum((claim.mwh for claim in mine), ZERO)
    named = [f"{claim.claimant} ({claim.mwh} MWh)" for claim in elsewhere if claim.is_visible]
    if len(named) < len(elsewhere):
        named.append("claimed elsewhere")
    return answer(
        "EV-12",
        None if not mine else len(mine) == 1 and not elsewhere and claimed <= volume_mwh,
        Sentences(
            fails="%(certificate)s: %(claims)s claims here on %(claimed)s of its %(volume)s MWh; others: "
            "%(others)s.",
            passes="%(certificate)s is claimed once, on %(claimed)s of its %(volume)s MWh.",
            not_applicable="%(certificate)s is not claimed here.",
        ),
        certificate=certificate,
        claims=len(mine),
        claimed=claimed,
        volume=volume_mwh,
        others=listed(named),
    )


def check_redemption(
    redemption: Redemption, entity_names: Collection[str], year: Period, market: str
) -> CheckResult:
    """EV-13: the beneficiary is the entity, production is in the period, the market fits, it is redeemed."""
    faults = []
    if _bare(redemption.beneficiary) not in {_bare(name) for name in entity_names}:
        faults.append("beneficiary")
    if redemption.production.common(year) != redemption.production:
        faults.append("vintage")
    if redemption.market.casefold() != market.casefold():
        faults.append("market")
    if redemption.redeemed_on is None:
        faults.append("not redeemed")
    return answer(
        "EV-13",
        not faults,
        Sentences(
            fails="%(certificate)s, %(mwh)s MWh, does not fit the claim (%(faults)s): beneficiary "
            "%(beneficiary)s, production %(production)s, market %(market)s, redeemed %(redeemed_on)s.",
            passes="%(certificate)s, %(mwh)s MWh, fits the claim: beneficiary %(beneficiary)s, production "
            "%(production)s, market %(market)s, redeemed %(redeemed_on)s.",
        ),
        certificate=redemption.certificate,
        mwh=redemption.mwh,
        beneficiary=redemption.beneficiary,
        production=redemption.production,
        market=redemption.market,
        redeemed_on=redemption.redeemed_on or "no",
        faults=listed(faults),
    )


def _bare(name: str) -> str:
    """Return a name without case, width, spaces and punctuation: 'Co., Ltd.' is 'Co Ltd'."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()
