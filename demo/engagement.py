"""HIK's case from the application to the agreement in force, with the refusal of Mei Sato."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from demo import cast
from demo.stage import Stage
from workflow.access import Role
from workflow.cases import commands, queries
from workflow.cases.commands import DeclaredThreat
from workflow.cases.models import Case
from workflow.cases.rules import (
    AssuranceLevel,
    ConsolidationApproach,
    ThreatKind,
    ThreatRisk,
)
from workflow.db import across_tenants
from workflow.lifecycle.commands import move_case
from workflow.people.models import Organisation, Person
from workflow.people.queries import organisation
from workflow.unit_of_work import UnitOfWork

COMPETENCES = ["programme", "quantification", "sector", "data_auditing", "team_leading", "review"]
NO_THREAT = "I have no relationship with the client or its group that could bear on my judgement."
QUALITATIVE = (
    "Wrong boundary or consolidation approach; a missing category that the significance "
    "criteria require; an undisclosed change of method; a double-claimed energy certificate; a missing "
    "market/location distinction; intentional misstatement; a missing mandatory report element."
)
# One a line, as the statement's annex of sites takes them: name | address | activity.
SITES = (
    "Kunshan plant | 88 Demo Road, Kunshan, Jiangsu, China | stamping, moulding, plating, assembly\n"
    "Sales office | 12 Demo Road, Kunshan, Jiangsu, China | sales"
)
AGREEMENT: dict[str, Any] = {
    "objectives": "Conclude, with the agreed levels of assurance, whether the GHG statement for 2021 is "
    "materially correct and prepared according to the criteria.",
    "criteria": "ISO 14064-1:2018; the group's GHG accounting procedure, edition 2022-01; GWP set AR6-27.9",
    "consolidation_approach": ConsolidationApproach.OPERATIONAL_CONTROL,
    "gases": "CO₂, CH₄, N₂O, HFCs; PFCs, SF₆ and NF₃ do not occur",
    "access_and_confidentiality": "The body sees all records, sites and people that it asks for. It keeps "
    "them confidential, between subsidiaries and suppliers too.",
    "fees": "A fixed fee for the person-days of the framework agreement, independent of the outcome.",
    "use_of_statement": "The statement is used whole. A short claim names number, period, level, materiality "
    "and where the full statement is found. Marks are not put on products.",
    "later_facts_rule": "Either side tells the other without delay of facts found after the issue; the body "
    "assesses them within ten working days and revises or withdraws where the effect is material.",
    "restriction_on_use": "For the intended users named in this agreement.",
}


def agree(
    uow: UnitOfWork,
    case: Case,
    *,
    boundary: str,
    sites: str,
    scope: str,
    visits: str,
    work: tuple[date, date],
) -> None:
    """Write the agreed terms of a case of the demo."""
    commands.write_agreement(
        uow, case, organisational_boundary=boundary, scope_sites=sites, scope_categories=scope,
        site_visit_plan=visits, timetable_start=work[0], timetable_end=work[1], **AGREEMENT,
    )  # fmt: skip


def open_hik(stage: Stage) -> str:
    """Open C-2022-0001 and bring it to planning; gives its code."""
    code = _apply(stage)
    _clear_and_agree(stage, code)
    return code


def _apply(stage: Stage) -> str:
    stage.at("2022-08-22")
    with stage.acts("Jonas Lind") as uow:
        party = queries.organisation_to_verify(uow.session, stage.ids[cast.HIK])
        group = queries.organisation_to_verify(uow.session, stage.ids[cast.GROUP])
        body = organisation(uow.session, stage.ids[cast.NORRLAND])
        case = commands.open_case(
            uow, body, title="Halden Interconnect (Kunshan), 2021", responsible_party=party, client=group,
            group=group,
        )  # fmt: skip
        accreditation = uow.session.scalars(
            select(Organisation)
            .where(Organisation.id == stage.ids[cast.ACCREDITATION])
            .execution_options(**across_tenants("the accreditation body reads the body's files"))
        ).one()
        commands.grant(uow, case, accreditation)
        code = case.code
    with stage.on("Liu Yan", code) as (uow, case):
        commands.fill_application(
            uow, case, intended_users="Halden Precision Group and its board; readers of the group's "
            "disclosures and of its science-based target submission",
            period_start=date(2021, 1, 1), period_end=date(2021, 12, 31), is_base_year=True,
            sites=SITES,
            categories=[1, 2, 3, 4],
            activity_description="Connectors for industry: stamping, moulding, plating, assembly. Categories "
            "5 and 6 are excluded as not significant: components without own energy use.",
        )  # fmt: skip
    with stage.on("Jonas Lind", code) as (uow, case):
        move_case(uow, case, "engage")
    return code


def propose_team(stage: Stage, code: str, team: tuple[tuple[str, Role], ...]) -> None:
    """Propose people for their roles on a case."""
    with stage.on("Jonas Lind", code) as (uow, case):
        for name, role in team:
            person = uow.session.get_one(Person, stage.ids[name])
            commands.name_team_member(uow, case, person, role, proposed=True)


def declare(stage: Stage, code: str, names: tuple[str, ...]) -> None:
    """Each declares that there is no threat, and is cleared."""
    for name in names:
        with stage.on(name, code) as (uow, case):
            person = uow.session.get_one(Person, stage.ids[name])
            commands.declare_impartiality(uow, case, person, statement=NO_THREAT, threats=[])
    with stage.on("Jonas Lind", code) as (uow, case):
        for declaration, _threats in queries.declarations_of(uow.session, case):
            if declaration.person_name in names and not declaration.is_cleared:
                commands.clear_declaration(uow, declaration, reason="no relationship found in the records")


TEAM = (
    ("Ingrid Solberg", Role.LEAD_VERIFIER),
    ("Rafael Ortiz", Role.TECHNICAL_EXPERT),
    ("Amara Okafor", Role.INDEPENDENT_REVIEWER),
    ("Jonas Lind", Role.DECISION_MAKER),
    ("Jonas Lind", Role.SIGNATORY),
)


def _clear_and_agree(stage: Stage, code: str) -> None:
    stage.at("2022-08-29")
    propose_team(stage, code, (*TEAM, ("Mei Sato", Role.TEAM_MEMBER)))
    declare(stage, code, ("Ingrid Solberg", "Rafael Ortiz", "Amara Okafor", "Jonas Lind"))
    with stage.on("Mei Sato", code) as (uow, case):
        person = uow.session.get_one(Person, stage.ids["Mei Sato"])
        threat = DeclaredThreat(
            ThreatKind.SELF_REVIEW, "Consultancy for HIK's first inventory in 2021", ThreatRisk.HIGH,
            is_consultancy=True, period_from=date(2021, 3, 1), period_to=date(2021, 6, 30),
        )  # fmt: skip
        commands.declare_impartiality(
            uow,
            case,
            person,
            statement="I worked for this client before I joined the body.",
            threats=[threat],
        )
    clear_and_write_terms(
        stage, code, boundary="HIK with its one plant and its sales office; operational control.",
        sites=SITES, visits="Kunshan plant, two days in October 2022",
        work=(date(2022, 9, 5), date(2022, 11, 30)),
    )  # fmt: skip
    stage.at("2022-09-02")
    stage.is_refused("Jonas Lind", code, "G-IMP", lambda uow, case: move_case(uow, case, "agree"))
    with stage.on("Jonas Lind", code) as (uow, case):
        mei = next(m for m in queries.team_of(uow.session, case) if m.person_name == "Mei Sato")
        commands.end_team_member(uow, case, mei, reason="consultancy for the client within the look-back")
    propose_team(stage, code, (("Chen Wei", Role.TEAM_MEMBER),))
    declare(stage, code, ("Chen Wei",))
    sign_and_agree(stage, code, approver="Zhang Min", day="2022-09-05")


def clear_and_write_terms(
    stage: Stage, code: str, *, boundary: str, sites: str, visits: str, work: tuple[date, date]
) -> None:
    """Competences, clearance, the two assurance groups and the agreement's text of a case of the demo."""
    with stage.on("Jonas Lind", code) as (uow, case):
        commands.set_terms(
            uow, case, required_competences=COMPETENCES, body_cleared_on=uow.now.date(),
            body_clearance="No other service for Halden Precision Group in five years; no shared owners.",
        )  # fmt: skip
        commands.add_group(
            uow, case, code="A", name="Direct emissions and imported energy", categories=[1, 2],
            level=AssuranceLevel.REASONABLE, threshold_percent=Decimal(5), qualitative_materiality=QUALITATIVE,
        )  # fmt: skip
        commands.add_group(
            uow, case, code="B", name="Transport and purchased goods", categories=[3, 4],
            level=AssuranceLevel.LIMITED, threshold_percent=Decimal(10), qualitative_materiality=QUALITATIVE,
        )  # fmt: skip
        agree(
            uow, case, boundary=boundary, sites=sites,
            scope="Categories 1 to 4; 5 and 6 excluded as not significant (reason in the application)",
            visits=visits, work=work,
        )  # fmt: skip


def sign_and_agree(stage: Stage, code: str, *, approver: str, day: str) -> None:
    """Both sides sign the terms as they stand; the agreement comes into force and planning starts."""
    stage.at(day)
    for name, for_body in ((approver, False), ("Jonas Lind", True)):
        with stage.on(name, code) as (uow, case):
            agreement = queries.agreement_of(uow.session, case)
            assert agreement is not None
            assert agreement.sha256 is not None
            commands.sign_agreement(uow, case, for_body=for_body, shown_sha256=agreement.sha256)
    with stage.on("Jonas Lind", code) as (uow, case):
        move_case(uow, case, "agree")
    with stage.on("Ingrid Solberg", code) as (uow, case):
        move_case(uow, case, "start_planning")
