"""The group's programme as of June 2022: organisation, boundary, ten milestones, who reached what and who is late."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

from demo.programme_names import Named, contact_of, subsidiaries, suppliers
from demo.stage import Stage
from methods.milestones import Scope
from workflow.access import Role
from workflow.documents.storage import store
from workflow.people.models import Organisation, Person
from workflow.programme import boundary, chart, milestones
from workflow.programme.access import group_of
from workflow.programme.boundary import Facts, Stand
from workflow.programme.chart import UnitSaid
from workflow.programme.milestones import Evidence, Plan
from workflow.programme.queries import milestone_by_code
from workflow.programme.rules import Place, UnitKind
from workflow.unit_of_work import UnitOfWork

OFFICE = "Sofia Marques"
SINCE = date(2018, 1, 1)
BASE_YEAR = 2021
# Data collection: 12 subsidiaries by April, 14 in the eight weeks before the end of June.
COLLECTED = ((12, date(2022, 4, 22)), (6, date(2022, 5, 20)), (4, date(2022, 6, 10)), (4, date(2022, 6, 24)))
ONLINE, ON_SITE, ANSWERED = 17, 24, 120


def play_programme(stage: Stage) -> None:
    """The office takes its programme over into the product, with the days on which things were done."""
    with stage.acts(OFFICE) as uow:
        _draw_chart(uow)
    with stage.acts(OFFICE) as uow:
        _enter_entities(uow)
    with stage.acts(OFFICE) as uow:
        group = group_of(uow.session, uow.actor)
        milestones.plan_programme(uow, group, owner=uow.session.get_one(Person, stage.ids[OFFICE]))
        _add_trackers(uow, group)
    with stage.acts(OFFICE) as uow:
        _close_what_was_done(uow)
    stage.settle()
    _answer(stage)


def _draw_chart(uow: UnitOfWork) -> None:
    group = group_of(uow.session, uow.actor)
    board = chart.add_unit(
        uow,
        group,
        UnitSaid(UnitKind.BOARD, "Board of directors", "董事会", "Astrid Nygaard, chair", Role.BOARD_MEMBER),
    )
    uow.session.flush()
    centre = chart.add_unit(
        uow, group,
        UnitSaid(
            UnitKind.CENTRE, "Sustainable Development Centre", "可持续发展中心", "Henrik Dahl, head", Role.GROUP_OFFICE,
            board.id,
        ),
    )  # fmt: skip
    uow.session.flush()
    office = chart.add_unit(
        uow, group,
        UnitSaid(UnitKind.PROJECT_GROUP, "Project group", "项目组", OFFICE, Role.GROUP_OFFICE, centre.id),
    )  # fmt: skip
    uow.session.flush()
    for said in (
        UnitSaid(
            UnitKind.SUBSIDIARIES,
            "Subsidiaries in China",
            "中国子公司",
            "43 entities",
            Role.PREPARER,
            office.id,
        ),
        UnitSaid(
            UnitKind.SUBSIDIARIES, "Subsidiaries abroad", "海外子公司", "9 entities", Role.PREPARER, office.id
        ),
        UnitSaid(UnitKind.SUPPLIERS, "Core suppliers", "核心供应商", "400 suppliers", None, office.id),
    ):
        chart.add_unit(uow, group, said)


def _enter_entities(uow: UnitOfWork) -> None:
    """The whole list in one act; a joint venture and a shut works stand out, each with its reason."""
    group = group_of(uow.session, uow.actor)
    programme = boundary.set_up(uow, group, base_year=BASE_YEAR)
    programme.approach_reason = "The group can introduce and carry out its operating policies there."
    inside = Stand(Place.IN, SINCE, Decimal(1), has_operational_control=True, has_financial_control=True)
    majority = Stand(
        Place.IN, SINCE, Decimal("0.6"), has_operational_control=True, has_financial_control=True
    )
    ring = Stand(Place.VALUE_CHAIN, date(2021, 1, 1))
    entries = [(_facts(n), majority if n.code == "A03" else inside) for n in subsidiaries()]
    entries += [(_facts(n), ring) for n in suppliers()]
    entries += [
        (
            Facts("J01", "Nordlicht Halden Sensor GmbH", None, None, "Jena"),
            Stand(Place.OUT, SINCE, Decimal("0.4"), reason="Associate: the partner operates it."),
        ),
        (
            Facts("X01", "Halden Tooling (Foshan) Co., Ltd", "海登模具（佛山）有限公司", None, "Foshan"),
            Stand(
                Place.OUT, SINCE, Decimal(1), has_operational_control=True, has_financial_control=True,
                reason="Shut in 2020; nothing was emitted in the base year.",
            ),
        ),
    ]  # fmt: skip
    boundary.take(uow, programme, entries)


def _facts(named: Named) -> Facts:
    tonnes = None if named.tonnes is None else Decimal(named.tonnes)
    person, address = contact_of(named)
    return Facts(named.code, named.name, named.name_local, None, named.site, person, address, tonnes)


def _add_trackers(uow: UnitOfWork, group: Organisation) -> None:
    """What the office follows beside the ten milestones; distinct subsidiaries, which may be in both."""
    words = "Counted by distinct subsidiaries; one may be in both."
    for code, title, scope, wanted in (
        ("G1", "Guidance online", Scope.EACH_SUBSIDIARY, ("session log",)),
        ("G2", "Guidance on site", Scope.EACH_SUBSIDIARY, ("session log",)),
        ("R1", "Supplier response", Scope.SUPPLIER, ("answers received",)),
    ):
        text = words if code.startswith("G") else "Suppliers that answered the reporting request."
        milestones.add_milestone(
            uow, group, code,
            Plan(title, title, "2 Set", text, None, scope=scope, closes_with=wanted, owner_name=OFFICE),
        )  # fmt: skip


def _close_what_was_done(uow: UnitOfWork) -> None:
    own = [n.code for n in subsidiaries()]
    ring = [n.code for n in suppliers()]
    _close(uow, "M1", ["group"], date(2022, 1, 20), "commitment letter.txt")
    _close(uow, "M2", own, date(2022, 2, 25), "attendance and certificates.csv")
    _close(uow, "M3", ring, date(2022, 4, 29), "attendance of suppliers.csv")
    _close(uow, "M4", ["group"], date(2022, 5, 10), "template release note.txt")
    begin = 0
    for count, day in COLLECTED:
        _close(uow, "M5", own[begin : begin + count], day, f"collection status {day}.csv")
        begin += count
    _close(uow, "G1", own[5 : 5 + ONLINE], date(2022, 6, 15), "guidance log online.csv")
    _close(uow, "G2", own[:ON_SITE], date(2022, 6, 20), "guidance log on site.csv")
    _close(uow, "R1", ring[:ANSWERED], date(2022, 6, 28), "answers received.csv")


def _close(uow: UnitOfWork, code: str, units: list[str], day: date, name: str) -> None:
    """Close units by a list that names them."""
    content = "\n".join(["unit,reached on", *(f"{unit},{day}" for unit in units)]) + "\n"
    media = "text/csv" if name.endswith(".csv") else "text/plain"
    held = Evidence(name, store().put(io.BytesIO(content.encode()), 1_000_000), media)
    group = group_of(uow.session, uow.actor)
    milestones.close_units(
        uow, group, milestone_by_code(uow.session, group.id, code), units, on=day, evidence=[held]
    )


def _answer(stage: Stage) -> None:
    """What late ones said: one by telephone, noted by the office."""
    with stage.acts(OFFICE) as uow:
        group = group_of(uow.session, uow.actor)
        late = subsidiaries()[27]
        ids = milestones.entity_ids(uow, group, [late.code])
        milestones.note_answer(
            uow, milestone_by_code(uow.session, group.id, "M5"), ids[late.code], owner_org_id=group.id,
            text="Boiler logs of the first quarter are being copied.", expected_on=date(2022, 8, 26),
            said_by=f"Works office, {late.site}",
        )  # fmt: skip
