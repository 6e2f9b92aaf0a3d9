"""The group's own case: HIK's verified statement and its sister's consolidated, one entity left out with its reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from demo import cast
from demo.engagement import clear_and_write_terms, declare, propose_team, sign_and_agree
from demo.sister_case import LEAD, MANAGER
from demo.stage import Stage
from demo.statement import GWP_SET, ITEMS, PERIOD
from methods.boundary import Holding
from workflow.access import Role
from workflow.cases import commands, entities, queries
from workflow.cases.entities import NamedEntity
from workflow.cases.models import Case
from workflow.consolidation.commands import consolidate
from workflow.ghg_statement import commands as statement
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.consolidating import enter_elimination
from workflow.lifecycle.commands import move_case
from workflow.people.queries import organisation
from workflow.unit_of_work import UnitOfWork

PREPARER, APPROVER = "Gunnar Aas", "Tone Vik"
TEAM = (
    (LEAD, Role.LEAD_VERIFIER),
    ("Chen Wei", Role.TEAM_MEMBER),
    ("Rafael Ortiz", Role.TECHNICAL_EXPERT),
    ("Amara Okafor", Role.INDEPENDENT_REVIEWER),
    (MANAGER, Role.DECISION_MAKER),
    (MANAGER, Role.SIGNATORY),
)
SITES = "Kunshan plant\nDongguan plant\nWuhu plant"
# What the group's report says other than HIK's; the rest reads alike.
OWN: dict[str, str] = {
    "R-a": "Three plants that make connectors, cables and stampings for industry; the other subsidiaries follow in the next statement.",
    "R-b": "Gunnar Aas, sustainable development, prepares the statement; Tone Vik, chief executive, is responsible for it.",
    "R-d": "Operational control over every entity named; the table of entities gives factor, version and verification statement of each.",
    "R-f": "Direct emissions per gas stand in the entities' own statements; the group's lines are consolidated in t CO₂e.",
    "R-i": "Wuhu is left out until its statement is submitted.",
    "R-m": "Consolidation of the entities' statements at their inclusion factor, less what the group bought from itself.",
    "R-s": "The entities' statements are verified one by one; the group's by limited and reasonable assurance on the whole.",
}  # fmt: skip


def play_group_case(stage: Stage, hik: str, hcd: str, hsw: str) -> str:
    """Open the group's case, name its entities, consolidate and submit version 1; gives the case's code."""
    stage.at("2022-11-28", "11:00")
    code = _apply(stage)
    _name_entities(stage, code, {hik: cast.HIK, hcd: cast.HCD, hsw: cast.HSW})
    propose_team(stage, code, TEAM)
    declare(stage, code, tuple(dict.fromkeys(name for name, _role in TEAM)))
    clear_and_write_terms(
        stage, code, boundary="All entities under operational control; suppliers stand outside.", sites=SITES,
        visits="The entities' own visits; the head office, one day", work=(date(2022, 12, 5), date(2023, 3, 31)),
    )  # fmt: skip
    stage.at("2022-11-29")
    sign_and_agree(stage, code, approver=APPROVER, day="2022-11-29")
    _state(stage, code)
    return code


def _apply(stage: Stage) -> str:
    with stage.acts(MANAGER) as uow:
        group = queries.organisation_to_verify(uow.session, stage.ids[cast.GROUP])
        body = organisation(uow.session, stage.ids[cast.NORRLAND])
        code = entities.open_group_case(uow, body, title="Halden Precision Group, 2021", group=group).code
    with stage.on(PREPARER, code) as (uow, case):
        commands.fill_application(
            uow, case, intended_users="The group's board; readers of its disclosures and of its target submission",
            period_start=PERIOD[0], period_end=PERIOD[1], is_base_year=True, sites=SITES,
            categories=[1, 2, 3, 4], activity_description="Connectors, cables and stampings for industry.",
        )  # fmt: skip
    with stage.on(MANAGER, code) as (uow, case):
        move_case(uow, case, "engage")
    return code


def _name_entities(stage: Stage, code: str, named: dict[str, str]) -> None:
    with stage.on(PREPARER, code) as (uow, case):
        ids = {row.code: row.id for row, _name in entities.cases_to_name(uow.session, case)}
        rows = entities.name_entities(
            uow, case,
            [
                NamedEntity(ids[entity], _held(entity), f"Share register of 2021, {name}")
                for entity, name in named.items()
            ],
        )  # fmt: skip
        last = next(row for row in rows if row.name == cast.HSW)
        entities.leave_out(
            uow, case, last, reason="Its statement is not submitted yet: its verification is planned."
        )


def _held(entity: str) -> Holding:
    return Holding(entity, date(2015, 1, 1), None, Decimal(1), True, True)


def _state(stage: Stage, code: str) -> None:
    """Eliminate, consolidate, describe, sign and submit the group's first version."""
    with stage.on(PREPARER, code) as (uow, case):
        _eliminate(uow, case)
        version = consolidate(
            uow, case, title="GHG statement of the group 2021", dated=uow.now.date(), gwp_set=GWP_SET
        )
        for key, (state, text, reason) in ITEMS.items():
            said = OWN.get(key, text)
            statement.describe_report_item(uow, version, key, state=state, text=said, reason=reason)
        statement.hand_in_draft(uow, version)
        number, sha256 = version.number, version.sha256 or ""
    with stage.on(APPROVER, code) as (uow, case):
        statement.sign_version(uow, statements.version(uow.session, case, number), shown_sha256=sha256)
    with stage.on(PREPARER, code) as (uow, case):
        statement.submit_version(uow, statements.version(uow.session, case, number))
    stage.settle()


def _eliminate(uow: UnitOfWork, case: Case) -> None:
    rows = {row.name: row for row in entities.entities_of(uow.session, case)}
    enter_elimination(
        uow, case, buyer=rows[cast.HIK], seller=rows[cast.HCD], scope_key="S3-1", tonnes=Decimal("180.00"),
        reason="HIK's connectors take cable of HCD, which reports its making in scopes 1 and 2",
        evidence="intra-group ledger 2021 of both, account 6401",
    )  # fmt: skip
