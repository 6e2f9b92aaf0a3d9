"""Words of people and organisations, and who may hold which role where."""

from __future__ import annotations

from enum import StrEnum

from workflow.access import Role


class OrganisationKind(StrEnum):
    OPERATOR = "operator"
    BODY = "body"
    GROUP = "group"
    SUBSIDIARY = "subsidiary"
    SUPPLIER = "supplier"
    ACCREDITATION_BODY = "accreditation_body"


ROLES_OF_KIND: dict[OrganisationKind, frozenset[Role]] = {
    OrganisationKind.OPERATOR: frozenset({Role.OPERATOR}),
    OrganisationKind.BODY: frozenset({Role.BODY_MANAGER, Role.VERIFIER}),
    OrganisationKind.GROUP: frozenset({Role.GROUP_OFFICE, Role.BOARD_MEMBER, Role.PREPARER, Role.APPROVER}),
    OrganisationKind.SUBSIDIARY: frozenset({Role.PREPARER, Role.APPROVER}),
    OrganisationKind.SUPPLIER: frozenset({Role.PREPARER, Role.APPROVER}),
    OrganisationKind.ACCREDITATION_BODY: frozenset({Role.ACCREDITATION_READER}),
}

# Decision 17: these sign or see across; the others may use a code by mail.
SECOND_FACTOR_REQUIRED = frozenset(
    {Role.VERIFIER, Role.BODY_MANAGER, Role.OPERATOR, Role.ACCREDITATION_READER}
)


class CompetenceArea(StrEnum):
    """Areas of ISO 14066 that a team must cover together (G-COMP)."""

    PROGRAMME = "programme"
    QUANTIFICATION = "quantification"
    SECTOR = "sector"
    DATA_AUDITING = "data_auditing"
    TEAM_LEADING = "team_leading"
    REVIEW = "review"
