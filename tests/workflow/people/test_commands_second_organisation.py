"""One account, roles in more organisations: an invitation is accepted with the account that one has."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import delete, select

from tests.factories import EVERYTHING
from tests.workflow.people.test_commands_sign_in import give_app
from tests.workflow.town import TOKEN, Town
from workflow.access import Role
from workflow.people import sign_in
from workflow.people.models import Mail, Membership, PersonalSettings
from workflow.unit_of_work import reading, services, unit_of_work

KUNSHAN, PENANG = "Halden Interconnect (Kunshan)", "Halden Cables (Penang)"
RIVAL = "Rival Verification Ltd"


def invited(town: Town, manager: str, organisation: str, role: Role, email: str) -> str:
    """The path of the link that the mail carries."""
    here = f"/people/of/{town.organisations[organisation]}/invite"
    fields = {"name": "Somebody", "email": email, "role": role.value}
    assert town.browser(manager).post(here, **fields).status_code == 303
    with reading(EVERYTHING) as session:
        text = session.scalars(select(Mail.text).order_by(Mail.id.desc()).limit(1)).one()
    found = re.search(r"/join/\S+", text)
    assert found
    return found.group()


def roles_of(town: Town, name: str) -> set[tuple[int, Role]]:
    with reading(EVERYTHING) as session:
        rows = session.scalars(select(Membership).where(Membership.person_id == town.people[name]))
        return {(m.owner_org_id, m.role) for m in rows}


def test_an_account_takes_a_role_in_a_second_organisation_after_signing_in(town: Town) -> None:
    link = invited(town, "Paula Office", PENANG, Role.PREPARER, "Liu.Yan@example.org")
    visitor = town.visitor()
    page = visitor.get(link).text
    assert "has an account already" in page
    assert "New password" not in page
    liu = town.browser("Liu Yan")
    assert "Join with my account" in liu.get(link).text
    assert liu.post(link + "/with-account").status_code == 303
    assert (town.organisations[PENANG], Role.PREPARER) in roles_of(town, "Liu Yan")
    assert (town.organisations[KUNSHAN], Role.PREPARER) in roles_of(town, "Liu Yan")
    code = town.open_case(PENANG)
    assert liu.get(f"/cases/{code}").status_code == 200


def test_nobody_else_takes_the_role_and_no_password_is_set_by_the_link(town: Town) -> None:
    link = invited(town, "Paula Office", PENANG, Role.PREPARER, "liu.yan@example.org")
    assert town.browser("Zhang Min").post(link + "/with-account").status_code == 422
    visitor = town.visitor()
    found = TOKEN.search(visitor.get("/sign-in").text)
    assert found
    visitor.client.post(link, data={"csrf_token": found.group(1), "password": "lantern orchid gravel 52"})
    assert roles_of(town, "Liu Yan") == {(town.organisations[KUNSHAN], Role.PREPARER)}
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        assert sign_in.sign_in_of(uow.session, town.person(uow, "Liu Yan")).password_hash is None


def test_the_link_works_once(town: Town) -> None:
    link = invited(town, "Paula Office", PENANG, Role.PREPARER, "liu.yan@example.org")
    liu = town.browser("Liu Yan")
    assert liu.post(link + "/with-account").status_code == 303
    assert liu.post(link + "/with-account").status_code == 422


def test_a_role_that_asks_for_the_app_ends_sessions_without_it_and_keeps_those_with_it(town: Town) -> None:
    link = invited(town, "Rita Rival", RIVAL, Role.VERIFIER, "liu.yan@example.org")
    liu = town.browser("Liu Yan")
    liu.post(link + "/with-account")
    assert liu.get("/people/me").status_code == 302
    give_app(town, "Chen Wei")
    link = invited(town, "Rita Rival", RIVAL, Role.VERIFIER, "chen.wei@example.org")
    chen = town.browser("Chen Wei")
    chen.post(link + "/with-account")
    assert chen.get("/people/me").status_code == 200


def test_the_second_organisation_lists_the_person_and_does_not_manage_the_account(town: Town) -> None:
    link = invited(town, "Rita Rival", RIVAL, Role.VERIFIER, "chen.wei@example.org")
    give_app(town, "Chen Wei")
    town.browser("Chen Wei").post(link + "/with-account")
    rita, here = town.browser("Rita Rival"), f"/people/of/{town.organisations[RIVAL]}"
    page = rita.get(here).text
    assert "chen.wei@example.org" in page
    assert "belongs to another organisation" in page
    chen = f"{here}/{town.people['Chen Wei']}"
    assert rita.post(f"{chen}/close", reason="x").status_code == 404
    competence = {"area": "sector", "evidence": "x", "valid_from": date(2022, 1, 1)}
    assert rita.post(f"{chen}/competences", **competence).status_code == 404
    code = town.open_case("Other Client Ltd", RIVAL)
    named = {"person": town.people["Chen Wei"], "role": "team_member"}
    assert rita.post(f"/cases/{code}/team", **named).status_code == 303


def test_who_never_chose_settings_has_the_usual_ones_and_may_choose(town: Town) -> None:
    engine = services().engine
    with engine.begin() as connection:
        connection.execute(
            delete(PersonalSettings).where(PersonalSettings.person_id == town.people["Liu Yan"])
        )
    liu = town.browser("Liu Yan")
    page = liu.get("/people/me")
    assert page.status_code == 200
    assert liu.post("/people/me/settings", language="en", mail_reminders="y").status_code == 303
    with reading(EVERYTHING) as session:
        row = session.scalars(
            select(PersonalSettings).where(PersonalSettings.person_id == town.people["Liu Yan"])
        ).one()
    assert (row.mail_assignments, row.mail_reminders) == (False, True)
