"""Checks on energy certificates: claimed once over all cases (EV-12), fit (EV-13), within use (EV-14), EV-15."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from methods.evidence_checks import (
    Claim,
    Redemption,
    check_certificate_claims,
    check_green_claim,
    check_redemption,
    check_scheme,
)
from methods.uncomputable import Uncomputable
from methods.units import Dimension, convert
from workflow.cases.models import Case
from workflow.db import ScopedSession, across_tenants
from workflow.documents.rules import DocumentKind
from workflow.figures.check_parts import Found
from workflow.figures.evidence_facts import (
    EvidenceFacts,
    PageFacts,
    StatedLine,
    largest_in,
    page_text,
    period_of,
)
from workflow.figures.models import CertificateClaim, Figure
from workflow.unit_of_work import UnitOfWork

_MARKET = re.compile(r"(?:Market boundary|Country of production|Market|Country)\s*:?\s+([A-Z][A-Za-z]+)")
_COUNTRY = re.compile(
    r"(?:Country of (?:production|origin|generation)|Country|Market boundary|Market|国家|产地)\s*[:：]?\s+"
    r"(P\.?R\.? ?China|People's Republic of China|[A-Z][A-Za-z]+|[\u4e00-\u9fff]+)"
)
_SCHEME = re.compile(r"(?i)\b(I-?REC(?:\(E\))?|GEC|GO|TIGR)\b|(绿证|绿色电力证书)")
_UNSTATED = "not stated"


@dataclass(frozen=True)
class Certificate:
    """A certificate as one page prints it, its volume read right, and what the statement claims of it."""

    page: PageFacts
    name: str
    volume: Figure
    mwh: Decimal
    claimed_mwh: Decimal | None


def certificates(facts: EvidenceFacts) -> list[Certificate]:
    """The certificates whose volume is read right.

    A certificate is claimed when its volume stands beside a line of the statement, or when a line names it as
    an instrument.
    """
    found = []
    for page in facts.pages_of(DocumentKind.ENERGY_CERTIFICATE):
        name, volume = page.value("certificate"), largest_in(page.figures, Dimension.ENERGY)
        if name and volume is not None and volume.unit:
            mwh = convert(volume.value, volume.unit, "MWh")
            found.append(Certificate(page, name, volume, mwh, _claimed(facts, page, name, volume, mwh)))
    return found


def _claimed(
    facts: EvidenceFacts, page: PageFacts, name: str, volume: Figure, mwh: Decimal
) -> Decimal | None:
    for line in facts.lines:
        for instrument in line.inputs.instruments:
            if _names(instrument.instrument_id, name, page):
                return instrument.mwh
        if any(row.figure.id == volume.id for row in line.links):
            return mwh
    return None


def _names(instrument_id: str, name: str, page: PageFacts) -> bool:
    """Whether a line's instrument is the certificate of a page; a word without a number names none of them."""
    if instrument_id == name:
        return True
    return any(sign.isdigit() for sign in instrument_id) and instrument_id in _words(page)


def claims_once(facts: EvidenceFacts, others: list[CertificateClaim]) -> list[Found]:
    """EV-12 for each certificate; what other cases claim shows as claimed elsewhere and nothing more."""
    own: dict[str, list[Certificate]] = {}
    for certificate in certificates(facts):
        own.setdefault(certificate.name, []).append(certificate)
    claimant = facts.entity_names[0] if facts.entity_names else facts.case.code
    found = []
    for name, held in sorted(own.items()):
        claims = [Claim(name, claimant, c.claimed_mwh) for c in held if c.claimed_mwh is not None]
        elsewhere = [Claim(name, "", o.mwh, is_visible=False) for o in others if o.certificate == name]
        result = check_certificate_claims(name, max(c.mwh for c in held), claims, elsewhere)
        codes = tuple(sorted({c.page.document.code for c in held}))
        found.append(Found(name, result, codes, tuple(c.volume.code for c in held)))
    return found


def fits(facts: EvidenceFacts) -> list[Found]:
    """EV-13 for each certificate that the statement claims."""
    if facts.year is None:
        return []
    found = []
    for certificate in certificates(facts):
        production = period_of(certificate.volume)
        if certificate.claimed_mwh is None or production is None:
            continue
        page = certificate.page
        market = _printed_market(page)
        redemption = Redemption(
            certificate=certificate.name,
            mwh=certificate.claimed_mwh,
            beneficiary=page.value("beneficiary") or _UNSTATED,
            production=production,
            market=market,
            redeemed_on=page.day("issue_date"),
        )
        # Without a country of the entity on record the market is shown and left to the person.
        result = check_redemption(redemption, facts.entity_names, facts.year, facts.entity_country or market)
        found.append(Found(certificate.name, result, (page.document.code,), (certificate.volume.code,)))
    return found


def claims_within_use(facts: EvidenceFacts) -> list[Found]:
    """EV-14 for each line that claims green electricity, by its instruments or by certificates beside it."""
    volumes = {certificate.volume.id: certificate for certificate in certificates(facts)}
    found = []
    for line in facts.lines:
        beside = [volumes[row.figure.id] for row in line.read_right if row.figure.id in volumes]
        instruments = line.inputs.instruments
        if not beside and not instruments:
            continue
        claimed = sum((item.mwh for item in instruments or beside), Decimal(0))
        result = check_green_claim(f"{line.source.code} {line.source.name}", claimed, _used_mwh(line))
        codes = tuple(sorted({certificate.page.document.code for certificate in beside}))
        found.append(Found(line.source.code, result, codes, tuple(c.volume.code for c in beside)))
    return found


def _used_mwh(line: StatedLine) -> Decimal | None:
    try:
        return convert(line.line.activity, line.line.unit, "MWh")
    except Uncomputable:
        return None


def schemes(facts: EvidenceFacts) -> list[Found]:
    """EV-15 for each certificate: by the scheme and the country that its page prints, or its title names."""
    found = []
    for certificate in certificates(facts):
        page = certificate.page
        text = page_text(page)
        scheme = _SCHEME.search(text) or _SCHEME.search(f"{page.document.title} {page.version.name}")
        country = _COUNTRY.search(text)
        result = check_scheme(
            certificate.name,
            scheme.group() if scheme else None,
            country.group(1) if country else None,
            period_of(certificate.volume),
        )
        found.append(Found(certificate.name, result, (page.document.code,), (certificate.volume.code,)))
    return found


def _words(page: PageFacts) -> set[str]:
    """The words of a page, and the first part of those with dashes: R1-2022-00001 names R1."""
    words = page_text(page).split()
    return {*words, *(word.partition("-")[0] for word in words if not word[0].isdigit())}


def _printed_market(page: PageFacts) -> str:
    found = _MARKET.search(page_text(page))
    return found.group(1) if found else _UNSTATED


def claims_elsewhere(session: ScopedSession, case: Case, names: list[str]) -> list[CertificateClaim]:
    """What any other case of the installation claims of these certificates (EV-12)."""
    query = select(CertificateClaim).where(
        CertificateClaim.certificate.in_(names), CertificateClaim.case_id != case.id
    )
    options = across_tenants(
        "EV-12: a certificate is claimed once over all cases; answers claimed elsewhere only"
    )
    return list(session.scalars(query.order_by(CertificateClaim.id).execution_options(**options)))


def claims_seen(session: ScopedSession, case: Case) -> list[CertificateClaim]:
    """Claims of other cases that this reader may see anyway, to be named on the page."""
    query = select(CertificateClaim).where(CertificateClaim.case_id != case.id)
    return list(session.scalars(query.order_by(CertificateClaim.certificate, CertificateClaim.id)))


def keep_claims(uow: UnitOfWork, facts: EvidenceFacts) -> list[Case]:
    """Write down what this case claims now; gives the other cases whose claims of the same it touches."""
    case = facts.case
    claimant = facts.entity_names[0] if facts.entity_names else case.code
    wanted: dict[str, Decimal] = {}
    for certificate in certificates(facts):
        if certificate.claimed_mwh is not None:
            wanted[certificate.name[:120]] = (
                wanted.get(certificate.name, Decimal(0)) + certificate.claimed_mwh
            )
    rows = uow.session.scalars(select(CertificateClaim).where(CertificateClaim.case_id == case.id))
    there = {row.certificate: row for row in rows}
    touched = wanted.keys() ^ there.keys()
    touched |= {name for name in wanted.keys() & there.keys() if there[name].mwh != wanted[name]}
    for name, row in there.items():
        if name not in wanted:
            uow.session.delete(row)
    for name, mwh in wanted.items():
        if name in there:
            there[name].mwh = mwh
            continue
        uow.session.add(
            CertificateClaim(
                case_id=case.id, owner_org_id=case.owner_org_id, certificate=name, claimant=claimant, mwh=mwh
            )
        )
    return _cases_that_claim(uow.session, case, touched)


def _cases_that_claim(session: ScopedSession, case: Case, names: set[str]) -> list[Case]:
    """Other cases that claim one of these certificates: EV-12 says something else there now."""
    if not names:
        return []
    query = select(Case).join(CertificateClaim, CertificateClaim.case_id == Case.id)
    query = query.where(CertificateClaim.certificate.in_(names), Case.id != case.id).distinct()
    options = across_tenants("EV-12: a claim that came or went is looked at in every case that claims it too")
    return list(session.scalars(query.order_by(Case.id).execution_options(**options)))
