"""A group with entities, their cases and statements, laid down for tests of the group case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from methods.boundary import Holding
from methods.quantification import Co2eFactor, FactorMass, SourceLine
from tests.factories import House, a_person, an_actor, an_organisation, the_system
from workflow.access import Actor, Role
from workflow.cases import commands as cases
from workflow.cases import entities
from workflow.cases.entities import NamedEntity
from workflow.cases.models import Case
from workflow.cases.rules import AssuranceLevel, CaseState, ConsolidationApproach
from workflow.consolidation import commands
from workflow.db import ScopedSession
from workflow.evaluation.models import Evaluation
from workflow.findings.models import Effect, Finding
from workflow.findings.rules import EffectBasis, FindingKind, FindingState, Subtype
from workflow.ghg_statement import commands as statements
from workflow.ghg_statement import queries
from workflow.ghg_statement.consolidating import enter_elimination
from workflow.ghg_statement.inputs import StatedLine
from workflow.ghg_statement.models import StatementVersion
from workflow.ghg_statement.rules import CATEGORY_OF_SCOPE
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState
from workflow.people.models import Organisation
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import UnitOfWork, unit_of_work

D = Decimal
PERIOD = (date(2021, 1, 1), date(2021, 12, 31))
A = {"S1": "100", "S2": "220", "S3-1": "180"}
B = {"S1": "50", "S2": "80", "S3-1": "900"}


@dataclass
class Group:
    """The group case, the people on it, and its entity cases by name."""

    house: House
    case_id: int
    body_id: int
    group_id: int
    preparer: Actor
    approver: Actor
    lead: Actor
    entities: dict[str, int] = field(default_factory=dict)

    def case(self, session: ScopedSession) -> Case:
        return session.get_one(Case, self.case_id)

    def entity(self, session: ScopedSession, name: str) -> Case:
        return session.get_one(Case, self.entities[name])

    def code(self, name: str) -> str:
        with unit_of_work(the_system()) as uow:
            return self.entity(uow.session, name).code

    def move_to(self, state: CaseState, name: str | None = None) -> None:
        """Lay the group case, or an entity's, down in a state."""
        with unit_of_work(the_system()) as uow:
            case = self.case(uow.session) if name is None else self.entity(uow.session, name)
            setattr(case, "state", state)  # noqa: B010  the lifecycle's own moves are tested there
            uow.record("test.state", case)


def a_group(
    house: House, approach: ConsolidationApproach = ConsolidationApproach.EQUITY_SHARE, percent: str = "5"
) -> Group:
    """A group case agreed by an approach, with one assurance group of all categories and no entity yet."""
    with unit_of_work(the_system()) as uow:
        body = an_organisation(uow)
        group = an_organisation(uow, "Halden Precision Group", OrganisationKind.GROUP)
        preparer, approver = a_person(uow, group, "Paula Berg"), a_person(uow, group, "Per Strand")
        lead = a_person(uow, body, "Ingrid Solberg")
        case = entities.open_group_case(
            uow, body, title="Group 2021", group=group, period_start=PERIOD[0], period_end=PERIOD[1]
        )
        cases.add_group(
            uow, case, code="A", name="all", categories=[1, 2, 3, 4, 5, 6], level=AssuranceLevel.LIMITED,
            threshold_percent=D(percent),
        )  # fmt: skip
        cases.write_agreement(uow, case, consolidation_approach=approach)
        uow.session.flush()
        made = Group(
            house, case.id, body.id, group.id,
            an_actor(preparer, case=case, roles=frozenset({Role.PREPARER})),
            an_actor(approver, case=case, roles=frozenset({Role.APPROVER})),
            an_actor(lead, case=case, roles=frozenset({Role.LEAD_VERIFIER})),
        )  # fmt: skip
    made.move_to(CaseState.PLANNING)
    return made


def open_entity(
    group: Group, name: str, *, body_id: int | None = None, period: tuple[date, date] = PERIOD
) -> int:
    """Open the case of an entity of the group, with a preparer and an approver of its own; gives its id."""
    with unit_of_work(the_system()) as uow:
        body = uow.session.get_one(Organisation, body_id or group.body_id)
        party = an_organisation(uow, name, OrganisationKind.SUBSIDIARY)
        case = cases.open_case(
            uow, body, title=f"{name} 2021", responsible_party=party,
            group=uow.session.get_one(Organisation, group.group_id), period_start=period[0],
            period_end=period[1],
        )  # fmt: skip
        group.entities[name] = case.id
    group.move_to(CaseState.EXECUTION, name)
    return group.entities[name]


def line(number: int, scope: str, tonnes: str, market: str | None = None, **more: bool) -> StatedLine:
    """A line of so many tonnes under a Scope code."""
    source = SourceLine(
        f"S{number:02d}", CATEGORY_OF_SCOPE[scope], scope, D(1), "year",
        co2e_factor=Co2eFactor(D(tonnes), FactorMass.TONNE),
        market_factor=Co2eFactor(D(market), FactorMass.TONNE) if market else None, **more,
    )  # fmt: skip
    return StatedLine(source, f"Source {number}", tonnes_market=D(market) if market else None)


def state_entity(group: Group, name: str, amounts: Mapping[str, str] | Sequence[StatedLine]) -> None:
    """Let an entity submit its next statement: tonnes by Scope code, or whole lines."""
    lines = amounts
    if isinstance(amounts, Mapping):
        lines = [line(n, scope, tonnes) for n, (scope, tonnes) in enumerate(amounts.items(), 1)]
    with unit_of_work(the_system()) as uow:
        case = group.entity(uow.session, name)
        assert case.period_start and case.period_end
        version = statements.start_version(
            uow, case, title=f"{name} 2021", dated=date(2022, 5, 1), gwp_set="AR6-27.9",
            period_start=case.period_start, period_end=case.period_end,
        )  # fmt: skip
        statements.import_lines(uow, version, lines)  # type: ignore[arg-type]
        statements.hand_in_draft(uow, version)
        assert version.sha256
        _sign(uow, case, version)
        statements.submit_version(uow, version)


def _sign(uow: UnitOfWork, case: Case, version: StatementVersion) -> None:
    signer = a_person(
        uow, uow.session.get_one(Organisation, case.responsible_party_org_id), f"Signer {version.id}"
    )
    with_signer = an_actor(signer, case=case, roles=frozenset({Role.APPROVER}))
    system, uow.actor = uow.actor, with_signer
    statements.sign_version(uow, version, shown_sha256=version.sha256 or "")
    uow.actor = system


def issue_entity(group: Group, name: str, number: str, revision: int = 0) -> None:
    """Lay down an issued verification statement on an entity's newest version."""
    with unit_of_work(the_system()) as uow:
        case = group.entity(uow.session, name)
        version = queries.latest_submitted(uow.session, case)
        assert version is not None
        owner = {"case_id": case.id, "owner_org_id": case.owner_org_id}
        evaluation = Evaluation(
            **owner, statement_version=version.number, computed_by="test", computed_at=uow.now
        )
        uow.session.add(evaluation)
        uow.session.flush()
        issue = Issue(
            **owner, number=number, revision=revision, state=IssueState.ISSUED, decided_by="test",
            decided_at=uow.now, decision_text="issue", opinion_date=uow.now.date(), contract_sha256="0" * 64,
            report_body_sha256="0" * 64, ghg_contract_sha256="0" * 64, statement_version=version.number,
            evaluation_id=evaluation.id, issued_at=uow.now,
        )  # fmt: skip
        uow.session.add(issue)
        uow.record("test.issue", issue, covers=[evaluation])
    group.move_to(CaseState.ISSUED, name)


def err(group: Group, name: str, code: str, amounts: Mapping[str, str], *, projected: bool = False) -> None:
    """Lay down a misstatement that stands uncorrected on an entity's case: amounts by source."""
    with unit_of_work(the_system()) as uow:
        case = group.entity(uow.session, name)
        owner = {"case_id": case.id, "owner_org_id": case.owner_org_id}
        row = Finding(
            **owner, code=code, kind=FindingKind.CORRECTIVE_ACTION, subtype=Subtype.ERROR,
            state=FindingState.CLOSED_UNCORRECTED, is_misstatement=True, title=f"{code} of {name}",
            requirement="ISO 14064-1, 6", gap="as told", is_projected=projected, raised_by="test",
            raised_at=uow.now, gap_categories=[],
        )  # fmt: skip
        uow.session.add(row)
        uow.session.flush()
        register = queries.register_of(uow.session, case)
        effects = [
            Effect(
                **owner, finding_id=row.id, source_id=register[source].id, source_code=source,
                basis=EffectBasis.BOTH, amount=D(amount),
            )
            for source, amount in amounts.items()
        ]  # fmt: skip
        uow.session.add_all(effects)
        uow.record("test.finding", row, covers=effects)


def holds(name: str, share: str = "1", since: date = date(2015, 1, 1), until: date | None = None) -> Holding:
    """What the group holds of an entity: a share, with both kinds of control from half on."""
    controls = D(share) >= D("0.5")
    return Holding(name, since, until, D(share), controls, controls)


def name_entities(group: Group, **shares: str) -> None:
    """Name entity cases on the group case, each at a share."""
    with unit_of_work(group.preparer) as uow:
        named = [
            NamedEntity(group.entities[name], holds(name, share), "share register of 2021")
            for name, share in shares.items()
        ]
        entities.name_entities(uow, group.case(uow.session), named)


def eliminate(group: Group, buyer: str, seller: str, tonnes: str, scope: str = "S3-1") -> str:
    """Enter an elimination between two entities; gives its code."""
    with unit_of_work(group.preparer) as uow:
        case = group.case(uow.session)
        rows = {row.entity_case_id: row for row in entities.entities_of(uow.session, case)}
        return enter_elimination(
            uow, case, buyer=rows[group.entities[buyer]], seller=rows[group.entities[seller]],
            scope_key=scope, tonnes=D(tonnes), reason=f"{buyer} bought parts of {seller}",
            evidence="E-004, ledger of both",
        ).code  # fmt: skip


def consolidate(group: Group, *, what_changed: str | None = None) -> StatementVersion:
    """Consolidate by the group's preparer; gives the version in preparation."""
    with unit_of_work(group.preparer) as uow:
        return commands.consolidate(
            uow, group.case(uow.session), title="Group GHG statement 2021", dated=date(2022, 8, 1),
            gwp_set="AR6-27.9", what_changed=what_changed,
        )  # fmt: skip


def submit_group(group: Group, number: int) -> str:
    """Hand in, sign and submit a version of the group's statement; gives its hash."""
    with unit_of_work(group.preparer) as uow:
        version = queries.version(uow.session, group.case(uow.session), number)
        sha256 = statements.hand_in_draft(uow, version).sha256
        assert sha256
    with unit_of_work(group.approver) as uow:
        version = queries.version(uow.session, group.case(uow.session), number)
        statements.sign_version(uow, version, shown_sha256=sha256)
        statements.submit_version(uow, version)
    return sha256


def two_entities(group: Group) -> None:
    """The vector of verification.md 3.1: A and B at 100 %, B bought 500 t from A."""
    for name, amounts in (("A", A), ("B", B)):
        open_entity(group, name)
        state_entity(group, name, amounts)
    name_entities(group, A="1", B="1")
    eliminate(group, "B", "A", "500")
