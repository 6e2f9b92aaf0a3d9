"""An empty installation walked by its pages: set-up, body, client and people, number series, first case."""

from __future__ import annotations

import re
from typing import Any

import pyotp
import pytest
from sqlalchemy import select

from tests.factories import EVERYTHING, House
from tests.journeys.visitor import Visitor
from tests.workflow.town import Town, the_app
from workflow.admin.commands import set_up_code
from workflow.opinion.models import NumberSeries
from workflow.people.models import Mail
from workflow.unit_of_work import reading, services

PASSWORD = "lantern orchid gravel 52"
SET_UP: dict[str, Any] = {
    "operator": "The Operator", "body": "Norrland Assurance AS", "number_prefix": "NA", "name": "Jonas Lind",
    "email": "jonas@example.org", "password": PASSWORD,
}  # fmt: skip


def stranger() -> Visitor:
    return Visitor(the_app(), "a stranger", None)


def set_up(**other: str) -> Visitor:
    """The first person at the first page, with the code from the data folder."""
    visitor = stranger().get("/")
    typed: dict[str, Any] = {"code": set_up_code(services().config).read_text(), **SET_UP, **other}
    return visitor.send("/set-up", **typed)


def sign_in_with_app(email: str) -> Visitor:
    """Password, then the authenticator app that the role asks for."""
    visitor = stranger().get("/sign-in").send("/sign-in", email=email, password=PASSWORD)
    secret = re.search(r"\b[A-Z2-7]{32}\b", visitor.text)
    assert secret, visitor.text
    code = pyotp.TOTP(secret.group()).at(services().wall.now())
    return visitor.send("/sign-in/app", code=code)


def join() -> Visitor:
    """Follow the link of the newest mail and choose a password."""
    with reading(EVERYTHING) as session:
        text = session.scalars(select(Mail.text).order_by(Mail.id.desc()).limit(1)).one()
    found = re.search(r"/join/\S+", text)
    assert found
    return stranger().get(found.group()).send(found.group(), password=PASSWORD)


def test_an_empty_installation_comes_to_its_first_case_and_number_by_its_pages_alone(house: House) -> None:
    set_up().sees("Assay is set up")
    manager = sign_in_with_app("jonas@example.org")
    manager.get("/admin").send(
        "/admin/organisations", name="Halden Interconnect (Kunshan)", kind="subsidiary", parent="0",
        manager_name="Liu Yan", manager_email="liu@example.org",
    ).sees("Halden Interconnect (Kunshan)")  # fmt: skip
    join().sees("Your account is ready")
    manager.get("/people")
    manager.get(manager.link(r"/people/of/\d+$")).send(
        "invite", name="Ingrid Solberg", email="ingrid@example.org", role="verifier"
    )
    join()
    manager.get(manager.link(r"/numbers$")).sees("No number was given yet")
    manager.send("numbers", year=2022, first=41).sees("NA-2022-0041")
    manager.send("numbers", 422, year=2022, first=1).sees("has begun already")
    manager.get("/cases/new").send(
        "/cases/new", title="HIK 2021", responsible_party=_of(manager, "Halden Interconnect (Kunshan)")
    ).sees("C-2022-0001")
    with reading(EVERYTHING) as session:
        assert session.scalars(select(NumberSeries.last)).all() == [40]


def _of(visitor: Visitor, name: str) -> str:
    (value,) = visitor.page.xpath("//select[@name='responsible_party']/option[.=$name]/@value", name=name)
    return str(value)


def test_the_set_up_asks_for_the_code_from_the_data_folder(house: House) -> None:
    visitor = stranger().get("/set-up")
    visitor.send("/set-up", 422, code="0000", **SET_UP).sees("This is not the code in the file")
    assert set_up_code(services().config).exists()


def test_the_set_up_refuses_a_weak_password_and_leaves_nothing_behind(house: House) -> None:
    code = set_up_code(services().config).read_text()
    weak: dict[str, Any] = {**SET_UP, "password": "jonas.lind 1"}
    stranger().get("/set-up").send("/set-up", 422, code=code, **weak).sees("easy to guess")
    set_up().sees("Assay is set up")


def test_an_installation_is_set_up_once_and_its_code_is_gone(house: House) -> None:
    set_up()
    assert not (services().config.folder / "set-up-code").exists()
    stranger().get("/set-up").sees("Mail address")


@pytest.mark.parametrize(("name", "status"), [("Liu Yan", 403), ("Rita Rival", 404), ("Ingrid Solberg", 403)])
def test_only_the_body_s_manager_sees_and_opens_its_number_series(town: Town, name: str, status: int) -> None:
    path = f"/people/of/{town.organisations['Norrland Assurance AS']}/numbers"
    assert town.browser(name).get(path).status_code == status
    assert town.browser(name).post(path, year=2022, first=5).status_code == status


def test_the_manager_of_a_body_opens_no_series_for_another_kind_of_organisation(town: Town) -> None:
    town.open_case("Halden Interconnect (Kunshan)")
    path = f"/people/of/{town.organisations['Halden Interconnect (Kunshan)']}/numbers"
    assert town.browser("Jonas Lind").get(path).status_code in {403, 404}
