"""What a supplier shows the body is read by no group, no subsidiary and no other supplier, at any address."""

from __future__ import annotations

import pytest

from tests.architecture.test_access_matrix import views
from tests.factories import a_document
from tests.workflow.town import Town
from workflow.access import Role
from workflow.cases import commands as cases
from workflow.documents.queries import current_version
from workflow.errors import BadInput
from workflow.people import sign_in
from workflow.people.models import Organisation
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import unit_of_work

SUPPLIER, OTHER = "Taihe Copper", "Resin Works"
CANARY = "canary-of-the-supplier"


@pytest.fixture
def code(town: Town) -> str:
    """A supplier's case with a document, of the body that also verifies the group's subsidiaries."""
    town.settle(SUPPLIER, OrganisationKind.SUPPLIER, Su_Pplier=Role.PREPARER)
    town.settle(OTHER, OrganisationKind.SUPPLIER, Ri_Val=Role.PREPARER)
    town.open_case("Halden Interconnect (Kunshan)", Ingrid_Solberg=Role.LEAD_VERIFIER)
    code = town.open_case(SUPPLIER, Ingrid_Solberg=Role.LEAD_VERIFIER)
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        case = town.case(uow, code)
        case.title = CANARY
        version = current_version(uow.session, a_document(uow, case))
        version.name = f"{CANARY}.pdf"
        uow.record("test.canary", case, covers=[version])
    return code


@pytest.mark.parametrize("name", ["Paula Office", "Liu Yan", "Zhang Min", "Tan Mei", "Ri Val"])
def test_group_subsidiaries_and_other_suppliers_find_nothing_of_it(town: Town, code: str, name: str) -> None:
    browser, wrong = town.browser(name), []
    for view in views(town, code):
        if view.is_of_case:
            status, text = view.ask(browser)
            if status != 404 or CANARY in text:
                wrong.append(f"{view}: {status}")
    for path in ("/", "/cases", f"/search?q={CANARY[:6]}", f"/search?q={code}", f"/search?q={SUPPLIER[:5]}"):
        if CANARY in browser.get(path).text:
            wrong.append(path)
    assert wrong == []


def test_the_supplier_and_the_body_s_team_read_it(town: Town, code: str) -> None:
    for name in ("Su Pplier", "Ingrid Solberg"):
        assert CANARY in town.browser(name).get(f"/cases/{code}/evidence").text


def test_a_supplier_s_case_is_never_opened_to_a_group(town: Town) -> None:
    town.settle(SUPPLIER, OrganisationKind.SUPPLIER, Su_Pplier=Role.PREPARER)
    jonas = town.browser("Jonas Lind")
    group = town.organisations["Halden Precision Group"]
    fields = {"title": "x", "responsible_party": town.organisations[SUPPLIER], "group": group}
    answer = jonas.post("/cases/new", **fields)
    assert answer.status_code == 422
    assert "opened to no group" in answer.text
    with pytest.raises(BadInput), unit_of_work(sign_in.DOORKEEPER) as uow:
        cases.open_case(
            uow, town.organisation(uow, "Norrland Assurance AS"), title="x",
            responsible_party=town.organisation(uow, SUPPLIER), group=uow.session.get_one(Organisation, group),
        )  # fmt: skip
