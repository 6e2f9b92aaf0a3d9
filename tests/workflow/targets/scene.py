"""A group with issued statements of its entities, for tests of targets: who writes, who approves, what is cited."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from methods.boundary import Approach
from reports.contract import Conclusion, canonical, contract_hash
from tests.factories import the_system
from tests.reports.worked_contract import STATEMENT
from tests.workflow.town import Town
from workflow.access import Role
from workflow.cases import queries as cases
from workflow.documents.storage import store
from workflow.evaluation.models import Evaluation
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState
from workflow.people import sign_in
from workflow.people.models import Organisation
from workflow.people.rules import OrganisationKind
from workflow.targets import inventories, target_commands
from workflow.targets.inventories import Chosen, TypedYear
from workflow.targets.models import GroupInventory
from workflow.targets.queries import target_by_code
from workflow.targets.rules import TargetKind, rule_set_of
from workflow.targets.target_commands import Written
from workflow.unit_of_work import UnitOfWork, unit_of_work

D = Decimal
GROUP, KUNSHAN, PENANG = "Halden Precision Group", "Halden Interconnect (Kunshan)", "Halden Cables (Penang)"
OFFICE, SECOND, SIGNATORY, BOARD = "Paula Office", "Otto Office", "Greta Signer", "Bo Board"
# What makes every near-term rule about an absolute target known and kept; base year of the worked statement.
SUBMISSION = {
    "is_set_at_group_level": "yes", "outside": "none", "target_approach": "operational_control",
    "activities": "electronics", "is_finance": "no", "is_oil_and_gas": "no", "needs_sector_path": "no",
    "parent_on_standard_route": "no", "uses_sme_route": "no", "staff": "9000", "turnover": "900000000",
    "assets": "800000000", "scope_2_approach": "location-based",
    "gases_assessed": "CO2, CH4, N2O, HFCs, PFCs, SF6, NF3", "excluded_from_inventory": "0",
    "scope_3_excluded": "0", "recent_year": "2021", "inventory_is_complete": "yes", "reports_biogenic": "yes",
    "is_flag_sector": "no", "flag_emissions": "0", "no_deforestation_year": "2025", "sells_fossil_fuels": "no",
    "produces_fossil_fuels": "no", "submission_date": "2023-09-01", "is_first_submission": "yes",
    "has_commitment": "yes", "commitment_letter": "2022-01-20", "last_disclosed_on": "2022-06-30",
    "discloses_every_target": "yes", "is_reviewed": "no",
    **{f"screen_{number}": "None in this group." for number in range(1, 16)},
}  # fmt: skip
NEAR_TERM = {
    "scopes": "1,2", "target_year": "2030", "reduction": "0.42", "excluded_from_target": "0",
    "method_is_current": "yes", "credits_counted": "0", "avoided_counted": "0", "is_flag_target": "no",
}  # fmt: skip
SCOPE_3 = {
    "scopes": "3", "target_year": "2030", "reduction": "0.25", "cover_1": "1", "cover_4": "1",
    "method_is_current": "yes", "credits_counted": "0", "avoided_counted": "0", "is_flag_target": "no",
}  # fmt: skip


@dataclass
class Scene:
    """The town with an approver of the group and a second person of its office."""

    town: Town
    issues: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def by(self, name: str) -> Iterator[tuple[UnitOfWork, Organisation]]:
        """One act of a person, with the group."""
        with unit_of_work(sign_in.DOORKEEPER) as uow:
            person = self.town.person(uow, name)
            actor = cases.actor_of(uow.session, person, self.town.house.clock.now().date(), is_fresh=True)
        with unit_of_work(actor) as uow:
            yield uow, uow.session.get_one(Organisation, self.town.organisations[GROUP])

    def issue(
        self, party: str, number: str, *, revision: int = 0, code: str | None = None,
        conclusion: Conclusion | None = Conclusion.UNMODIFIED,
    ) -> str:  # fmt: skip
        """Lay down an issued statement of 2021 as its frozen contract has it; gives the case's code."""
        code = code or self.town.open_case(party)
        groups = tuple(replace(group, conclusion=conclusion) for group in STATEMENT.groups)
        contract = replace(STATEMENT, number=number, revision=revision, groups=groups)
        stored = store().put(io.BytesIO(canonical(contract)), 10_000_000)
        assert stored.sha256 == contract_hash(contract)
        with unit_of_work(the_system()) as uow:
            case = self.town.case(uow, code)
            case.period_start, case.period_end = date(2021, 1, 1), date(2021, 12, 31)
            held = {"case_id": case.id, "owner_org_id": case.owner_org_id}
            evaluation = Evaluation(statement_version=1, computed_by="x", computed_at=uow.now, **held)
            uow.session.add(evaluation)
            uow.session.flush()
            issue = Issue(
                number=number, revision=revision, state=IssueState.ISSUED, decided_by="x", decided_at=uow.now,
                decision_text="x", opinion_date=date(2022, 11, 25), contract_sha256=stored.sha256,
                report_body_sha256="0" * 64, ghg_contract_sha256="0" * 64, statement_version=1,
                evaluation_id=evaluation.id, issued_at=uow.now, **held,
            )  # fmt: skip
            uow.session.add(issue)
            uow.record("test.issue", issue, covers=[evaluation, case])
            self.issues[issue.code] = issue.id
        return code

    def become(self, reference: str, state: IssueState) -> None:
        """Lay an issue down in another state."""
        with unit_of_work(the_system()) as uow:
            issue = uow.session.get_one(Issue, self.issues[reference])
            setattr(issue, "state", state)  # noqa: B010  the issue's own moves are tested there
            uow.record("test.state", issue)

    def cite(self, **inclusion: str) -> int:
        """Cite 2021 from an issued statement of Kunshan and, when asked, of Penang; gives the inventory's id."""
        shares = {"kunshan": "1", **inclusion}
        parties = {"kunshan": (KUNSHAN, "NA-2022-0041"), "penang": (PENANG, "NA-2022-0042")}
        chosen = [Chosen(self.issue(*parties[name]), 0, D(share)) for name, share in shares.items()]
        with self.by(OFFICE) as (uow, group):
            approach = Approach.OPERATIONAL_CONTROL
            return inventories.cite_year(uow, group, 2021, chosen, approach=approach).id

    def type_year(self, year: int, by_code: Mapping[str, str]) -> int:
        """Type a year as not verified, the same on both bases."""
        values = {code: (D(text), D(text)) for code, text in by_code.items()}
        with self.by(OFFICE) as (uow, group):
            return inventories.type_year(uow, group, year, TypedYear(values)).id

    def state_submission(self, **changes: str) -> None:
        with self.by(OFFICE) as (uow, group):
            target_commands.state_submission(uow, group, SUBMISSION | changes)

    def begin(
        self, inventory_id: int | None, kind: TargetKind = TargetKind.ABSOLUTE,
        answers: Mapping[str, str] = NEAR_TERM, name: str = "Scopes 1 and 2 by 2030",
    ) -> str:  # fmt: skip
        """Begin a target; gives its code."""
        with self.by(OFFICE) as (uow, group):
            base = uow.session.get(GroupInventory, inventory_id) if inventory_id else None
            written = Written(name, rule_set_of(kind), dict(answers), base)
            return target_commands.begin_target(uow, group, kind, written).code

    def move(self, by: str, code: str, name: str, **said: object) -> None:
        with self.by(by) as (uow, group):
            target = target_by_code(uow.session, group, code)
            target_commands.move_target(uow, group, target, name, **said)  # type: ignore[arg-type]


def settle_scene(town: Town) -> Scene:
    """The group's approver, a second of its office, and another group with an office of its own."""
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        group = town.organisation(uow, GROUP)
        town._add(uow, group, SECOND, Role.GROUP_OFFICE)
        town._add(uow, group, SIGNATORY, Role.APPROVER)
    town.settle("Rival Group", OrganisationKind.GROUP, Rolf_Rival=Role.GROUP_OFFICE)
    return Scene(town)
