"""Every view of the product as every role, another tenant and a stranger: made from the URL map itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from werkzeug.routing import Rule

from tests.workflow.town import TOKEN, Browser, Town, the_app
from workflow.access import EVERYBODY, GRANTS, Permission, Role
from workflow.cases import commands as cases
from workflow.cases.guard import OPEN_FILES
from workflow.people import sign_in
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import unit_of_work

KUNSHAN = "Halden Interconnect (Kunshan)"
CANARY, RIVAL_CANARY = "canary-of-norrland", "canary-of-the-rival"
# What stands in the place of each argument of a view. A view with another argument fails below: add it here.
ARGUMENTS: dict[str, str] = {
    "anchor_id": "1", "code": "F-001", "declaration_id": "1", "document_id": "1", "fact_id": "1",
    "figure_id": "1", "form": "csv", "group": "A", "job_id": "1", "layout_id": "1", "link_id": "1",
    "member_id": "1", "membership_id": "1", "name": "engage", "number": "1", "organisation_id": "",
    "other": "1", "page": "1", "person_id": "", "reference": "", "revision": "0", "row_id": "1",
    "session_id": "99999", "suggestion_id": "1", "threat_id": "1", "token": "no-such-token",
    "visit_id": "1",
}  # fmt: skip

# Everybody with a role on the case, by the role; the others have none there.
ON_THE_CASE = {
    "Ingrid Solberg": Role.LEAD_VERIFIER, "Chen Wei": Role.TEAM_MEMBER, "Mei Sato": Role.TECHNICAL_EXPERT,
    "Anna Berg": Role.INDEPENDENT_REVIEWER, "Erik Dahl": Role.DECISION_MAKER, "Sofia Ek": Role.SIGNATORY,
    "Jonas Lind": Role.BODY_MANAGER, "Liu Yan": Role.PREPARER, "Zhang Min": Role.APPROVER,
    "Paula Office": Role.GROUP_OFFICE, "Ada Reader": Role.ACCREDITATION_READER,
}  # fmt: skip
ELSEWHERE = {
    "Nils Vik": Role.VERIFIER, "Olga Operator": Role.OPERATOR, "Rita Rival": Role.BODY_MANAGER,
    "Ron Rival": Role.VERIFIER, "Omar Other": Role.PREPARER, "Tan Mei": Role.PREPARER,
    "Bo Board": Role.BOARD_MEMBER,
}  # fmt: skip
# People of suppliers are not even told that a group has such pages.
TOLD_NOTHING = {("Omar Other", "targets")}
IN_ORGANISATIONS = {
    **dict.fromkeys(("Ingrid Solberg", "Chen Wei", "Mei Sato", "Anna Berg", "Erik Dahl"), Role.VERIFIER),
    "Sofia Ek": Role.VERIFIER,
}  # fmt: skip


@dataclass(frozen=True)
class View:
    """One view under one method, at an address of the first case."""

    path: str
    method: str
    endpoint: str
    permission: Permission | None
    is_of_case: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def ask(self, browser: Browser) -> tuple[int, str]:
        answer = browser.get(self.path) if self.method == "GET" else browser.post(self.path)
        return answer.status_code, answer.get_data(as_text=False).decode("utf-8", "replace")


def rules() -> Iterator[Rule]:
    yield from (rule for rule in the_app().url_map.iter_rules() if rule.endpoint not in OPEN_FILES)


def views(town: Town, code: str) -> list[View]:
    """All views but those of the product's files; raises KeyError for an argument that is not in the table."""
    body = str(town.organisations["Norrland Assurance AS"])
    known = {
        **ARGUMENTS, "reference": code, "organisation_id": body, "person_id": str(town.people["Nils Vik"])
    }  # fmt: skip
    found = []
    for rule in rules():
        path = rule.build({name: known[name] for name in rule.arguments}, append_unknown=False)
        assert path is not None, rule
        permission = getattr(the_app().view_functions[rule.endpoint], "permission")  # noqa: B009
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            found.append(View(path[1], method, rule.endpoint, permission, "reference" in rule.arguments))
    return sorted(found, key=lambda view: (view.method, view.path))


@pytest.fixture
def code(town: Town) -> str:
    """A case of Norrland with every role held by somebody, and one of the rival's."""
    town.settle(
        "Accreditation Service", OrganisationKind.ACCREDITATION_BODY, Ada_Reader=Role.ACCREDITATION_READER
    )
    team = {name.replace(" ", "_"): role for name, role in list(ON_THE_CASE.items())[:6]}
    code = town.open_case(KUNSHAN, **team)
    other = town.open_case("Other Client Ltd", "Rival Verification Ltd", Ron_Rival=Role.LEAD_VERIFIER)
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        case = town.case(uow, code)
        cases.grant(uow, case, town.organisation(uow, "Accreditation Service"))
        for row, canary in ((case, CANARY), (town.case(uow, other), RIVAL_CANARY)):
            row.title = canary
            row.sites = canary
            uow.record("test.title", row)
    return code


def test_every_argument_of_a_view_stands_in_the_table_and_no_other(town: Town) -> None:
    asked = {name for rule in rules() for name in rule.arguments}
    assert asked - ARGUMENTS.keys() == set(), "say what stands for this argument"
    assert ARGUMENTS.keys() - asked == set(), "no view has this argument any more"


def test_every_role_is_somebody_s() -> None:
    assert {*ON_THE_CASE.values(), *ELSEWHERE.values()} == set(Role)


@pytest.mark.parametrize("name", ON_THE_CASE, ids=lambda name: ON_THE_CASE[name].value)
def test_a_role_is_answered_403_for_every_view_that_it_does_not_hold(
    town: Town, code: str, name: str
) -> None:
    browser, wrong = town.browser(name), []
    for view in views(town, code):
        held = GRANTS[ON_THE_CASE[name] if view.is_of_case else IN_ORGANISATIONS.get(name, ON_THE_CASE[name])]
        if view.permission is not None and view.permission not in held | EVERYBODY:
            status, _text = view.ask(browser)
            if status != 403:
                wrong.append(f"{view}: {status}")
    assert wrong == []


@pytest.mark.parametrize("name", ON_THE_CASE, ids=lambda name: ON_THE_CASE[name].value)
def test_no_view_that_a_role_holds_breaks_on_an_empty_form_or_tells_of_the_rival(
    town: Town, code: str, name: str
) -> None:
    wrong = []
    browser = town.browser(name)
    for view in views(town, code):
        held = GRANTS[ON_THE_CASE[name] if view.is_of_case else IN_ORGANISATIONS.get(name, ON_THE_CASE[name])]
        if view.permission is None or view.permission not in held | EVERYBODY:
            continue
        status, text = view.ask(browser)
        if status >= 500 or status in {400, 401, 405} or RIVAL_CANARY in text:
            wrong.append(f"{view}: {status}{' tells' if RIVAL_CANARY in text else ''}")
        if view.endpoint == "people.sign_out":
            browser = town.browser(name)
    assert wrong == []


@pytest.mark.parametrize("name", ELSEWHERE)
def test_who_has_no_role_on_the_case_is_answered_404_and_told_nothing(
    town: Town, code: str, name: str
) -> None:
    browser, wrong = town.browser(name), []
    for view in views(town, code):
        if not view.is_of_case:
            continue
        status, text = view.ask(browser)
        if status != 404 or CANARY in text:
            wrong.append(f"{view}: {status}")
    assert wrong == []


@pytest.mark.parametrize("name", ELSEWHERE)
def test_lists_searches_and_screens_do_not_tell_of_another_tenant_s_case(
    town: Town, code: str, name: str
) -> None:
    browser, wrong = town.browser(name), []
    paths = [view.path for view in views(town, code) if view.method == "GET" and not view.is_of_case]
    for path in (*paths, "/search?q=canary", f"/search?q={code}", f"/search?q={KUNSHAN[:6]}"):
        if CANARY in browser.client.get(path, follow_redirects=True).text:
            wrong.append(path)
    assert wrong == []


@pytest.mark.parametrize("name", ELSEWHERE)
def test_outside_a_case_too_a_role_that_is_not_held_is_answered_403(town: Town, code: str, name: str) -> None:
    browser, wrong = town.browser(name), []
    for view in views(town, code):
        if view.is_of_case or view.permission is None:
            continue
        if view.permission not in GRANTS[ELSEWHERE[name]] | EVERYBODY:
            status, _text = view.ask(browser)
            if status != (404 if (name, view.endpoint.partition(".")[0]) in TOLD_NOTHING else 403):
                wrong.append(f"{view}: {status}")
    assert wrong == []


def test_another_tenant_s_organisation_people_and_sessions_are_answered_404(town: Town, code: str) -> None:
    browser, wrong = town.browser("Rita Rival"), []
    for view in views(town, code):
        if "organisation_id" in view.path or view.path.startswith("/people/of/"):
            status, _text = view.ask(browser)
            if status != 404:
                wrong.append(f"{view}: {status}")
    assert wrong == []


def test_a_stranger_is_sent_to_the_door_or_answered_401_and_never_told(town: Town, code: str) -> None:
    visitor, wrong = town.visitor(), []
    token = TOKEN.search(visitor.get("/sign-in").text)
    assert token
    visitor.token = token.group(1)
    for view in views(town, code):
        status, text = view.ask(visitor)
        door = 302 if view.method == "GET" else 401
        is_right = status < 500 if view.permission is None else status == door
        if not is_right or CANARY in text or RIVAL_CANARY in text:
            wrong.append(f"{view}: {status}")
    assert wrong == []
