"""HIK's next period: the application for 2022 is taken up, and what was carried forward waits there."""

from __future__ import annotations

from datetime import date

from demo import cast
from demo.engagement import NO_THREAT, SITES, propose_team
from demo.stage import Stage
from workflow.access import Role
from workflow.cases import commands, queries
from workflow.lifecycle.commands import move_case
from workflow.people.models import Person
from workflow.people.queries import organisation

LEAD, MANAGER, REVIEWER, PARTY = "Ingrid Solberg", "Jonas Lind", "Amara Okafor", "Liu Yan"


def open_next_period(stage: Stage) -> str:
    """Open HIK's case of 2022 after the issue of 2021's statement; gives its code."""
    stage.at("2022-11-28", "10:00")
    with stage.acts(MANAGER) as uow:
        party = queries.organisation_to_verify(uow.session, stage.ids[cast.HIK])
        group = queries.organisation_to_verify(uow.session, stage.ids[cast.GROUP])
        code = commands.open_case(
            uow, organisation(uow.session, stage.ids[cast.NORRLAND]), responsible_party=party, client=group,
            group=group, title="Halden Interconnect (Kunshan), 2022",
        ).code  # fmt: skip
    with stage.on(PARTY, code) as (uow, case):
        commands.fill_application(
            uow, case, intended_users="Halden Precision Group and its board; readers of the group's disclosures",
            period_start=date(2022, 1, 1), period_end=date(2022, 12, 31), sites=SITES, categories=[1, 2, 3, 4],
            activity_description="Connectors for industry: stamping, moulding, plating, assembly.",
        )  # fmt: skip
    with stage.on(MANAGER, code) as (uow, case):
        move_case(uow, case, "engage")
    propose_team(stage, code, ((LEAD, Role.LEAD_VERIFIER), (REVIEWER, Role.INDEPENDENT_REVIEWER)))
    with stage.on(LEAD, code) as (uow, case):
        person = uow.session.get_one(Person, stage.ids[LEAD])
        commands.declare_impartiality(uow, case, person, statement=NO_THREAT, threats=[])
    stage.settle()
    return code
