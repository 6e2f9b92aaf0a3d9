"""Pages ask the database at most twelve times (the guard's own included apart), however many rows there are."""

from __future__ import annotations

import pytest

from tests.workflow.town import Counted, Town
from workflow.access import Role
from workflow.people import commands, sign_in
from workflow.unit_of_work import unit_of_work

KUNSHAN = "Halden Interconnect (Kunshan)"
# Who comes in: session, roles, scope, the case and the roles on it, before the page asks anything.
GUARD = 7
MOST = 12


def fill(town: Town, rows: int) -> str:
    """Cases with a lead and people in the body; gives the first case's code."""
    codes = [town.open_case(KUNSHAN, Ingrid_Solberg=Role.LEAD_VERIFIER) for _ in range(rows)]
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        body = town.organisation(uow, "Norrland Assurance AS")
        for number in range(rows):
            commands.add_person(uow, body, f"Verifier {rows}-{number}", f"v{rows}.{number}@example.org")
    return codes[0]


def asked(town: Town, name: str, path: str) -> list[str]:
    browser = town.browser(name)
    browser.get(path)
    with Counted(town.house) as counted:
        assert browser.get(path).status_code == 200
    return counted.statements


PAGES = ["/", "/cases", "/people/me", "/people", "/people/of/2", "/cases/{code}", "/cases/{code}/team",
         "/cases/{code}/engagement", "/cases/{code}/trail", "/cases/{code}/evidence", "/cases/{code}/months",
         "/cases/{code}/findings", "/cases/{code}/tests", "/cases/{code}/plan",
         "/cases/{code}/statement", "/search?q=HIK"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_a_small_number_of_times_however_many_rows_there_are(town: Town, path: str) -> None:
    code = fill(town, 1)
    few = asked(town, "Jonas Lind", path.format(code=code))
    fill(town, 29)
    many = asked(town, "Jonas Lind", path.format(code=code))
    assert len(many) == len(few)
    assert len(few) <= GUARD + MOST, "\n".join(few)
