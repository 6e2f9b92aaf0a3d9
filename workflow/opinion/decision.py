"""The decision: it takes the number, freezes the contract, has the documents rendered and seals the issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from evidence.store import Stored
from reports.canonical import canonical
from reports.completeness import ELEMENT_NAMES, IncompleteError, missing_elements
from reports.contract import GhgReportContract, VerificationReportContract
from reports.fonts import MissingGlyphError
from reports.ghg_report import render_ghg_report
from reports.verification_report import render_verification_report
from reports.verification_statement import render_verification_statement
from workflow.audit import case_stream, head_of
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.db import Base
from workflow.documents.storage import LIMITS, store
from workflow.errors import BadInput, Refusal, RuleViolation
from workflow.evaluation import gates as evaluation_gates
from workflow.evaluation.queries import evaluation_facts
from workflow.i18n import N_, Message, message
from workflow.opinion import reads
from workflow.opinion.contracts.ghg_report import attestation, ghg_report
from workflow.opinion.contracts.inventory import inventory_of
from workflow.opinion.contracts.parties import Ground, ground_of
from workflow.opinion.contracts.statement import Numbering, verification_report
from workflow.opinion.facts import is_on_team
from workflow.opinion.gates import OpinionFacts, decider_is_not_on_the_team
from workflow.opinion.models import Issue, SealedDocument
from workflow.opinion.numbers import next_number, next_revision
from workflow.opinion.rules import DocumentKind
from workflow.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Rendered:
    """The documents of one contract as they stand in the store, by kind."""

    documents: dict[DocumentKind, Stored]
    contract: Stored
    body: Stored
    ghg_contract: Stored


def record_decision(
    uow: UnitOfWork, case: Case, *, text: str, opinion_date: date | None = None,
    what_changed: str | None = None,
) -> Issue:  # fmt: skip
    """Decide to issue: number, frozen contract, rendered documents and a sealed issue in one transaction.

    Bytes are stored before rows, so that a crash leaves a file without a row and never a row without a file.
    """
    uow.refuse_unless(case, "decision.record", *_why_not_decided(uow, case))
    if not text.strip():
        raise BadInput(N_("Write the decision in a sentence."), "text")
    ground = ground_of(uow.session, case)
    standing = reads.standing_issue(uow.session, case)
    if standing is not None and not (what_changed or "").strip():
        raise BadInput(N_("A revision says what changed and why."), "what_changed")
    day = opinion_date or uow.now.date()
    touched: list[Base] = []
    if standing is None:
        number, series = next_number(uow, ground.body, uow.now.year)
        revision = 0
        touched.append(series)
    else:
        number, revision = standing.number, next_revision(uow, case, standing)
    numbering = Numbering(
        number=number, revision=revision, opinion_date=day,
        audit_head=head_of(uow.session, case_stream(case.id))[1], replaces=standing.code if standing else "",
        replacement_reason=(what_changed or "").strip(),
    )  # fmt: skip
    report = verification_report(uow.session, ground, numbering)
    uow.refuse_unless(case, "decision.record", _lock_refusal(report))
    rendered = _render(uow, ground, report)
    issue = _issue(uow, ground, numbering, rendered, text.strip())
    documents = _documents(uow, issue, rendered)
    uow.record(
        "decision.record", issue, covers=[*documents, *touched], comment=text.strip(), number=issue.code,
        contract=issue.contract_sha256,
    )  # fmt: skip
    return issue


def _why_not_decided(uow: UnitOfWork, case: Case) -> list[Refusal | None]:
    facts = evaluation_facts(uow.session, case)
    refusals = [
        decider_is_not_on_the_team.refusal(
            OpinionFacts(actor_is_on_team=is_on_team(uow.session, case, uow.actor))
        ),
        evaluation_gates.evaluation_stands_on_the_latest_version.refusal(facts),
        evaluation_gates.every_conclusion_is_decided.refusal(facts),
    ]
    if case.state is not CaseState.DECISION:
        state = case.state.value.replace("_", " ")
        sentence = message(N_("This cannot be done while it is {state}."), state=state)
        refusals.append(Refusal("G-STATE", sentence))
    if reads.sealed_issue(uow.session, case) is not None:
        refusals.append(Refusal("G-NUM", message(N_("The decision is recorded and numbered already."))))
    if facts.every_group_is_disclaimed:
        sentence = message(
            N_("Every group is disclaimed: end the case without an opinion, no number is given.")
        )
        refusals.append(Refusal("G-DISCLAIM", sentence))
    return refusals


def _lock_refusal(report: VerificationReportContract) -> Refusal | None:
    missing = missing_elements(report.statement)
    if not missing:
        return None
    named = ", ".join(f"{n} {ELEMENT_NAMES[n]}" for n in missing)
    return Refusal("G-LOCK", message(N_("Empty in the contract: {elements}."), elements=named))


def _render(uow: UnitOfWork, ground: Ground, report: VerificationReportContract) -> Rendered:
    ghg = ghg_report(uow.session, ground, inventory_of(uow.session, ground))
    try:
        pdfs = {
            DocumentKind.STATEMENT: render_verification_statement(report.statement),
            DocumentKind.REPORT: render_verification_report(report),
            DocumentKind.GHG_REPORT: _ghg_pdf(uow, ground, ghg),
        }
    except (IncompleteError, MissingGlyphError) as error:
        raise RuleViolation(Refusal("G-LOCK", Message(str(error)))) from error
    return Rendered(
        documents={kind: keep(pdf) for kind, pdf in pdfs.items()},
        contract=keep(canonical(report.statement)),
        body=keep(canonical(report.body)),
        ghg_contract=keep(canonical(ghg)),
    )


def _ghg_pdf(uow: UnitOfWork, ground: Ground, ghg: GhgReportContract) -> bytes:
    return render_ghg_report(ghg, attestation(uow.session, ground))


def keep(content: bytes) -> Stored:
    """Put bytes into the store; they are found again by their SHA-256."""
    return store().put(BytesIO(content), LIMITS.upload_bytes)


def _issue(uow: UnitOfWork, ground: Ground, numbering: Numbering, rendered: Rendered, text: str) -> Issue:
    case = ground.case
    assert numbering.revision is not None and numbering.opinion_date is not None
    issue = Issue(
        case_id=case.id, owner_org_id=case.owner_org_id, number=numbering.number,
        revision=numbering.revision, decided_by=uow.actor.name, decided_at=uow.now, decision_text=text,
        opinion_date=numbering.opinion_date, contract_sha256=rendered.contract.sha256,
        report_body_sha256=rendered.body.sha256, ghg_contract_sha256=rendered.ghg_contract.sha256,
        statement_version=ground.version.number, evaluation_id=ground.evaluation.id,
        what_changed=numbering.replacement_reason or None,
    )  # fmt: skip
    uow.session.add(issue)
    uow.session.flush()
    return issue


def _documents(uow: UnitOfWork, issue: Issue, rendered: Rendered) -> list[SealedDocument]:
    rows = [
        SealedDocument(
            case_id=issue.case_id, owner_org_id=issue.owner_org_id, issue_id=issue.id, kind=kind,
            rendered_sha256=stored.sha256, sha256=stored.sha256,
        )
        for kind, stored in rendered.documents.items()
    ]  # fmt: skip
    uow.session.add_all(rows)
    return rows
