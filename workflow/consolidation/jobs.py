"""What a change of an entity's statement sets off in the group case: it is raised there, and after issue noted."""

from __future__ import annotations

from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.consolidation.commands import raise_changes
from workflow.opinion.later import note_later_fact
from workflow.worker import JobRun


def tell_of_entities(run: JobRun, case_id: int) -> None:
    """Raise on a group case what changed in its entities; an issued one gets a fact discovered later of each."""
    with run.finishing() as uow:
        case = uow.session.get_one(Case, case_id)
        for row in raise_changes(uow, case):
            if case.state in {CaseState.ISSUED, CaseState.POST_ISSUE_REVIEW}:
                note_later_fact(
                    uow, case, description=f"{row.name}: {row.was}; now {row.now}",
                    discovered_on=uow.now.date(), told_by=row.code,
                )  # fmt: skip
