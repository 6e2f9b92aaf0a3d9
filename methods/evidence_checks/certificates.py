"""Checks on energy certificates: claimed once (EV-12), fit (EV-13), within use (EV-14), accepted (EV-15)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from methods.evidence_checks.names import bare
from methods.evidence_checks.periods import Period
from methods.evidence_checks.result import CheckResult, Sentences, answer, listed
from methods.rounding import ZERO
from methods.sentence import plain

# Document 1044 of 2023: GEC is the only Chinese attribute proof; I-REC ended there with this generation.
LAST_IREC_OF_CHINA = date(2024, 12, 31)
_CHINA = frozenset({"china", "cn", "prc", "prchina", "peoplesrepublicofchina", "中国", "中华人民共和国"})
_IREC = "irec"


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
    if bare(redemption.beneficiary) not in {bare(name) for name in entity_names}:
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


def check_green_claim(line: str, claimed_mwh: Decimal | None, used_mwh: Decimal | None) -> CheckResult:
    """EV-14: the green MWh claimed for a line are not more than the MWh used there; None is not known."""
    sentences = Sentences(
        fails="%(line)s: %(claimed)s MWh are claimed as green, but only %(used)s MWh were used.",
        passes="%(line)s: %(claimed)s of %(used)s MWh used are claimed as green.",
        not_applicable="%(line)s: no green electricity is claimed, or its use is not stated in MWh.",
    )
    if claimed_mwh is None or used_mwh is None:
        return answer("EV-14", None, sentences, line=line)
    return answer(
        "EV-14",
        claimed_mwh <= used_mwh,
        sentences,
        line=line,
        claimed=plain(claimed_mwh),
        used=plain(used_mwh),
    )


def check_scheme(
    certificate: str, scheme: str | None, country: str | None, production: Period | None
) -> CheckResult:
    """EV-15: an I-REC of a Chinese device is no proof for generation after 31 December 2024.

    Not applicable to other schemes and countries, and while scheme, country or production is not known.
    """
    is_asked = (
        scheme is not None and _IREC in bare(scheme) and country is not None and bare(country) in _CHINA
    )
    return answer(
        "EV-15",
        production.end <= LAST_IREC_OF_CHINA if is_asked and production is not None else None,
        Sentences(
            fails="%(certificate)s: an I-REC from China for production %(production)s; after %(last)s only the "
            "Chinese certificate (GEC) is accepted.",
            passes="%(certificate)s: an I-REC from China for production %(production)s, not after %(last)s.",
            not_applicable="%(certificate)s: no I-REC of a Chinese device with a known production period (scheme "
            "%(scheme)s, country %(country)s, production %(production)s).",
        ),
        certificate=certificate,
        scheme=scheme or "-",
        country=country or "-",
        production=production or "-",
        last=LAST_IREC_OF_CHINA,
    )
