"""What the demo's second and third entity share: their way to the agreement, and handing in a statement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from demo import cast, evidence
from demo.engagement import clear_and_write_terms, declare, propose_team, sign_and_agree
from demo.files import DemoFile
from demo.stage import Stage
from demo.statement import GWP_SET, PERIOD
from workflow.access import Role
from workflow.cases import commands, queries
from workflow.cases.models import Case
from workflow.errors import BadInput
from workflow.findings.models import Finding
from workflow.findings.queries import finding as finding_by_code
from workflow.ghg_statement import commands as statement
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.import_file import read_inventory
from workflow.ghg_statement.inventory import Expected
from workflow.ghg_statement.rules import ReportItemState
from workflow.lifecycle.commands import move_case
from workflow.people.queries import organisation
from workflow.unit_of_work import UnitOfWork

Items = Mapping[str, tuple[ReportItemState, str, str | None]]
LEAD, MANAGER = "Ingrid Solberg", "Jonas Lind"


@dataclass(frozen=True)
class Sister:
    """A sister company of HIK as its case starts: its people, its days, the team and its words."""

    organisation: str
    title: str
    preparer: str
    approver: str
    member: str
    applied: str
    cleared: str
    agreed: str
    sites: str
    activity: str
    boundary: str
    visits: str
    work: tuple[date, date]

    @property
    def team(self) -> tuple[tuple[str, Role], ...]:
        return (
            (LEAD, Role.LEAD_VERIFIER),
            (self.member, Role.TEAM_MEMBER),
            ("Rafael Ortiz", Role.TECHNICAL_EXPERT),
            ("Amara Okafor", Role.INDEPENDENT_REVIEWER),
            (MANAGER, Role.DECISION_MAKER),
            (MANAGER, Role.SIGNATORY),
        )


def bring_to_planning(stage: Stage, sister: Sister) -> str:
    """Application, clearance and agreement of a sister's case up to its planning; gives its code."""
    code = _apply(stage, sister)
    _clear(stage, code, sister)
    sign_and_agree(stage, code, approver=sister.approver, day=sister.agreed)
    return code


def _apply(stage: Stage, sister: Sister) -> str:
    stage.at(sister.applied)
    with stage.acts(MANAGER) as uow:
        party = queries.organisation_to_verify(uow.session, stage.ids[sister.organisation])
        group = queries.organisation_to_verify(uow.session, stage.ids[cast.GROUP])
        body = organisation(uow.session, stage.ids[cast.NORRLAND])
        case = commands.open_case(
            uow, body, title=sister.title, responsible_party=party, client=group, group=group
        )
        code = case.code
    with stage.on(sister.preparer, code) as (uow, case):
        commands.fill_application(
            uow, case, intended_users="Halden Precision Group and its board; readers of the group's disclosures",
            period_start=PERIOD[0], period_end=PERIOD[1], is_base_year=True, sites=sister.sites,
            categories=[1, 2, 3, 4], activity_description=sister.activity,
        )  # fmt: skip
    with stage.on(MANAGER, code) as (uow, case):
        move_case(uow, case, "engage")
    return code


def _clear(stage: Stage, code: str, sister: Sister) -> None:
    stage.at(sister.cleared)
    propose_team(stage, code, sister.team)
    declare(stage, code, tuple(dict.fromkeys(name for name, _role in sister.team)))
    clear_and_write_terms(
        stage, code, boundary=sister.boundary, sites=sister.sites, visits=sister.visits, work=sister.work
    )


def hand_in_draft(
    stage: Stage, code: str, sister: Sister, file: DemoFile, items: Items, *, number: int = 1,
    changed: str | None = None,
) -> None:  # fmt: skip
    """Import a sister's inventory as a version, describe its report and hand it in as a draft."""
    by = sister.preparer
    evidence.hand_in(stage, code, [file], by=by, entity=sister.organisation)
    with stage.on(by, code) as (uow, case):
        version = statement.start_version(
            uow, case, title="GHG statement 2021", dated=uow.now.date(), gwp_set=GWP_SET,
            period_start=PERIOD[0], period_end=PERIOD[1], what_changed=changed,
        )  # fmt: skip
        inventory = read_inventory(file.path, file.name, Expected(GWP_SET, *PERIOD))
        if inventory.errors:
            raise BadInput(str(inventory.errors[0]))
        statement.import_lines(uow, version, inventory.lines)
        for key, (state, text, reason) in items.items():
            statement.describe_report_item(uow, version, key, state=state, text=text, reason=reason)
        statement.hand_in_draft(uow, version, document_code=file.code)
    stage.settle()


def sign_and_submit(
    stage: Stage, code: str, sister: Sister, complete: Collection[str], *, number: int = 1
) -> None:
    """Sign and submit a version; only the documents of the named sources are declared complete."""
    with stage.on(sister.approver, code) as (uow, case):
        version = statements.version(uow.session, case, number)
        assert version.sha256 is not None
        statement.sign_version(uow, version, shown_sha256=version.sha256)
    with stage.on(sister.preparer, code) as (uow, case):
        version = statements.version(uow.session, case, number)
        statement.submit_version(uow, version)
        for source in statements.sources_of(uow.session, case, version):
            if source.code in complete:
                statement.declare_complete(uow, version, source)
    stage.settle()


def on_finding(
    stage: Stage, code: str, by: str, finding: str, act: Callable[[UnitOfWork, Case, Finding], object]
) -> None:
    """One act of a person on a finding, and what follows from it."""
    with stage.on(by, code) as (uow, case):
        act(uow, case, finding_by_code(uow.session, case, finding, viewer=uow.actor))
    stage.settle()
