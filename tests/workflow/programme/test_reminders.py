"""Mails of the programme: a week before, a day before, once overdue; each once, to who answers, by own settings."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from tests.workflow.programme.scene import Scene
from workflow.audit import events_of, organisation_stream, verify_chain
from workflow.people import sign_in
from workflow.people.models import Mail, PersonalSettings
from workflow.programme import reminders
from workflow.programme.models import BoundaryEntity
from workflow.unit_of_work import reading, unit_of_work
from workflow.worker import run_all_due


def mails(scene: Scene, code: str = "M5") -> Counter[str]:
    """How many mails about a milestone stand in the outbox, by address."""
    with reading(sign_in.DOORKEEPER.scope) as session:
        rows = session.scalars(select(Mail).where(Mail.subject.contains(f"{code} "))).all()
    return Counter(row.address for row in rows)


def go_to(scene: Scene, day: str) -> None:
    scene.day(day)
    run_all_due()


def test_open_units_are_reminded_a_week_and_a_day_before_and_once_overdue(scene: Scene) -> None:
    said = []
    for day in (
        "2022-07-23",
        "2022-07-24",
        "2022-07-29",
        "2022-07-30",
        "2022-07-31",
        "2022-08-01",
        "2022-08-20",
    ):
        go_to(scene, day)
        said.append(mails(scene)["liu.yan@example.org"])
    assert said == [0, 1, 1, 2, 2, 3, 3]


def test_who_reached_it_is_not_reminded(scene: Scene) -> None:
    scene.close("M5", ["S-01"], "2022-05-30")
    go_to(scene, "2022-08-01")
    assert mails(scene)["liu.yan@example.org"] == 0
    assert mails(scene)["tan.mei@example.org"] == 1


def test_nobody_is_reminded_who_chose_not_to_be(scene: Scene) -> None:
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        query = select(PersonalSettings).where(PersonalSettings.person_id == scene.town.people["Liu Yan"])
        chosen = uow.session.scalars(query).one()
        chosen.mail_reminders = False
        uow.record("person.settings", chosen)
    go_to(scene, "2022-08-01")
    assert mails(scene)["liu.yan@example.org"] == 0
    assert mails(scene)["zhang.min@example.org"] > 0


def test_a_supplier_without_an_account_is_written_to_at_its_contact_s_address(scene: Scene) -> None:
    with unit_of_work(scene.actor()) as uow:
        row = scene.milestone(uow, "M3")
        ids = [
            e.id for e in uow.session.scalars(select(BoundaryEntity).where(BoundaryEntity.code == "V-001"))
        ]
        reminders.remind_by_hand(uow, scene.group(uow), row, ids)
    run_all_due()
    # M3 was overdue when it was laid down: of that both are told.
    assert mails(scene, "M3")["c1@example.org"] == 2
    assert mails(scene, "M3")["c2@example.org"] == 1


def test_a_reminder_by_hand_goes_out_once_a_day(scene: Scene) -> None:
    for day in ("2022-06-02", "2022-06-02", "2022-06-03"):
        scene.day(day)
        with unit_of_work(scene.actor()) as uow:
            row = scene.milestone(uow, "M5")
            entity = uow.session.scalars(select(BoundaryEntity).where(BoundaryEntity.code == "S-01")).one()
            reminders.remind_by_hand(uow, scene.group(uow), row, [entity.id])
        run_all_due()
    assert mails(scene)["liu.yan@example.org"] == 2


def test_the_page_of_the_milestone_says_when_each_was_reminded_last(scene: Scene) -> None:
    go_to(scene, "2022-08-01")
    page = scene.town.browser("Paula Office").get("/programme/milestones/M5").text
    assert page.count("2022-08-01") >= 2


def test_an_act_of_reminding_stands_in_the_group_s_trail(scene: Scene) -> None:
    go_to(scene, "2022-08-01")
    stream = organisation_stream(scene.town.organisations["Halden Precision Group"])
    with reading(sign_in.DOORKEEPER.scope) as session:
        verbs = {event.verb for event in events_of(session, stream)}
        assert verify_chain(session, stream) is None
    assert {"milestone.plan", "boundary.import", "milestone.remind"} <= verbs
