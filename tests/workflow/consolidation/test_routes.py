"""The pages of a group case over HTTP: who sees what, what is shown, and every act on them."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import EVERYTHING, the_system
from tests.workflow.consolidation.scene import (
    PERIOD,
    A,
    B,
    Group,
    err,
    issue_entity,
    open_entity,
    state_entity,
)
from tests.workflow.town import Browser, Counted, Town
from workflow import worker
from workflow.access import Role
from workflow.cases import commands as cases
from workflow.cases import entities
from workflow.cases.models import Case
from workflow.cases.rules import AssuranceLevel, CaseState, ConsolidationApproach
from workflow.ghg_statement import queries
from workflow.people import sign_in
from workflow.people.models import Organisation
from workflow.programme import boundary
from workflow.programme.boundary import Facts, Stand
from workflow.programme.rules import Place
from workflow.unit_of_work import reading, unit_of_work

HELD = {
    "share": "100", "has_operational_control": "y", "has_financial_control": "y", "valid_from": "2015-01-01",
    "reason": "share register",
}  # fmt: skip
HEAD = {"title": "Group 2021", "dated": "2022-08-01", "gwp_set": "AR6-27.9"}


@pytest.fixture
def town(town: Town) -> Town:
    """The town with a preparer and an approver in the group, and a group case of Norrland."""
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        group = town.organisation(uow, "Halden Precision Group")
        town._add(uow, group, "Gro Lund", Role.PREPARER)
        town._add(uow, group, "Per Strand", Role.APPROVER)
        case = entities.open_group_case(
            uow, town.organisation(uow, "Norrland Assurance AS"), title="Group 2021", group=group,
            period_start=PERIOD[0], period_end=PERIOD[1],
        )  # fmt: skip
        cases.add_group(
            uow, case, code="A", name="all", categories=[1, 2, 3, 4, 5, 6], level=AssuranceLevel.LIMITED,
            threshold_percent=Decimal(5),
        )  # fmt: skip
        cases.write_agreement(uow, case, consolidation_approach=ConsolidationApproach.OPERATIONAL_CONTROL)
        cases.name_team_member(uow, case, town.person(uow, "Ingrid Solberg"), Role.LEAD_VERIFIER)
        setattr(case, "state", CaseState.PLANNING)  # noqa: B010
        uow.record("test.state", case)
    return town


@pytest.fixture
def group(town: Town) -> Group:
    """The same for the scene's functions."""
    with reading(EVERYTHING) as session:
        case = session.query(Case).filter_by(is_group_case=True).one()
    people: dict[str, object] = dict.fromkeys(("preparer", "approver", "lead"))
    return Group(
        town.house, case.id, town.organisations["Norrland Assurance AS"],
        town.organisations["Halden Precision Group"], **people,  # type: ignore[arg-type]
    )  # fmt: skip


def page_of(group: Group) -> str:
    with reading(EVERYTHING) as session:
        return f"/cases/{group.case(session).code}/entities"


def lay_two(group: Group) -> None:
    for name, amounts in (("A Works", A), ("B Works", B)):
        open_entity(group, name)
        state_entity(group, name, amounts)


def make(town: Town, group: Group) -> str:
    """Name A and B, eliminate the 500 t, consolidate, all by the group's preparer; gives the page."""
    lay_two(group)
    here, gro = page_of(group), town.browser("Gro Lund")
    for name in ("A Works", "B Works"):
        assert gro.post(here, entity=str(group.entities[name]), **HELD).status_code == 303
    answer = gro.post(
        f"{here}/eliminations", buyer=group.code("B Works"), seller=group.code("A Works"), scope_key="S3-1",
        tonnes="500", reason="housings", evidence="ledgers of both",
    )  # fmt: skip
    assert answer.status_code == 303
    assert gro.post(f"{here}/consolidate", **HEAD).location.endswith("/entities/statement/1")
    return here


def submit(town: Town, group: Group, here: str) -> None:
    statement = here.replace("/entities", "/statement")
    gro, per = town.browser("Gro Lund"), town.browser("Per Strand")
    assert gro.post(f"{statement}/1/hand-in").status_code == 303
    with reading(EVERYTHING) as session:
        sha256 = queries.version(session, group.case(session), 1).sha256 or ""
    assert per.post(f"{statement}/1/sign", sha256=sha256).status_code == 303
    assert gro.post(f"{statement}/1/submit").status_code == 303
    worker.run_all_due()


def test_a_group_s_statement_is_made_signed_and_read_back_to_its_entities(town: Town, group: Group) -> None:
    here = make(town, group)
    submit(town, group, here)
    ingrid = town.browser("Ingrid Solberg")
    text = ingrid.get(f"{here}/statement/1").text
    for number in ("1,530.00", "−500.00", "1,030.00", "580.00"):
        assert number in text, number
    text = ingrid.get(f"{here}/statement/1?line=S3-1").text
    assert "900.00" in text and "50.00" not in text.split('id="parts-table"')[1]
    text = ingrid.get(f"{here}/{group.code('B Works')}").text
    assert "900.00" in text and "Held otherwise" not in text
    assert "1,030.00" in ingrid.get(here).text
    assert 'href="/cases/' in text and "/entities" in ingrid.get(here.removesuffix("/entities")).text


def test_the_way_back_is_a_link_only_for_who_may_read_the_entity_s_statement(
    town: Town, group: Group
) -> None:
    here = make(town, group)
    submit(town, group, here)
    link = f'href="/cases/{group.code("A Works")}/statement/1"'
    assert link in town.browser("Paula Office").get(f"{here}/statement/1").text
    assert link not in town.browser("Gro Lund").get(f"{here}/statement/1").text
    assert link not in town.browser("Ingrid Solberg").get(f"{here}/statement/1").text
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        entity = group.entity(uow.session, "A Works")
        cases.name_team_member(uow, entity, town.person(uow, "Ingrid Solberg"), Role.TEAM_MEMBER)
    assert link in town.browser("Ingrid Solberg").get(f"{here}/statement/1").text


@pytest.mark.parametrize("name", ["Liu Yan", "Tan Mei", "Omar Other", "Rita Rival", "Ron Rival", "Bo Board"])
def test_a_subsidiary_another_body_and_a_board_see_nothing_of_the_group_case(
    town: Town, group: Group, name: str
) -> None:
    here = make(town, group)
    browser = town.browser(name)
    for path in ("", "/statement/1", f"/{group.code('A Works')}", "/list.csv", "/statement/1.xlsx"):
        assert browser.get(here + path).status_code == 404, path
    assert browser.post(f"{here}/consolidate", **HEAD).status_code == 404


def test_naming_a_case_as_an_entity_opens_no_case_to_a_sister(town: Town, group: Group) -> None:
    make(town, group)
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        row = group.entity(uow.session, "A Works")
        code, party = row.code, row.responsible_party_org_id
        town._add(uow, uow.session.get_one(Organisation, party), "Ai Wu", Role.PREPARER)
    assert town.browser("Ai Wu").get(f"/cases/{code}").status_code == 200
    assert town.browser("Ai Wu").get(f"/cases/{group.code('B Works')}").status_code == 404
    assert town.browser("Ai Wu").get(page_of(group)).status_code == 404


def test_the_office_and_the_body_read_and_only_the_preparer_changes(town: Town, group: Group) -> None:
    here = make(town, group)
    for name in ("Paula Office", "Ingrid Solberg", "Jonas Lind"):
        browser = town.browser(name)
        assert browser.get(here).status_code == 200
        for path in ("/consolidate", "/eliminations", f"/{group.code('A Works')}/end", ""):
            assert browser.post(here + path, **HEAD).status_code == 403, (name, path)
    assert town.browser("Gro Lund").post(f"{here}/{group.code('A Works')}/cover").status_code == 403


def test_a_case_that_is_no_group_s_has_no_such_pages(town: Town, group: Group) -> None:
    code = town.open_case("Halden Interconnect (Kunshan)", Ingrid_Solberg=Role.LEAD_VERIFIER)
    browser = town.browser("Ingrid Solberg")
    assert browser.get(f"/cases/{code}/entities").status_code == 404
    assert "/entities" not in browser.get(f"/cases/{code}").text


def test_the_matrix_filters_and_gives_out_exactly_what_it_shows(town: Town, group: Group) -> None:
    here = make(town, group)
    issue_entity(group, "A Works", "NA-2022-0007")
    browser = town.browser("Ingrid Solberg")
    text = browser.get(f"{here}?state=verified").text
    assert "1 of 2" in text and "NA-2022-0007/0" in text and "B Works" not in text.split("<tbody>")[1]
    rows = list(csv.reader(io.StringIO(browser.get(f"{here}/list.csv?state=verified").text.lstrip("\ufeff"))))
    assert [row[0] for row in rows] == ["Entity", "A Works"]
    assert rows[1][2:6] == ["1", "verified", "NA-2022-0007/0", "1"]
    assert browser.get(f"{here}/list.xlsx").data[:2] == b"PK"
    rows = list(csv.reader(io.StringIO(browser.get(f"{here}/list.csv?sort=-reported").text)))
    assert [row[0] for row in rows[1:]] == ["B Works", "A Works"]


def test_the_consolidated_statement_is_given_out_with_parts_and_eliminations(
    town: Town, group: Group
) -> None:
    here = make(town, group)
    browser = town.browser("Gro Lund")
    rows = list(csv.reader(io.StringIO(browser.get(f"{here}/statement/1.csv").text.lstrip("\ufeff"))))
    assert rows[3][:4] == ["S3-1", "1080.00", "500.00", "580.00"]
    assert rows[4][:4] == ["", "1530.00", "500.00", "1030.00"]
    assert rows[-1][:5] == ["X-001", group.code("B Works"), group.code("A Works"), "S3-1", "500.00"]
    assert browser.get(f"{here}/statement/1.xlsx").data[:2] == b"PK"


def test_an_entity_is_held_otherwise_left_out_taken_in_and_taken_off(town: Town, group: Group) -> None:
    here = make(town, group)
    page, gro = f"{here}/{group.code('A Works')}", town.browser("Gro Lund")
    later = {**HELD, "share": "40", "valid_from": "2021-07-01"}
    answer = gro.post(f"{page}/hold", **later)
    assert answer.status_code == 422 and "held twice" in answer.text
    later = {**HELD, "share": "40", "has_operational_control": "", "valid_from": "2015-01-01"}
    del later["has_operational_control"]
    assert gro.post(f"{page}/hold", **later).status_code == 303
    assert "not held" in gro.get(page).text
    assert gro.post(f"{page}/leave-out", reason="dormant").status_code == 303
    assert "dormant" in gro.get(page).text
    assert gro.post(f"{page}/leave-out").status_code == 303
    assert gro.post(f"{page}/end").status_code == 422
    assert gro.post(f"{page}/end", reason="merged").status_code == 303
    assert gro.get(page).status_code == 404


def test_wrong_input_is_told_beside_its_field(town: Town, group: Group) -> None:
    here = make(town, group)
    gro = town.browser("Gro Lund")
    assert gro.post(here, entity="0", **HELD).status_code == 422
    assert gro.post(here, entity=str(group.entities["A Works"]), **HELD).status_code == 422
    wrong = gro.post(
        f"{here}/eliminations", buyer=group.code("A Works"), seller=group.code("A Works"), scope_key="S1",
        tonnes="5", reason="x", evidence="y",
    )  # fmt: skip
    assert wrong.status_code == 422 and "two different" in wrong.text
    assert gro.post(f"{here}/consolidate", title="").status_code == 422
    assert gro.post(f"{here}/eliminations/X-001/drop").status_code == 422
    assert gro.post(f"{here}/eliminations/X-001/drop", reason="counted twice").status_code == 303
    assert gro.post(f"{here}/eliminations/X-001/drop", reason="again").status_code == 404


def test_a_changed_entity_is_told_of_and_the_lead_rules(town: Town, group: Group) -> None:
    here = make(town, group)
    submit(town, group, here)
    state_entity(group, "A Works", {**A, "S1": "90"})
    worker.run_all_due()
    ingrid = town.browser("Ingrid Solberg")
    assert "A Works changed since" in ingrid.get(here).text
    assert "changed since" in ingrid.get(f"{here}?state=changed").text
    assert town.browser("Gro Lund").post(f"{here}/changes/1", ruling="x").status_code == 403
    assert ingrid.post(f"{here}/changes/1").status_code == 422
    assert ingrid.post(f"{here}/changes/99", ruling="x").status_code == 404
    assert ingrid.post(f"{here}/changes/1", ruling="10 t is clearly trivial").status_code == 303
    assert "A Works changed since" not in ingrid.get(here).text


def test_coverage_is_the_body_s_and_the_party_does_not_read_it(town: Town, group: Group) -> None:
    here = make(town, group)
    page = f"{here}/{group.code('B Works')}"
    ingrid = town.browser("Ingrid Solberg")
    assert ingrid.post(f"{page}/cover", coverage="visited by video").status_code == 422
    assert ingrid.post(f"{page}/cover", stratum="plants", coverage="visited by video").status_code == 303
    assert "visited by video" in ingrid.get(page).text
    assert "visited by video" not in town.browser("Gro Lund").get(page).text


def test_a_body_manager_opens_a_group_case(town: Town) -> None:
    jonas = town.browser("Jonas Lind")
    known = {"title": "Group 2022", "is_group_case": "y", "group": "0"}
    answer = jonas.post(
        "/cases/new", responsible_party=str(town.organisations["Halden Precision Group"]), **known
    )
    assert answer.status_code == 303
    assert "Entities" in jonas.get(answer.location).text
    wrong = jonas.post("/cases/new", responsible_party=str(town.organisations["Other Client Ltd"]), **known)
    assert wrong.status_code == 422


def test_the_evaluation_page_shows_what_was_taken_over(town: Town, group: Group) -> None:
    here = make(town, group)
    err(group, "B Works", "F-001", {"S03": "-20"})
    submit(town, group, here)
    group.move_to(CaseState.EVALUATION)
    ingrid, page = town.browser("Ingrid Solberg"), here.replace("/entities", "/evaluation")
    assert ingrid.post(page).status_code == 303
    text = ingrid.get(page).text
    assert f"{group.code('B Works')} F-001" in text and "taken over from an entity" in text


def test_the_group_s_boundary_stands_beside_its_case_and_is_taken_over_by_who_states(
    town: Town, group: Group
) -> None:
    lay_two(group)
    here, gro = page_of(group), town.browser("Gro Lund")
    for name in ("A Works", "B Works"):
        gro.post(here, entity=str(group.entities[name]), **HELD)
    assert "organisational boundary" not in gro.get(here).text
    outside = Stand(Place.OUT, date(2015, 1, 1), Decimal("0.4"), reason="Associate.")
    inside = Stand(
        Place.IN, date(2015, 1, 1), Decimal(1), has_operational_control=True, has_financial_control=True
    )
    with unit_of_work(the_system()) as uow:
        programme = boundary.set_up(uow, town.organisation(uow, "Halden Precision Group"), base_year=2021)
        stands = (("A Works", inside), ("B Works", outside), ("C Works", inside))
        boundary.take(uow, programme, [(Facts(n[0], n, None, None, None), stand) for n, stand in stands])
    page = gro.get(here).text
    assert "Inclusion factors that differ" in page and "Take shares and control from the boundary" in page
    assert "1 entity inside the boundary is not in this case" in page and "C Works" in page
    ingrid = town.browser("Ingrid Solberg")
    assert "Inclusion factors that differ" in ingrid.get(here).text
    assert "Take shares and control" not in ingrid.get(here).text
    assert counted(town, gro, here) <= 12
    act = f"/programme/group-cases/{here.split('/')[2]}/take"
    assert ingrid.post(act).status_code == 403
    assert gro.post(act).location == here
    assert "Inclusion factors that differ" not in gro.get(here).text


def test_every_page_asks_the_database_no_more_for_more_entities(town: Town, group: Group) -> None:
    here = make(town, group)
    gro = town.browser("Gro Lund")
    paths = ("", "/statement/1", f"/{group.code('A Works')}")
    before = [counted(town, gro, here + path) for path in paths]
    for number in range(4):
        name = f"Works {number}"
        open_entity(group, name)
        state_entity(group, name, A)
        gro.post(here, entity=str(group.entities[name]), **HELD)
    gro.post(f"{here}/consolidate", **HEAD)
    assert [counted(town, gro, here + path) for path in paths] == before
    assert max(before) <= 12, before


def counted(town: Town, browser: Browser, path: str) -> int:
    browser.get(path)
    with Counted(town.house) as asked:
        assert browser.get(path).status_code == 200
    return len(asked.statements)
