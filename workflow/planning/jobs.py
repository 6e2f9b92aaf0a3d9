"""Mail of planning: the plan is there, something is asked for, a request is due; by each person's own choice."""

from __future__ import annotations

from collections.abc import Callable

from workflow.access import RESPONSIBLE_PARTY_ROLES
from workflow.cases.models import Case
from workflow.documents.models import EvidenceRequest
from workflow.documents.rules import RequestState
from workflow.people.commands import write_mail
from workflow.people.models import PersonalSettings
from workflow.people.queries import addressees
from workflow.planning.models import Plan
from workflow.unit_of_work import UnitOfWork, services
from workflow.worker import JobRun


def tell_plan_is_sent(run: JobRun, plan_id: int) -> None:
    """Tell those who prepare and approve for the responsible party that the verification plan is there."""
    with run.finishing() as uow:
        plan = uow.session.get_one(Plan, plan_id)
        case = uow.session.get_one(Case, plan.case_id)
        if plan.sent_at is None:
            return
        _write(
            uow, case, case.responsible_party_org_id, _wants_assignments,
            subject=f"{case.code}: the verification plan",
            text=f"The verification plan of {case.title} is there to be read:\n{_link(case, '/plan')}",
            key=f"plan:{plan.id}:{plan.sent_at.isoformat()}",
        )  # fmt: skip


def tell_of_request(run: JobRun, request_id: int, asked: int) -> None:
    """Tell the asked party of a new request (asked 0) or of one that is asked again (1, 2 ...)."""
    with run.finishing() as uow:
        row = uow.session.get_one(EvidenceRequest, request_id)
        case = uow.session.get_one(Case, row.case_id)
        if row.state is not RequestState.OPEN or len(row.asked_again_on) != asked:
            return
        again = f"\nWhy it is asked again: {row.asked_again_because}\n" if asked else ""
        _write(
            uow, case, row.asked_of_org_id, _wants_assignments,
            subject=f"{case.code} {row.code}: {'asked again' if asked else 'asked for'}, due {row.due}",
            text=f"{row.item}\n{again}\n{_due(case, row)}",
            key=f"request:{row.id}:asked:{asked}",
        )  # fmt: skip


def remind_of_request(run: JobRun, request_id: int, due: str) -> None:
    """Remind of a request that is still open and still due on that day; says nothing otherwise."""
    with run.finishing() as uow:
        row = uow.session.get_one(EvidenceRequest, request_id)
        case = uow.session.get_one(Case, row.case_id)
        if row.state is not RequestState.OPEN or row.due.isoformat() != due:
            return
        left = (row.due - uow.now.date()).days
        when = _when(left)
        _write(
            uow, case, row.asked_of_org_id, _wants_reminders,
            subject=f"{case.code} {row.code}: {when}",
            text=f"{row.item}\n\n{_due(case, row)}",
            key=f"request:{row.id}:reminder:{run.lease.job_id}",
        )  # fmt: skip


def _write(
    uow: UnitOfWork, case: Case, organisation_id: int | None, wants: Callable[[PersonalSettings | None], bool], *,
    subject: str, text: str, key: str,
) -> None:  # fmt: skip
    for person, chosen in addressees(uow.session, organisation_id, RESPONSIBLE_PARTY_ROLES, uow.now.date()):
        if wants(chosen):
            write_mail(
                uow, case.owner_org_id, address=person.email, subject=subject, text=f"{person.name},\n\n{text}\n",
                person=person, key=f"{key}:{person.id}",
            )  # fmt: skip


def _wants_assignments(chosen: PersonalSettings | None) -> bool:
    return chosen is None or chosen.mail_assignments


def _wants_reminders(chosen: PersonalSettings | None) -> bool:
    return chosen is None or chosen.mail_reminders


def _when(left: int) -> str:
    if left < 0:
        return "1 day overdue" if left == -1 else f"{-left} days overdue"
    return {0: "due today", 1: "due tomorrow"}.get(left, f"due in {left} days")


def _due(case: Case, row: EvidenceRequest) -> str:
    return f"Due {row.due}, with {row.owner_name}.\n{_link(case, '/plan/requests/' + row.code)}"


def _link(case: Case, path: str) -> str:
    return f"{services().config.base_url}/cases/{case.code}{path}"
