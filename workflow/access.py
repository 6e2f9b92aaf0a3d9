"""Roles, permissions and who holds which: data, no input or output.

Source: the permission table of the domain (README, "Roles"). A view names its permission with @needs or
is open with @public; the application refuses to start on a view with neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar


class Role(StrEnum):
    """What a person is, on one case or in one organisation."""

    LEAD_VERIFIER = "lead_verifier"
    TEAM_MEMBER = "team_member"
    TECHNICAL_EXPERT = "technical_expert"
    INDEPENDENT_REVIEWER = "independent_reviewer"
    DECISION_MAKER = "decision_maker"
    SIGNATORY = "signatory"
    BODY_MANAGER = "body_manager"
    VERIFIER = "verifier"
    PREPARER = "preparer"
    APPROVER = "approver"
    GROUP_OFFICE = "group_office"
    BOARD_MEMBER = "board_member"
    ACCREDITATION_READER = "accreditation_reader"
    OPERATOR = "operator"


TEAM_ROLES = frozenset({Role.LEAD_VERIFIER, Role.TEAM_MEMBER, Role.TECHNICAL_EXPERT})
RESPONSIBLE_PARTY_ROLES = frozenset({Role.PREPARER, Role.APPROVER})
CASE_ROLES = TEAM_ROLES | {Role.INDEPENDENT_REVIEWER, Role.DECISION_MAKER, Role.SIGNATORY}


class Permission(StrEnum):
    """One right; machines and views name these, never roles."""

    KEEP_OWN_ACCOUNT = "keep_own_account"
    USE_OWN_ACCOUNT = "use_own_account"
    TRY_OWN_FILE = "try_own_file"
    OPERATE = "operate"
    MANAGE_PEOPLE = "manage_people"

    CREATE_CASE = "create_case"
    READ_CASE = "read_case"
    RUN_CASE = "run_case"
    LEAD_CASE = "lead_case"
    REVIEW_CASE = "review_case"
    DECIDE_CASE = "decide_case"
    RAISE_LATER_FACT = "raise_later_fact"
    GIVE_NOTICE = "give_notice"
    EDIT_APPLICATION = "edit_application"
    EDIT_AGREEMENT = "edit_agreement"
    SIGN_FOR_BODY = "sign_for_body"
    SIGN_FOR_RESPONSIBLE_PARTY = "sign_for_responsible_party"
    NAME_TEAM = "name_team"
    DECLARE_IMPARTIALITY = "declare_impartiality"
    READ_IMPARTIALITY = "read_impartiality"

    READ_PLANNING = "read_planning"
    EDIT_PLANNING = "edit_planning"
    APPROVE_PLAN = "approve_plan"
    READ_PLAN = "read_plan"
    READ_REQUESTS = "read_requests"
    EDIT_REQUESTS = "edit_requests"
    ANSWER_REQUEST = "answer_request"
    REMIND = "remind"

    READ_STATEMENT = "read_statement"
    EDIT_STATEMENT = "edit_statement"
    READ_EVIDENCE = "read_evidence"
    ADD_EVIDENCE = "add_evidence"
    ADD_WORKING_PAPER = "add_working_paper"
    CONFIRM_FIGURE = "confirm_figure"
    TEST_FIGURE = "test_figure"
    READ_TESTS = "read_tests"

    READ_FINDINGS = "read_findings"
    DRAFT_FINDING = "draft_finding"
    ISSUE_FINDING = "issue_finding"
    ANSWER_FINDING = "answer_finding"
    ASSESS_FINDING = "assess_finding"
    CLOSE_FINDING = "close_finding"
    REOPEN_FINDING = "reopen_finding"
    ACKNOWLEDGE_FINDING = "acknowledge_finding"
    READ_CONFIDENTIAL = "read_confidential"
    COMMENT_FINDING = "comment_finding"

    READ_EVALUATION = "read_evaluation"
    EVALUATE = "evaluate"
    READ_DRAFT = "read_draft"
    ANSWER_FACTUAL_CHECK = "answer_factual_check"
    WRITE_REPRESENTATION = "write_representation"
    READ_REVIEW = "read_review"
    ANSWER_REVIEW = "answer_review"
    SIGN_AS_LEAD = "sign_as_lead"
    SIGN_AS_SIGNATORY = "sign_as_signatory"
    DOWNLOAD_CLIENT_PACKAGE = "download_client_package"
    DOWNLOAD_ACCREDITATION_PACKAGE = "download_accreditation_package"
    READ_TRAIL = "read_trail"
    READ_OWN_TRAIL = "read_own_trail"

    READ_PROGRAMME = "read_programme"
    RUN_PROGRAMME = "run_programme"
    READ_OWN_PROGRAMME = "read_own_programme"

    READ_TARGETS = "read_targets"
    EDIT_TARGETS = "edit_targets"
    APPROVE_TARGETS = "approve_targets"


P = Permission
_READ_AS_PARTY = frozenset(
    {P.READ_CASE, P.READ_PLAN, P.READ_REQUESTS, P.READ_STATEMENT, P.READ_EVIDENCE, P.READ_FINDINGS}
)
_READ_AS_BODY = _READ_AS_PARTY | {
    P.READ_PLANNING, P.READ_TESTS, P.READ_EVALUATION, P.READ_DRAFT, P.READ_IMPARTIALITY, P.READ_TRAIL,
}  # fmt: skip
_WORK = frozenset(
    {
        P.EDIT_PLANNING, P.EDIT_REQUESTS, P.ADD_WORKING_PAPER, P.CONFIRM_FIGURE, P.TEST_FIGURE,
        P.DRAFT_FINDING, P.DECLARE_IMPARTIALITY,
    }
)  # fmt: skip

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.LEAD_VERIFIER: _READ_AS_BODY
    | _WORK
    | {
        P.LEAD_CASE, P.EDIT_AGREEMENT, P.APPROVE_PLAN, P.ISSUE_FINDING, P.ASSESS_FINDING, P.CLOSE_FINDING,
        P.REOPEN_FINDING, P.ACKNOWLEDGE_FINDING, P.READ_CONFIDENTIAL, P.COMMENT_FINDING, P.EVALUATE,
        P.READ_REVIEW, P.ANSWER_REVIEW, P.SIGN_AS_LEAD, P.RAISE_LATER_FACT, P.DOWNLOAD_ACCREDITATION_PACKAGE,
    },
    Role.TEAM_MEMBER: _READ_AS_BODY
    | _WORK
    | {P.ASSESS_FINDING, P.COMMENT_FINDING, P.READ_REVIEW, P.ANSWER_REVIEW, P.DOWNLOAD_CLIENT_PACKAGE},
    Role.TECHNICAL_EXPERT: (_READ_AS_BODY - {P.READ_TRAIL}) | _WORK | {P.DOWNLOAD_CLIENT_PACKAGE},
    Role.INDEPENDENT_REVIEWER: _READ_AS_BODY
    | {
        P.DECLARE_IMPARTIALITY, P.REVIEW_CASE, P.READ_REVIEW, P.REOPEN_FINDING, P.READ_CONFIDENTIAL,
        P.COMMENT_FINDING, P.DOWNLOAD_ACCREDITATION_PACKAGE,
    },
    Role.DECISION_MAKER: _READ_AS_BODY
    | {P.DECLARE_IMPARTIALITY, P.DECIDE_CASE, P.READ_REVIEW, P.DOWNLOAD_ACCREDITATION_PACKAGE},
    Role.SIGNATORY: _READ_AS_BODY | {P.SIGN_AS_SIGNATORY, P.READ_REVIEW, P.DOWNLOAD_ACCREDITATION_PACKAGE},
    Role.BODY_MANAGER: _READ_AS_BODY
    | {
        P.CREATE_CASE, P.RUN_CASE, P.EDIT_AGREEMENT, P.SIGN_FOR_BODY, P.NAME_TEAM, P.READ_REVIEW,
        P.RAISE_LATER_FACT, P.MANAGE_PEOPLE, P.READ_CONFIDENTIAL, P.DOWNLOAD_ACCREDITATION_PACKAGE,
    },
    Role.VERIFIER: frozenset(),
    Role.PREPARER: _READ_AS_PARTY
    | {
        P.EDIT_APPLICATION, P.EDIT_STATEMENT, P.ADD_EVIDENCE, P.CONFIRM_FIGURE, P.ANSWER_REQUEST,
        P.ANSWER_FINDING, P.ACKNOWLEDGE_FINDING, P.READ_DRAFT, P.ANSWER_FACTUAL_CHECK, P.READ_OWN_TRAIL,
        P.WRITE_REPRESENTATION, P.GIVE_NOTICE, P.DOWNLOAD_CLIENT_PACKAGE, P.READ_OWN_PROGRAMME,
    },
    Role.APPROVER: _READ_AS_PARTY
    | {
        P.EDIT_APPLICATION, P.EDIT_STATEMENT, P.ADD_EVIDENCE, P.CONFIRM_FIGURE, P.ANSWER_REQUEST,
        P.ANSWER_FINDING, P.ACKNOWLEDGE_FINDING, P.READ_DRAFT, P.ANSWER_FACTUAL_CHECK, P.READ_OWN_TRAIL,
        P.WRITE_REPRESENTATION, P.GIVE_NOTICE, P.DOWNLOAD_CLIENT_PACKAGE, P.SIGN_FOR_RESPONSIBLE_PARTY,
        P.READ_OWN_PROGRAMME, P.READ_TARGETS, P.APPROVE_TARGETS,
    },
    Role.GROUP_OFFICE: _READ_AS_PARTY
    | {
        P.REMIND, P.READ_OWN_TRAIL, P.GIVE_NOTICE, P.MANAGE_PEOPLE, P.DOWNLOAD_CLIENT_PACKAGE,
        P.READ_PROGRAMME, P.RUN_PROGRAMME, P.READ_TARGETS, P.EDIT_TARGETS,
    },
    Role.BOARD_MEMBER: frozenset({P.READ_PROGRAMME, P.READ_TARGETS}),
    Role.ACCREDITATION_READER: _READ_AS_BODY | {P.READ_REVIEW, P.DOWNLOAD_ACCREDITATION_PACKAGE},
    Role.OPERATOR: frozenset({P.OPERATE}),
}  # fmt: skip

# Whoever acts for somebody else keeps its own account by these and works with the other's rights by the rest.
EVERYBODY = frozenset({P.KEEP_OWN_ACCOUNT, P.USE_OWN_ACCOUNT, P.TRY_OWN_FILE})


@dataclass(frozen=True)
class Scope:
    """Whose rows a session may see: rows of these organisations, and rows of these cases.

    `case_owners` are the organisations all of whose cases are visible (body managers). `everything` is for
    the named system work that must look across tenants, and says why.
    """

    organisations: frozenset[int] = frozenset()
    cases: frozenset[int] = frozenset()
    case_owners: frozenset[int] = frozenset()
    everything: str | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in person with roles in organisations and on the case at hand, or the system.

    A deputy acts with the rights of the person stood in for: `person_id` is that person, `on_behalf_of` its
    name, `name` and `deputy_id` are the deputy's own.
    """

    person_id: int | None
    name: str
    organisation_id: int | None
    scope: Scope
    organisation_roles: frozenset[tuple[int, Role]] = frozenset()
    case_roles: frozenset[Role] = frozenset()
    case_id: int | None = None
    on_behalf_of: str | None = None
    deputy_id: int | None = None
    language: str = "en"
    is_fresh: bool = False
    session_id: int | None = field(default=None, compare=False)

    @property
    def is_system(self) -> bool:
        return self.person_id is None

    def permissions(self) -> frozenset[Permission]:
        """All rights of the person here: those of the roles on the case, else those in organisations."""
        held = frozenset(role for _, role in self.organisation_roles)
        roles = self.case_roles if self.case_id is not None else held
        granted = (GRANTS[role] for role in roles)
        return EVERYBODY.union(*granted)

    def may(self, permission: Permission) -> bool:
        return self.is_system or permission in self.permissions()

    def holds(self, role: Role, organisation_id: int | None = None) -> bool:
        """True when the person holds the role in that organisation (in any, when none is named)."""
        return any(r is role and organisation_id in (None, o) for o, r in self.organisation_roles)

    def on_case(self, case_id: int, roles: frozenset[Role]) -> Actor:
        """The same person, with the roles held on one case."""
        return replace(self, case_id=case_id, case_roles=roles)


def system_actor(name: str, scope: Scope) -> Actor:
    """A named part of the system that acts by itself, within a scope."""
    return Actor(person_id=None, name=name, organisation_id=None, scope=scope)


View = TypeVar("View", bound=Callable[..., object])


def needs(permission: Permission) -> Callable[[View], View]:
    """Declare the permission that a view asks for."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def public(view: View) -> View:
    """Declare that a view is open to anybody; what it shows must be fit for strangers."""
    view.permission = None  # type: ignore[attr-defined]
    return view
