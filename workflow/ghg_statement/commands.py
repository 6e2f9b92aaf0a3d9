"""Writes of the GHG statement: preparing, describing, handing in, signing and submitting a version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from methods.gwp import GWP_SETS
from methods.rounding import round_tonnes
from workflow.access import Role
from workflow.cases import commands as cases
from workflow.cases.entities import tell_group_cases
from workflow.cases.models import Case, SignatureAct
from workflow.cases.rules import CaseState, SignatureKind
from workflow.db import Base, tonnes_cents
from workflow.errors import BadInput, Refusal
from workflow.ghg_statement import queries
from workflow.ghg_statement.content import content_of, sha256_of
from workflow.ghg_statement.inputs import StatedLine
from workflow.ghg_statement.machine import VERSION, VersionFacts
from workflow.ghg_statement.models import (
    CompleteSet,
    ReportItem,
    Source,
    StatementLine,
    StatementVersion,
)
from workflow.ghg_statement.register import Held, write_line
from workflow.ghg_statement.rules import REPORT_ITEMS, ReportItemState, VersionState
from workflow.i18n import N_, message
from workflow.unit_of_work import UnitOfWork

LATEST_GWP = "AR6"
TAKES_VERSIONS = frozenset(
    {
        CaseState.AGREED, CaseState.PLANNING, CaseState.PLAN_APPROVED, CaseState.EXECUTION,
        CaseState.EVALUATION, CaseState.DRAFT_OPINION, CaseState.INDEPENDENT_REVIEW, CaseState.DECISION,
        CaseState.POST_ISSUE_REVIEW,
    }
)  # fmt: skip
RUN_CHECKS = "workflow.figures.jobs.run_checks"
CARRY_LINKS = "workflow.figures.jobs.carry_links"


@dataclass(frozen=True)
class Imported:
    """What an import did to the lines of a version."""

    added: int
    changed: int
    removed: int


def start_version(
    uow: UnitOfWork, case: Case, *, title: str, dated: date, gwp_set: str, period_start: date,
    period_end: date, gwp_justification: str | None = None, what_changed: str | None = None,
    copy_lines: bool = False,
) -> StatementVersion:  # fmt: skip
    """Begin the next version, empty or with the lines and report items of the newest one."""
    known = queries.versions_of(uow.session, case)
    open_one = [v for v in known if v.state is VersionState.PREPARING]
    refusal = None
    if open_one:
        sentence = message(
            N_("Version {number} is in preparation: finish it first."), number=open_one[0].number
        )
        refusal = Refusal("G-STATE", sentence)
    elif not _takes_versions(case):
        answer = VERSION.moves[0].gates[0].ask(VersionFacts(0, 0, case_takes_versions=False))
        refusal = Refusal("G-CASE", answer) if answer else None
    uow.refuse_unless(case, "statement_version.start", refusal)
    _check_head(gwp_set, gwp_justification, period_start, period_end)
    version = StatementVersion(
        case_id=case.id, owner_org_id=case.owner_org_id, number=len(known) + 1, title=title, dated=dated,
        gwp_set=gwp_set, gwp_justification=gwp_justification, period_start=period_start,
        period_end=period_end, prepared_by=uow.actor.name, prepared_by_id=uow.actor.person_id,
        what_changed=what_changed,
    )  # fmt: skip
    uow.session.add(version)
    uow.session.flush()
    copied = _copy(uow, case, known[-1], version) if copy_lines and known else []
    uow.record("statement_version.start", version, covers=copied)
    return version


def _check_head(gwp_set: str, justification: str | None, start: date, end: date) -> None:
    if gwp_set not in GWP_SETS:
        known = ", ".join(GWP_SETS)
        sentence = message(
            N_("There is no GWP set {name}. Choose one of {known}."), name=gwp_set, known=known
        )
        raise BadInput(sentence, "gwp_set")
    if not gwp_set.startswith(LATEST_GWP) and not justification:
        raise BadInput(N_("Say why the values are not of the latest assessment report."), "gwp_justification")
    if end < start:
        raise BadInput(N_("The period ends before it starts: check both dates."), "period_end")


def _takes_versions(case: Case) -> bool:
    return case.state in TAKES_VERSIONS and not case.is_suspended


def _copy(uow: UnitOfWork, case: Case, last: StatementVersion, version: StatementVersion) -> list[Base]:
    rows: list[Base] = []
    for line in queries.lines_of(uow.session, last):
        rows.append(
            StatementLine(
                case_id=case.id, owner_org_id=case.owner_org_id, version_id=version.id,
                source_id=line.source_id, code=cases.next_code(uow, case, "L"), activity=line.activity,
                unit=line.unit, inputs=dict(line.inputs), factor_source=line.factor_source,
                method=line.method, tonnes=line.tonnes, tonnes_market=line.tonnes_market,
                tonnes_cents=line.tonnes_cents, uncertainty_activity=line.uncertainty_activity,
                uncertainty_factor=line.uncertainty_factor,
            )
        )  # fmt: skip
    rows += [
        ReportItem(
            case_id=case.id, owner_org_id=case.owner_org_id, version_id=version.id, key=item.key,
            state=item.state, text=item.text, reason=item.reason,
        )
        for item in queries.report_items_of(uow.session, last).values()
    ]  # fmt: skip
    uow.session.add_all(rows)
    return rows


def set_line(uow: UnitOfWork, version: StatementVersion, stated: StatedLine) -> StatementLine:
    """Enter or change the line of one source; the tonnes stand as stated, computed where none are."""
    case = _only_typed(uow, version, "statement_line.set")
    held = _held(uow, case, version)
    line, new_source = write_line(uow, held, stated)
    uow.record("statement_line.set", line, covers=new_source, version=version.number)
    return line


def remove_line(uow: UnitOfWork, version: StatementVersion, source_code: str) -> None:
    """Take the line of a source out of a version in preparation; its code stays used."""
    _only_typed(uow, version, "statement_line.remove")
    for line in queries.lines_of(uow.session, version):
        if line.inputs["source_id"] == source_code:
            uow.session.delete(line)
            uow.record("statement_line.remove", version, covers=[line], line=line.code)
            return
    raise BadInput(message(N_("This version has no line of source {code}."), code=source_code), "source")


def import_lines(uow: UnitOfWork, version: StatementVersion, lines: Iterable[StatedLine]) -> Imported:
    """Make the version's lines exactly those of an inventory, in its order; all or none are taken."""
    _only_typed(uow, version, "statement_version.import")
    done, touched = replace_lines(uow, version, lines)
    uow.record("statement_version.import", version, covers=touched, lines=done.added + done.changed)
    return done


def replace_lines(
    uow: UnitOfWork, version: StatementVersion, lines: Iterable[StatedLine]
) -> tuple[Imported, list[Base]]:
    """Make the version's lines exactly these; gives what was done and the rows that the caller records."""
    held = _held(uow, only_preparing(uow, version, "statement_version.import"), version)
    before = dict(held.lines)
    kept: set[str] = set()
    covered: list[Base] = []
    for stated in lines:
        line, new_source = write_line(uow, held, stated)
        covered += [line, *new_source]
        kept.add(stated.source.source_id)
    dropped = [line for code, line in before.items() if code not in kept]
    for line in dropped:
        uow.session.delete(line)
    added = len(kept - before.keys())
    return Imported(added=added, changed=len(kept) - added, removed=len(dropped)), [*covered, *dropped]


def _held(uow: UnitOfWork, case: Case, version: StatementVersion) -> Held:
    lines = queries.lines_of(uow.session, version)
    register = queries.register_of(uow.session, case)
    return Held(case, version, register, {line.inputs["source_id"]: line for line in lines})


def describe_report_item(
    uow: UnitOfWork, version: StatementVersion, key: str, *, state: ReportItemState, text: str = "",
    reason: str | None = None,
) -> ReportItem:  # fmt: skip
    """Say what the GHG report holds on one item of the checklist (ISO 14064-1, 9.3.1 and 8)."""
    case = only_preparing(uow, version, "report_item.describe")
    if key not in REPORT_ITEMS:
        raise BadInput(
            message(N_("{key} is no item of the checklist R-a to R-t and 8-a to 8-c."), key=key), "key"
        )
    if state in {ReportItemState.PRESENT, ReportItemState.PARTIAL} and not text.strip():
        raise BadInput(message(N_("Write what the report says on {key}."), key=key), "text")
    if state is not ReportItemState.PRESENT and not (reason or "").strip():
        raise BadInput(
            message(N_("Give the reason why {key} is not fully in the report."), key=key), "reason"
        )
    covered: list[Base] = []
    old = queries.report_items_of(uow.session, version).get(key)
    if old is not None:
        uow.session.delete(old)
        uow.session.flush()
        covered.append(old)
    item = ReportItem(
        case_id=case.id, owner_org_id=case.owner_org_id, version_id=version.id, key=key, state=state,
        text=text, reason=reason or None,
    )  # fmt: skip
    uow.session.add(item)
    uow.record("report_item.describe", item, covers=covered, key=key, version=version.number)
    return item


def hand_in_draft(
    uow: UnitOfWork, version: StatementVersion, *, document_code: str | None = None
) -> StatementVersion:
    """Hash the version and hand it in as a draft: from here on its content never changes (1.3)."""
    case = _case(uow, version)
    lines = queries.lines_of(uow.session, version)
    version.document_code = document_code
    totals = queries.totals_of(uow.session, case, version)
    version.total, version.total_market = totals.total, totals.total_market
    version.total_cents = tonnes_cents(round_tonnes(totals.total))
    version.received_at = uow.now
    version.content = content_of(uow.session, case, version)
    version.sha256 = sha256_of(version.content)
    facts = replace(_facts(uow, case, version), lines=len(lines))
    uow.move(VERSION, version, "hand_in", facts=facts, sha256=version.sha256)
    uow.after_commit(CARRY_LINKS, version.id, subject=version, key=f"carry_links:{version.id}:received")
    return version


def sign_version(
    uow: UnitOfWork, version: StatementVersion, *, shown_sha256: str, scan_document_code: str | None = None
) -> SignatureAct:
    """The approver's signature over the hash that the page showed (decision 13; SOD-4)."""
    case = _case(uow, version)
    uow.refuse_unless(version, "statement_version.sign", *_why_not_signed(uow, case, version, shown_sha256))
    return cases.sign(
        uow, case, SignatureKind.STATEMENT, subject=f"GHG statement version {version.number}",
        sha256=shown_sha256, role_name="approver of the responsible party",
        scan_document_code=scan_document_code,
    )  # fmt: skip


def _why_not_signed(
    uow: UnitOfWork, case: Case, version: StatementVersion, shown: str
) -> Iterable[Refusal | None]:
    if version.state is not VersionState.DRAFT_RECEIVED:
        yield Refusal("G-STATE", message(N_("Only a version handed in as draft is signed.")))
    if version.sha256 != shown or version.content is None or sha256_of(version.content) != shown:
        yield Refusal(
            "G-SIG", message(N_("This is not the version that you read: read it again, then sign."))
        )
    prepares = uow.actor.person_id is not None and (
        uow.actor.person_id == version.prepared_by_id
        or uow.actor.holds(Role.PREPARER, case.responsible_party_org_id)
    )
    if prepares and not case.one_person_waiver:
        yield Refusal(
            "SOD-4",
            message(N_("Who prepares the inventory does not approve it: another signs, or it is waived.")),
        )


def submit_version(uow: UnitOfWork, version: StatementVersion) -> StatementVersion:
    """Submit a signed version; the recalculated value is stored beside each claim and never replaces it."""
    case = _case(uow, version)
    lines = queries.lines_of(uow.session, version)
    result = queries.recalculated(uow.session, version)
    for line in lines:
        computed = result.line(line.inputs["source_id"])
        line.recalculated, line.recalculated_market = computed.tonnes, computed.market_tonnes
    version.submitted_at = uow.now
    uow.move(
        VERSION, version, "submit", facts=_facts(uow, case, version), covers=lines, sha256=version.sha256
    )
    uow.after_commit("workflow.lifecycle.jobs.version_submitted", version.id, subject=version)
    tell_group_cases(uow, case)
    return version


def declare_complete(uow: UnitOfWork, version: StatementVersion, source: Source) -> CompleteSet:
    """The responsible party's word that the documents behind a line are all there are (EV-06)."""
    declared = queries.complete_sets_of(uow.session, version).get(source.id)
    if declared is not None:
        return declared
    if source.code not in {line.inputs["source_id"] for line in queries.lines_of(uow.session, version)}:
        raise BadInput(message(N_("This version has no line of source {code}."), code=source.code), "source")
    row = CompleteSet(
        case_id=version.case_id, owner_org_id=version.owner_org_id, version_id=version.id,
        source_id=source.id, declared_by=uow.actor.name, declared_at=uow.now,
    )  # fmt: skip
    uow.session.add(row)
    uow.record("statement_line.declare_complete", row, source=source.code, version=version.number)
    # EV-06 holds a line against its documents once they are said to be all.
    uow.after_commit(RUN_CHECKS, version.case_id, subject=row, is_merged=True)
    return row


def _case(uow: UnitOfWork, version: StatementVersion) -> Case:
    case = uow.session.get(Case, version.case_id)
    assert case is not None
    return case


def _facts(uow: UnitOfWork, case: Case, version: StatementVersion) -> VersionFacts:
    newest = queries.latest_submitted(uow.session, case)
    return VersionFacts(
        number=version.number,
        lines=len(queries.lines_of(uow.session, version)),
        is_signed=bool(queries.signatures_of(uow.session, case, version)),
        newest_submitted=newest.number if newest else 0,
        case_takes_versions=_takes_versions(case),
    )


def _only_typed(uow: UnitOfWork, version: StatementVersion, verb: str) -> Case:
    case = only_preparing(uow, version, verb)
    refusal = None
    if case.is_group_case:
        sentence = N_(
            "The lines of a group's statement come from its entities' statements: consolidate them."
        )
        refusal = Refusal("G-GROUP", message(sentence))
    uow.refuse_unless(version, verb, refusal)
    return case


def only_preparing(uow: UnitOfWork, version: StatementVersion, verb: str) -> Case:
    """The case of a version that may still be changed; refused for one that was handed in."""
    refusal = None
    if version.state is not VersionState.PREPARING:
        sentence = message(
            N_("Version {number} was handed in and never changes: start a new version."),
            number=version.number,
        )
        refusal = Refusal("G-STATE", sentence)
    uow.refuse_unless(version, verb, refusal)
    return _case(uow, version)
