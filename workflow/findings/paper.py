"""A finding as its page shows it: the thread by rounds with evidence pinned, and the acts that are open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from workflow.access import Actor, Permission
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.queries import codes_in_confidence, codes_withheld
from workflow.findings import queries
from workflow.findings.carrying import notices_sent
from workflow.findings.citing import place_of
from workflow.findings.facts import Correction, MoveShown, correction_of, moves_of, today_of
from workflow.findings.listing import KIND_OF_STATE, PARTY, holder_of
from workflow.findings.machine import UNFINISHED, WITH_PARTY
from workflow.findings.models import Citation, Finding, Notice, Response
from workflow.findings.queries import Thread
from workflow.findings.rules import FindingState
from workflow.i18n import N_, say

PRIMARY = ("respond", "acknowledge", "issue", "accept", "close_corrected", "accept_limitation")


@dataclass(frozen=True)
class Pin:
    """A cited place as a link into the evidence."""

    code: str
    url: str
    quote: str | None


@dataclass(frozen=True)
class Entry:
    """One entry of the thread, as the macro `thread` shows it."""

    number: int
    side: str
    who: str
    at: datetime
    verb: str
    text: str | None
    parts: tuple[tuple[str, str], ...] = ()
    pins: tuple[Pin, ...] = ()
    role: str | None = None


@dataclass(frozen=True)
class FindingPage:
    """All that the page of one finding shows to one person."""

    thread: Thread
    entries: tuple[Entry, ...]
    moves: tuple[MoveShown, ...]
    primary: str | None
    acts: frozenset[str]
    state_kind: str
    holder: str | None
    days_overdue: int | None
    nets: tuple[Decimal, Decimal] | None
    correction: Correction
    is_body: bool
    notices: tuple[Notice, ...]
    in_confidence: tuple[str, ...]


def page_of(session: ScopedSession, case: Case, row: Finding, viewer: Actor, now: datetime) -> FindingPage:
    """Gather the page of a finding for one person."""
    held = queries.thread(session, row, viewer=viewer)
    today = today_of(session, case, now)
    waits_for_version = row.state is FindingState.ACCEPTED and bool(held.effects)
    correction = correction_of(session, case, row, held.effects) if waits_for_version else Correction(None)
    moves = moves_of(session, viewer, case, held, today=today, correction=correction)
    primary = next((name for name in PRIMARY if any(m.move.name == name for m in moves)), None)
    late = (today - row.due).days if row.due and row.state in WITH_PARTY else None
    is_body = viewer.may(Permission.READ_TESTS)
    latest = correction.version.number if correction.version else 0
    shown = _as_shown(session, case, held, viewer)
    return FindingPage(
        thread=held, entries=_entries(case, shown, viewer.language), moves=moves, primary=primary,
        acts=_acts(case, row, viewer),
        state_kind="overdue" if (late or 0) > 0 else KIND_OF_STATE.get(row.state, "closed"),
        holder=holder_of(row, latest, is_numeric=bool(held.effects)), days_overdue=late,
        nets=queries.nets_of(held), correction=correction, is_body=is_body,
        notices=tuple(notices_sent(session, row)) if is_body and case.group_org_id else (),
        in_confidence=_in_confidence(session, case, held) if row.state is FindingState.DRAFT else (),
    )  # fmt: skip


def _in_confidence(session: ScopedSession, case: Case, held: Thread) -> tuple[str, ...]:
    """The documents that a draft cites and whose values the group's office must not read in its words."""
    cited = {c.document_code for c in held.citations}
    if case.group_org_id is None or held.finding.is_confidential or not cited:
        return ()
    return tuple(sorted(cited & codes_in_confidence(session, case)))


def _as_shown(session: ScopedSession, case: Case, held: Thread, viewer: Actor) -> Thread:
    """The thread without the places in documents that a supplier holds in confidence from this viewer."""
    withheld = codes_withheld(session, case, viewer)
    shown = tuple(c for c in held.citations if c.document_code not in withheld)
    return replace(held, citations=shown)


def _acts(case: Case, row: Finding, viewer: Actor) -> frozenset[str]:
    """What may be done beside the moves; each is also refused by its command when it does not fit."""
    acts = set()
    lives = row.state in UNFINISHED
    if row.state is FindingState.DRAFT and viewer.may(Permission.DRAFT_FINDING):
        acts.add("edit")
    if viewer.may(Permission.COMMENT_FINDING):
        acts.add("comment")
    if viewer.may(Permission.ISSUE_FINDING):
        acts.add("rule")
        if case.group_org_id is not None and row.shown_to_client:
            acts.add("notify")
        if row.state in WITH_PARTY and not row.is_extended and row.due is not None:
            acts.add("extend")
        if lives and row.state is not FindingState.DRAFT:
            acts.add("effects")
    if viewer.may(Permission.REMIND) and row.state in WITH_PARTY:
        acts.add("remind")
    if viewer.may(Permission.DRAFT_FINDING) and row.is_systematic and lives:
        acts.add("extent")
    return frozenset(acts)


def _entries(case: Case, held: Thread, language: str) -> tuple[Entry, ...]:
    row, speak = held.finding, language
    own = [c for c in held.citations if c.response_id is None and c.round is None]
    verb = N_("issued it") if row.issued_at else N_("drafted it")
    first = Entry(
        1, "verifier", row.issued_by or row.raised_by, row.issued_at or row.raised_at, say(verb, speak),
        row.gap, _told(_claim(row), speak), _pins(case, own),
    )  # fmt: skip
    entries = [first]
    for response in held.responses:
        entries += _round(case, held, response, speak)
    if row.closed_at is not None:
        # What closes an answer is also its assessment: said once, under the word for how it ended.
        if entries[-1].text == row.resolution and entries[-1].side == "verifier" and len(entries) > 1:
            entries.pop()
        side = "party" if row.state is FindingState.ACKNOWLEDGED else "verifier"
        state = say(row.state.value.replace("_", " "), speak)
        ended = Entry(row.round, side, row.closed_by or "", row.closed_at, state, row.resolution)
        entries.append(ended)
    return tuple(entries)


def _claim(row: Finding) -> list[tuple[str, str | None]]:
    return [
        (N_("Requirement"), row.requirement),
        (N_("Claimed value"), row.claimed_value),
        (N_("Verifier's value"), row.verifier_value),
        (N_("Absent evidence"), row.evidence_absent),
    ]


def _told(pairs: Iterable[tuple[str, str | None]], language: str) -> tuple[tuple[str, str], ...]:
    return tuple((say(label, language), text) for label, text in pairs if text)


def _round(case: Case, held: Thread, response: Response, language: str) -> list[Entry]:
    """The answer and, once there is one, the assessment of it."""
    cited = [c for c in held.citations if c.response_id == response.id]
    parts = _told(
        [
            (N_("Root cause"), response.root_cause),
            (N_("Correction"), response.correction),
            (N_("Corrective action"), response.corrective_action),
        ],
        language,
    )
    verb = N_("disagreed") if response.is_refusal else N_("answered")
    answer = Entry(
        response.round, "party", response.responded_by, response.responded_at, say(verb, language),
        response.text, parts, _pins(case, cited), say(PARTY, language),
    )  # fmt: skip
    if response.assessed_at is None:
        return [answer]
    shown = [c for c in held.citations if c.response_id is None and c.round == response.round]
    verb = N_("returned it") if response.is_returned else N_("assessed it")
    assessment = Entry(
        response.round, "verifier", response.assessed_by or "", response.assessed_at, say(verb, language),
        response.assessment, (), _pins(case, shown),
    )  # fmt: skip
    return [answer, assessment]


def _pins(case: Case, citations: Iterable[Citation]) -> tuple[Pin, ...]:
    return tuple(Pin(place_of(c), url_of(case, c), c.quote) for c in citations)


def url_of(case: Case, citation: Citation) -> str:
    """Where a cited place is looked at: the figure in its viewer, else the page of the document."""
    if citation.figure_code:
        return f"/cases/{case.code}/figures/{citation.figure_code}"
    page = f"?page={citation.page}" if citation.page else ""
    return f"/cases/{case.code}/evidence/{citation.document_code}{page}"
