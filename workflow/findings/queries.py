"""Reads of findings: lists, threads, what gates look at, and the numbers that the evaluation takes over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from methods.ledger import Ledger, keep_ledger
from methods.misstatement import Effect as MethodEffect
from methods.misstatement import Misstatement, Net
from methods.quantification import Basis
from workflow.access import Actor, Permission
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.figures.models import Figure
from workflow.findings.gates import FindingsFacts
from workflow.findings.machine import UNFINISHED
from workflow.findings.models import Citation, Effect, Finding, FindingComment, Response
from workflow.findings.rules import EffectBasis, FindingState
from workflow.ghg_statement.models import Source, StatementLine, StatementVersion
from workflow.ghg_statement.rules import VersionState

BASES = {EffectBasis.LOCATION: Basis.LOCATION, EffectBasis.MARKET: Basis.MARKET, EffectBasis.BOTH: None}
CORRECTED = frozenset({FindingState.CLOSED_CORRECTED})
STANDS_UNCORRECTED = frozenset({FindingState.CLOSED_UNCORRECTED})


@dataclass(frozen=True)
class Thread:
    """A finding with everything that its page shows; `register` holds the case's sources by code."""

    finding: Finding
    register: dict[str, Source]
    effects: tuple[Effect, ...]
    responses: tuple[Response, ...]
    citations: tuple[Citation, ...]
    comments: tuple[FindingComment, ...]


@dataclass(frozen=True)
class UncorrectedSet:
    """What stands uncorrected on a case, as the evaluation takes it."""

    misstatements: tuple[Misstatement, ...]
    limitations: tuple[tuple[str, Decimal, tuple[int, ...]], ...]
    nonconformities_users_must_know: tuple[str, ...]
    fundamental: tuple[str, ...]


def may_see(actor: Actor, finding: Finding) -> bool:
    """Drafts are the body's; a confidential finding is seen by the lead, the manager and the reviewer."""
    if finding.is_confidential:
        return actor.is_system or actor.may(Permission.READ_CONFIDENTIAL)
    if finding.state is FindingState.DRAFT:
        return actor.is_system or actor.may(Permission.READ_TESTS)
    return True


def findings_of(
    session: ScopedSession, case: Case, *, viewer: Actor, states: Iterable[FindingState] = ()
) -> list[Finding]:
    """The findings of a case that a person may see, by code."""
    query = select(Finding).where(Finding.case_id == case.id).order_by(Finding.code, Finding.id)
    wanted = list(states)
    if wanted:
        query = query.where(Finding.state.in_(wanted))
    return [f for f in session.scalars(query) if may_see(viewer, f)]


def finding(session: ScopedSession, case: Case, code: str, *, viewer: Actor) -> Finding:
    """One finding by its code; NotYours where it is missing or not to be seen."""
    row = session.scalar(select(Finding).where(Finding.case_id == case.id, Finding.code == code))
    if row is None or not may_see(viewer, row):
        raise NotYours("There is no such finding.")
    return row


def thread(session: ScopedSession, row: Finding, *, viewer: Actor) -> Thread:
    """A finding with effects, rounds, citations, and for the body the comments."""
    comments: Sequence[FindingComment] = ()
    if viewer.may(Permission.READ_TESTS):
        comments = session.scalars(
            select(FindingComment).where(FindingComment.finding_id == row.id).order_by(FindingComment.id)
        ).all()
    register, effects = _register_and_effects(session, row)
    responses, citations = _rounds_and_places(session, row)
    return Thread(row, register, effects, responses, citations, tuple(comments))


def _rounds_and_places(
    session: ScopedSession, row: Finding
) -> tuple[tuple[Response, ...], tuple[Citation, ...]]:
    """Rounds and cited places in one query: at most three rounds, so their product stays small."""
    query = (
        select(Response, Citation)
        .select_from(Finding)
        .outerjoin(Response, Response.finding_id == Finding.id)
        .outerjoin(Citation, Citation.finding_id == Finding.id)
        .where(Finding.id == row.id)
        .order_by(Response.round, Response.id, Citation.id)
    )
    pairs = session.execute(query).all()
    responses = {r.id: r for r, _c in pairs if r is not None}
    citations = {c.id: c for _r, c in pairs if c is not None}
    return tuple(responses.values()), tuple(citations[key] for key in sorted(citations))


def _register_and_effects(
    session: ScopedSession, row: Finding
) -> tuple[dict[str, Source], tuple[Effect, ...]]:
    """The sources of the case by code, and the finding's effects on them, in one query."""
    query = (
        select(Source, Effect)
        .outerjoin(Effect, and_(Effect.source_id == Source.id, Effect.finding_id == row.id))
        .where(Source.case_id == row.case_id)
        .order_by(Source.code, Source.id, Effect.id)
    )
    pairs = session.execute(query).all()
    effects = sorted((e for _s, e in pairs if e is not None), key=lambda e: e.id)
    return {source.code: source for source, _e in pairs}, tuple(effects)


def effects_of(session: ScopedSession, row: Finding) -> tuple[Effect, ...]:
    """The signed amounts of a finding."""
    return tuple(session.scalars(select(Effect).where(Effect.finding_id == row.id).order_by(Effect.id)))


def responses_of(session: ScopedSession, row: Finding) -> tuple[Response, ...]:
    """The rounds of a finding in order."""
    query = select(Response).where(Response.finding_id == row.id).order_by(Response.round, Response.id)
    return tuple(session.scalars(query))


def citations_of(session: ScopedSession, row: Finding) -> tuple[Citation, ...]:
    """Places in evidence that a finding or its answers use."""
    return tuple(session.scalars(select(Citation).where(Citation.finding_id == row.id).order_by(Citation.id)))


_STANDING = (
    Finding.id, Finding.code, Finding.title, Finding.state, Finding.kind, Finding.due, Finding.is_misstatement,
    Finding.is_confidential, Finding.issued_at, Finding.qualitative_ruling, Finding.carried_from,
    Finding.carried_from_id,
)  # fmt: skip


_HAS_EFFECTS = Finding.id.in_(select(Effect.finding_id).where(Effect.case_id == bindparam("case")))
_STANDINGS = (
    select(*_STANDING, _HAS_EFFECTS.label("has_effects"))
    .where(Finding.case_id == bindparam("case"))
    .order_by(Finding.code, Finding.id)
)


def standings_of(session: ScopedSession, case: Case) -> Sequence[Any]:
    """How each finding of a case stands, by code, and whether it has amounts; not the whole rows."""
    return session.execute(_STANDINGS, {"case": case.id}).all()


def findings_citing(session: ScopedSession, case: Case, figure: Figure, *, viewer: Actor) -> list[Finding]:
    """The findings that are pinned to a figure by its code or to its box, as far as a person may see them."""
    at_place = Citation.figure_code == figure.code
    if figure.box:
        same_page = and_(
            Citation.document_version_id == figure.document_version_id, Citation.page == figure.page
        )
        at_place = or_(at_place, and_(same_page, Citation.box == figure.box))
    query = (
        select(Finding)
        .join(Citation, Citation.finding_id == Finding.id)
        .where(Finding.case_id == case.id, at_place)
        .order_by(Finding.code, Finding.id)
    )
    return [f for f in dict.fromkeys(session.scalars(query)) if may_see(viewer, f)]


def findings_facts(session: ScopedSession, case: Case) -> FindingsFacts:
    """What findings put before the case's gates."""
    return facts_from(standings_of(session, case))


def facts_from(standings: Sequence[Any]) -> FindingsFacts:
    """The same from standings that were read already."""
    return FindingsFacts(
        unfinished=tuple((f.code, f.state.value) for f in standings if f.state in UNFINISHED),
        uncorrected_without_amount=tuple(
            f.code
            for f in standings
            if f.state in STANDS_UNCORRECTED
            and f.is_misstatement
            and not f.has_effects
            and not f.qualitative_ruling
        ),
    )


def categories_of(session: ScopedSession, case: Case) -> dict[str, int]:
    """The ISO category of each source of the register, by code."""
    sources = session.scalars(select(Source).where(Source.case_id == case.id).order_by(Source.id))
    return {source.code: source.iso_category for source in sources}


def as_misstatement(row: Finding, effects: Iterable[Effect], categories: dict[str, int]) -> Misstatement:
    """A finding in numbers, for the arithmetic of materiality."""
    own = tuple(effects)
    amounts = tuple(
        MethodEffect(e.source_code, categories[e.source_code], e.amount, BASES[e.basis]) for e in own
    )
    return Misstatement(
        finding_id=row.code,
        effects=amounts,
        nets=_nets(row, own),
        is_projected=row.is_projected,
        is_correctable=row.is_correctable,
        is_qualitatively_material=row.is_qualitatively_material,
    )


def nets_of(held: Thread) -> tuple[Decimal, Decimal] | None:
    """The finding's m on the location and on the market basis, t CO2e; None when it has no numbers."""
    if not held.effects:
        return None
    categories = {code: source.iso_category for code, source in held.register.items()}
    item = as_misstatement(held.finding, held.effects, categories)
    return item.net(Basis.LOCATION), item.net(Basis.MARKET)


def _nets(row: Finding, effects: tuple[Effect, ...]) -> tuple[Net, ...]:
    """The change of the rounded line where the finding states it; only for findings on one source."""
    sources = {e.source_code for e in effects}
    if len(sources) != 1:
        return ()
    source = next(iter(sources))
    bases = {e.basis for e in effects}
    on_location = None if bases == {EffectBasis.MARKET} else row.net
    # One stated net counts on both bases only where every effect does (2.2).
    same_on_market = bases in ({EffectBasis.BOTH}, {EffectBasis.MARKET})
    on_market = row.net if row.net_market is None and same_on_market else row.net_market
    stated = ((on_location, Basis.LOCATION), (on_market, Basis.MARKET))
    return tuple(Net(source, amount, basis) for amount, basis in stated if amount is not None)


def misstatements_of(
    session: ScopedSession, case: Case, states: Iterable[FindingState]
) -> list[tuple[Finding, Misstatement]]:
    """Findings with numbers in the given states, each with its misstatement, by code."""
    query = (
        select(Finding, Effect, Source.iso_category)
        .outerjoin(Effect, Effect.finding_id == Finding.id)
        .outerjoin(Source, Source.id == Effect.source_id)
        .where(Finding.case_id == case.id, Finding.state.in_(list(states)))
        .order_by(Finding.code, Finding.id, Effect.id)
    )
    found: dict[Finding, list[Effect]] = {}
    categories: dict[str, int] = {}
    for row, effect, category in session.execute(query):
        own = found.setdefault(row, [])
        if effect is not None:
            own.append(effect)
            categories[effect.source_code] = category
    return [
        (row, as_misstatement(row, own, categories))
        for row, own in found.items()
        if own or row.is_qualitatively_material
    ]


def uncorrected_misstatements(session: ScopedSession, case: Case) -> UncorrectedSet:
    """What stands uncorrected: misstatements, limitations, nonconformities that users must know."""
    standing = misstatements_of(session, case, STANDS_UNCORRECTED)
    rows = session.scalars(
        select(Finding).where(Finding.case_id == case.id).order_by(Finding.code, Finding.id)
    ).all()
    limits = [f for f in rows if f.state is FindingState.ACCEPTED_LIMITATION]
    open_ones = [f for f in rows if f.state in STANDS_UNCORRECTED]
    return UncorrectedSet(
        misstatements=tuple(m for _f, m in standing),
        limitations=tuple(
            (f.group_code or "", f.unverified_tonnes or Decimal(0), tuple(f.gap_categories)) for f in limits
        ),
        nonconformities_users_must_know=tuple(f.code for f in open_ones if f.users_must_know),
        fundamental=tuple(f.code for f in open_ones if f.is_fundamental),
    )


def all_misstatements(session: ScopedSession, case: Case) -> tuple[Misstatement, ...]:
    """Every finding with numbers, whatever became of it: the case 'if nothing were corrected'."""
    left_out = {FindingState.WITHDRAWN, FindingState.CONVERTED}
    states = [s for s in FindingState if s not in left_out]
    return tuple(m for _f, m in misstatements_of(session, case, states))


def ledger_of(
    session: ScopedSession, case: Case, reported: Decimal, basis: Basis, stated: Decimal | None
) -> Ledger:
    """From the first submitted total to the latest: reported minus corrections is verified."""
    corrected = misstatements_of(session, case, CORRECTED)
    return keep_ledger(reported, (m for _f, m in corrected), basis, stated)


def agreed_on_sources(
    session: ScopedSession, case: Case, sources: set[str], after: int
) -> list[Misstatement]:
    """Findings on the sources whose correction is to stand after a version: accepted, or corrected since.

    What an earlier version corrected already is no part of the change that is looked for (2.3).
    """
    states = (FindingState.ACCEPTED, FindingState.CLOSED_CORRECTED)
    return [
        m
        for f, m in misstatements_of(session, case, states)
        if (f.state is FindingState.ACCEPTED or (f.corrected_in_version or 0) > after)
        and any(e.source_id in sources for e in m.effects)
    ]


def tonnes_by_source(
    session: ScopedSession, version: StatementVersion | None, basis: Basis
) -> dict[str, Decimal]:
    """The stated tonnes of each source in a version, on a basis; none for no version."""
    if version is None:
        return {}
    rows = session.execute(
        select(Source.code, StatementLine)
        .join(Source, Source.id == StatementLine.source_id)
        .where(StatementLine.version_id == version.id)
        .order_by(StatementLine.id)
    )
    return {code: line.tonnes if basis is Basis.LOCATION else line.tonnes_market for code, line in rows}


@dataclass(frozen=True)
class StatedTonnes:
    """What one received version states for each source, t CO2e on each basis."""

    version: StatementVersion
    tonnes: dict[Basis, dict[str, Decimal]]


def stated_since(session: ScopedSession, case: Case, number: int) -> list[StatedTonnes]:
    """The version of that number and every later submitted one, by number, with what they state."""
    query = (
        select(StatementVersion, Source.code, StatementLine)
        .join(StatementLine, StatementLine.version_id == StatementVersion.id)
        .join(Source, Source.id == StatementLine.source_id)
        .where(
            StatementVersion.case_id == case.id,
            StatementVersion.number >= number,
            or_(StatementVersion.number == number, StatementVersion.state == VersionState.SUBMITTED),
        )
        .order_by(StatementVersion.number, StatementLine.id)
    )
    found: dict[int, StatedTonnes] = {}
    for version, code, line in session.execute(query):
        held = found.setdefault(version.number, StatedTonnes(version, {Basis.LOCATION: {}, Basis.MARKET: {}}))
        held.tonnes[Basis.LOCATION][code] = line.tonnes
        held.tonnes[Basis.MARKET][code] = line.tonnes_market
    return list(found.values())
