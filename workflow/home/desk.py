"""The desk of a person at work: their cases, what they may do on each, and how one waiting thing is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workflow.access import GRANTS, Actor, Permission
from workflow.cases.models import Case, TeamMember
from workflow.cases.queries import where_it_counts
from workflow.cases.rules import ENDED
from workflow.db import ScopedSession
from workflow.i18n import Message, say

CASES_SHOWN = 200


@dataclass(frozen=True)
class WorkItem:
    """One thing that waits, as templates/home/my_work.html lists it."""

    code: str
    url: str
    what: str
    case_code: str
    case_name: str
    case_url: str
    due: date | None
    days_overdue: int
    state: str
    kind: str
    holder: str | None


@dataclass(frozen=True)
class Desk:
    """The person at work: cases by id and the permissions held on each."""

    actor: Actor
    today: date
    cases: dict[int, Case]
    rights: dict[int, frozenset[Permission]]

    def may(self, case_id: int, permission: Permission) -> bool:
        return permission in self.rights.get(case_id, frozenset())

    def where(self, permission: Permission) -> list[int]:
        """The cases on which a right is held."""
        return [case_id for case_id, rights in self.rights.items() if permission in rights]

    @property
    def reads_only(self) -> list[int]:
        """The cases on which the person answers for nothing and works on nothing."""
        works = {Permission.DRAFT_FINDING, Permission.REVIEW_CASE, Permission.DECIDE_CASE, Permission.RUN_CASE,
                 Permission.SIGN_AS_SIGNATORY, Permission.ANSWER_FINDING}  # fmt: skip
        return [case_id for case_id, rights in self.rights.items() if not rights & works]

    def item(
        self, case_id: int, code: str, path: str, what: Message | str, *, due: date | None, state: str, kind: str,
        holder: str | None = None,
    ) -> WorkItem:  # fmt: skip
        case = self.cases[case_id]
        url = f"/cases/{case.code}"
        late = (self.today - due).days if due else 0
        return WorkItem(
            code, url + path, say(what, self.actor.language), case.code, case.title, url, due, late,
            say(state, self.actor.language), "overdue" if late > 0 else kind, holder,
        )  # fmt: skip


def desk_of(session: ScopedSession, actor: Actor, today: date) -> Desk:
    """The newest cases that have not ended and on which the person holds a right by a role in force today.

    A case that is granted to the person's organisation alone gives nobody a right: no link of it would open.
    """
    query = select(Case).where(Case.state.not_in(list(ENDED))).order_by(Case.id.desc()).limit(CASES_SHOWN)
    cases = {case.id: case for case in session.scalars(query)}
    team = session.scalars(
        select(TeamMember).where(TeamMember.person_id == actor.person_id).order_by(TeamMember.id)
    ).all()
    rights = {}
    for case in cases.values():
        roles = {
            m.role
            for m in team
            if m.case_id == case.id and m.valid_from <= today and (m.valid_to is None or m.valid_to >= today)
        }
        roles |= {r for o, r in actor.organisation_roles if o == where_it_counts(r, actor, case)}
        rights[case.id] = frozenset[Permission]().union(*(GRANTS[role] for role in roles))
    return Desk(actor, today, {case_id: case for case_id, case in cases.items() if rights[case_id]}, rights)
