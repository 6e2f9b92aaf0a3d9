"""Writes of working papers: work, result, conclusion, and the two sign-offs that a change lifts."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.cases.models import Case
from workflow.errors import BadInput, Refusal
from workflow.i18n import N_, message
from workflow.planning.gates import refuse_paper_change, refuse_review
from workflow.planning.models import Activity
from workflow.planning.paper_contents import changed_since_signed, contents_of, unknown_places, uploaders_of
from workflow.planning.rules import ActivityResult
from workflow.unit_of_work import UnitOfWork


def record_result(
    uow: UnitOfWork, row: Activity, *, work: str, result: ActivityResult, conclusion: str,
    finding_codes: Sequence[str] = (), evidence_codes: Sequence[str] | None = None,
    version: int | None = None,
) -> None:  # fmt: skip
    """Write the working paper: work done, evidence looked at, result, conclusion; lifts both sign-offs.

    An exception names its finding. `evidence_codes` are codes of documents (E-001) and figures (E-001.3);
    None leaves them as they are.
    """
    uow.expect(row, version)
    _refuse_closed(uow, row, "paper.write")
    if result is ActivityResult.EXCEPTION and not finding_codes:
        raise BadInput(N_("An exception names the finding that was raised for it."), "finding_codes")
    if evidence_codes is not None:
        unknown = unknown_places(uow.session, _case(uow, row), evidence_codes)
        if unknown:
            sentence = message(
                N_("No such document or figure on this case: {codes}."), codes=", ".join(unknown)
            )
            raise BadInput(sentence, "evidence_codes")
        row.evidence_codes = list(evidence_codes)
    row.work, row.result, row.conclusion = work, result, conclusion
    row.finding_codes = list(finding_codes)
    lift_sign_offs(row)
    uow.record("paper.write", row)


def lift_sign_offs(row: Activity) -> None:
    """Both sign-offs fall: what was signed is no longer what stands there."""
    row.prepared_by = row.prepared_by_id = row.prepared_at = None
    row.reviewed_by = row.reviewed_by_id = row.reviewed_at = None
    row.signed_content = None


def prepare_working_paper(uow: UnitOfWork, row: Activity, *, version: int | None = None) -> None:
    """Sign the paper as its preparer, with what its documents and figures say now; the reviewer signs after."""
    uow.expect(row, version)
    _refuse_closed(uow, row, "paper.prepare")
    if row.result is ActivityResult.OPEN or not row.conclusion:
        raise BadInput(N_("Write work, result and conclusion before you sign the paper."))
    lift_sign_offs(row)
    row.prepared_by, row.prepared_by_id, row.prepared_at = uow.actor.name, uow.actor.person_id, uow.now
    row.signed_content = contents_of(uow.session, _case(uow, row), [row])[row.code]
    uow.record("paper.prepare", row)


def review_working_paper(uow: UnitOfWork, row: Activity, *, version: int | None = None) -> None:
    """Sign the paper as its reviewer, who is another person than the preparer (SOD-5)."""
    uow.expect(row, version)
    _refuse_closed(uow, row, "paper.review")
    case = _case(uow, row)
    changed = changed_since_signed(row, contents_of(uow.session, case, [row])[row.code])
    lapsed = None
    if changed:
        sentence = message(
            N_("Changed since the preparer signed: {places}. The preparer signs again."),
            places=", ".join(changed),
        )
        lapsed = Refusal("G-PAPER", sentence)
    refusal = refuse_review(
        is_prepared=row.prepared_at is not None, reviewer_id=uow.actor.person_id,
        preparer_id=row.prepared_by_id, uploader_ids=uploaders_of(uow.session, case, row),
    )  # fmt: skip
    uow.refuse_unless(row, "paper.review", refusal, lapsed)
    row.reviewed_by, row.reviewed_by_id, row.reviewed_at = uow.actor.name, uow.actor.person_id, uow.now
    uow.record("paper.review", row)


def _case(uow: UnitOfWork, row: Activity) -> Case:
    return uow.session.get_one(Case, row.case_id)


def _refuse_closed(uow: UnitOfWork, row: Activity, verb: str) -> None:
    uow.refuse_unless(row, verb, refuse_paper_change(_case(uow, row).state))
