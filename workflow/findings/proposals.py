"""Where a draft begins: at a check that failed, at a request that was not met, or at a figure on its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from workflow.access import Actor
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents import requests
from workflow.figures import queries as figures
from workflow.figures.models import CheckResult
from workflow.findings import carrying
from workflow.findings.commands import draft_finding
from workflow.findings.models import Finding
from workflow.findings.rules import FindingKind, Subtype
from workflow.i18n import N_, message, say
from workflow.planning import queries as planning
from workflow.unit_of_work import UnitOfWork

SUBTYPE_OF_CHECK = {
    "EV-01": Subtype.CUT_OFF,
    "EV-02": Subtype.CUT_OFF,
    "EV-03": Subtype.UNIT,
    "EV-04": Subtype.ERROR,
    "EV-05": Subtype.ERROR,
    "EV-06": Subtype.ERROR,
    "EV-07": Subtype.DOUBLE_COUNT,
    "EV-08": Subtype.BOUNDARY,
    "EV-09": Subtype.ERROR,
    "EV-10": Subtype.CONTROL,
    "EV-11": Subtype.ERROR,
    "EV-12": Subtype.CERTIFICATE,
    "EV-13": Subtype.CERTIFICATE,
    "EV-14": Subtype.CERTIFICATE,
    "EV-15": Subtype.CERTIFICATE,
    "EV-16": Subtype.ERROR,
    "EV-17": Subtype.ERROR,
    "EV-18": Subtype.GWP,
    "EV-19": Subtype.OMISSION,
    "EV-20": Subtype.CONTROL,
    "EV-21": Subtype.EVIDENCE_MISSING,
    "EV-22": Subtype.CONTROL,
    "EV-23": Subtype.FACTOR,
}
# What first needs an answer: an explanation, another document, or the word of the responsible party.
ASKS_FIRST = frozenset({"EV-05", "EV-08", "EV-09", "EV-16", "EV-17", "EV-22", "EV-23"})
TITLE_LENGTH = 120


@dataclass(frozen=True)
class Proposal:
    """What stands in the form of a new finding before anybody typed."""

    kind: str = FindingKind.CORRECTIVE_ACTION.value
    subtype: str = Subtype.ERROR.value
    title: str = ""
    gap: str = ""
    citations: str = ""
    claimed_value: str = ""
    evidence_absent: str = ""
    is_misstatement: bool = False
    is_correctable: bool = True
    check: str = ""
    request_code: str = ""
    notice: str = ""
    sample_code: str = ""
    is_projected: bool = False
    verifier_value: str = ""
    effects: tuple[dict[str, Any], ...] = ()


def proposed(
    session: ScopedSession, case: Case, viewer: Actor, today: date, *, check: int | None = None,
    request: str | None = None, figure: str | None = None, sample: str | None = None, notice: int | None = None,
) -> Proposal:  # fmt: skip
    """The proposal for a new finding; NotYours when what it begins at is not there."""
    if check is not None:
        return _from_check(figures.check_result(session, case, check))
    if request:
        return _from_request(session, case, viewer, today, request)
    if figure:
        found = figures.figure_by_code(session, case, figure, viewer)
        claimed = f"{found.raw} {found.unit or ''}".strip()
        title = (found.label or "")[:TITLE_LENGTH]
        return Proposal(title=title, citations=found.code, claimed_value=claimed)
    if sample:
        return _from_sample(session, case, viewer, sample)
    if notice is not None:
        told = carrying.notice_received(session, case, notice)
        return Proposal(subtype=told.subtype.value, gap=told.text, notice=str(told.id))
    return Proposal()


def _from_sample(session: ScopedSession, case: Case, viewer: Actor, code: str) -> Proposal:
    """The misstated records of an evaluated sample, with what they project to as the effect on its source."""
    row = planning.sample_by_code(session, case, code, viewer=viewer)
    wrong = [i for i in planning.items_of(session, row) if i.verified not in (None, i.recorded)]
    effect = {"source": row.source_code, "amount": row.projected, "basis": "both", "is_projected": True}
    return Proposal(
        title=", ".join(item.record for item in wrong)[:TITLE_LENGTH], is_misstatement=True, is_projected=True,
        citations=", ".join(item.citation for item in wrong if item.citation),
        claimed_value="; ".join(f"{item.record}: {item.recorded} t CO₂e" for item in wrong),
        verifier_value="; ".join(f"{item.record}: {item.verified} t CO₂e" for item in wrong),
        sample_code=row.code, effects=(effect, {}, {}, {}) if row.projected else (),
    )  # fmt: skip


def _from_check(row: CheckResult) -> Proposal:
    """Checks only propose: sentence and places are taken over, and the amount where the check gives one.

    The requirement stays the verifier's, and so does each amount until somebody says it is right.
    """
    cited = [*row.numbers.get("figures", [])] or [
        code for code in str(row.numbers.get("documents", "")).split(", ") if code
    ]
    kind = FindingKind.CLARIFICATION if row.code in ASKS_FIRST else FindingKind.CORRECTIVE_ACTION
    effects = _effects_of_check(row.numbers)
    return Proposal(
        kind=kind.value,
        subtype=SUBTYPE_OF_CHECK.get(row.code, Subtype.ERROR).value,
        title=f"{row.code}: {row.subject}"[:TITLE_LENGTH],
        gap=row.sentence,
        citations=", ".join(cited[:12]),
        check=str(row.id),
        claimed_value=str(row.numbers.get("claimed_value", "")),
        verifier_value=str(row.numbers.get("verifier_value", "")),
        is_misstatement=bool(effects),
        effects=effects,
    )


def _effects_of_check(numbers: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The t CO2e that a check says are too much (negative: too little) in its line, by basis where they differ."""
    source, location, market = (numbers.get(name) for name in ("source", "effect", "effect_market"))
    if source is None or location is None:
        return ()
    bases = {"both": location} if market in (None, location) else {"location": location, "market": market}
    stated = [
        {"source": source, "amount": Decimal(amount), "basis": basis, "is_projected": False}
        for basis, amount in bases.items()
    ]
    return (*stated, *({} for _ in range(4 - len(stated))))


def _from_request(session: ScopedSession, case: Case, viewer: Actor, today: date, code: str) -> Proposal:
    row = requests.request_by_code(session, case, code, viewer=viewer, today=today)
    asked = message(
        N_("{code}: {item}, asked of {owner} on {asked}, due {due}, did not come."),
        code=row.code, item=row.item, owner=row.owner_name, asked=row.asked_on, due=row.due,
    )  # fmt: skip
    start = Proposal(
        kind=FindingKind.LIMITATION.value, subtype=Subtype.EVIDENCE_MISSING.value,
        title=row.item[:TITLE_LENGTH], evidence_absent=say(asked, viewer.language), request_code=row.code,
    )  # fmt: skip
    if row.document_codes:
        return replace(
            start, kind=FindingKind.CLARIFICATION.value, evidence_absent="",
            citations=", ".join(row.document_codes),
        )  # fmt: skip
    return start


def draft_proposed(
    uow: UnitOfWork, case: Case, *, check: int | None = None, request: str | None = None,
    notice: int | None = None, **fields: Any,
) -> Finding:  # fmt: skip
    """Draft a finding and name it on the check, the request or the notice at which it began."""
    begun_at = figures.check_result(uow.session, case, check) if check is not None else None
    if begun_at is not None:
        fields["proposed_by_check"] = begun_at.code
    row = draft_finding(uow, case, **fields)
    if begun_at is not None:
        begun_at.finding_code = row.code
        uow.record("check.drafted", begun_at, finding=row.code)
    if notice is not None:
        carrying.settle_by_finding(uow, carrying.notice_received(uow.session, case, notice), row.code)
    if request:
        requests.carry_into_finding(uow, requests.request_for_writing(uow.session, case, request), row.code)
    return row
