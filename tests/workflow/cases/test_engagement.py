"""Steps 1 and 2 of the worked case through the pages: application, team, impartiality, terms, signatures."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.factories import EVERYTHING
from tests.workflow.town import Town
from workflow.access import Role
from workflow.cases import commands
from workflow.cases.facts import engagement_facts, look_back_from
from workflow.cases.models import Agreement, Case, ImpartialityDeclaration, ImpartialityThreat, TeamMember
from workflow.cases.rules import refuse_conflicting_roles
from workflow.errors import BadInput, RuleViolation
from workflow.people import commands as people
from workflow.people import sign_in
from workflow.people.rules import CompetenceArea
from workflow.unit_of_work import reading, unit_of_work

KUNSHAN = "Halden Interconnect (Kunshan)"
APPLICATION = {
    "title": "HIK 2021", "intended_users": "Halden Precision Group", "period_start": "2021-01-01",
    "period_end": "2021-12-31", "sites": "Kunshan", "categories": ["1", "2", "3", "4"],
    "activity_description": "connectors",
}  # fmt: skip
TERMS: dict[str, str] = {
    name: name.replace("_", " ")
    for name in (
        "objectives", "criteria", "organisational_boundary", "scope_sites", "scope_categories", "gases",
        "site_visit_plan", "access_and_confidentiality", "fees", "use_of_statement", "later_facts_rule",
        "restriction_on_use",
    )
} | {
    "consolidation_approach": "operational_control", "timetable_start": "2022-09-01",
    "timetable_end": "2022-12-23",
}  # fmt: skip
NEEDED = ["programme", "sector"]
PROFILE: dict[str, Any] = {
    "look_back_years": "2", "body_clearance": "no relationship found", "required_competences": NEEDED
}  # fmt: skip
GROUPS = (
    {
        "code": "A",
        "name": "Direct and energy",
        "categories": ["1", "2"],
        "level": "reasonable",
        "threshold_percent": "5",
    },
    {
        "code": "B",
        "name": "Other indirect",
        "categories": ["3", "4"],
        "level": "limited",
        "threshold_percent": "10",
    },
)


class Engagement:
    """The case of HIK as its people bring it forward through the pages."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.jonas, self.liu, self.zhang = (town.browser(n) for n in ("Jonas Lind", "Liu Yan", "Zhang Min"))
        fields = {"title": "HIK", "responsible_party": town.organisations[KUNSHAN]}
        fields["group"] = town.organisations["Halden Precision Group"]
        self.url = self.jonas.post("/cases/new", **fields).headers["Location"].removesuffix("/engagement")
        self.code = self.url.removeprefix("/cases/")

    def move(self, name: str, **fields: str) -> TestResponse:
        return self.jonas.post(f"{self.url}/move/{name}", **fields)

    def apply(self) -> None:
        assert self.liu.post(f"{self.url}/engagement/application", **APPLICATION).status_code == 303
        assert self.move("engage").status_code == 303

    def propose(self, name: str, role: Role) -> None:
        answer = self.jonas.post(f"{self.url}/team", person=self.town.people[name], role=role.value)
        assert answer.status_code == 303

    def declare(self, name: str, **threat: str) -> None:
        browser = self.town.browser(name)
        fields = {"statement": "I am independent.", "kind": "self_review", "risk": "medium", **threat}
        assert browser.post(f"{self.url}/team/declaration", **fields).status_code == 303

    def newest(self, model: type) -> int:
        with reading(EVERYTHING) as session:
            return session.scalars(select(model.id).order_by(model.id.desc()).limit(1)).one()

    def clear(self, name: str) -> None:
        self.declare(name)
        here = f"{self.url}/team/declarations/{self.newest(ImpartialityDeclaration)}/clear"
        assert self.jonas.post(here, reason="nothing found").status_code == 303

    def prove(self, name: str, *areas: CompetenceArea, until: date | None = None) -> None:
        with unit_of_work(sign_in.DOORKEEPER) as uow:
            for area in areas:
                person = self.town.person(uow, name)
                people.add_competence(
                    uow, person, area, evidence="log", valid_from=date(2020, 1, 1), valid_to=until
                )

    def write_terms(self, **changed: str) -> None:
        fields = {
            **TERMS,
            "version": str(self.agreement().version if self.has_agreement() else ""),
            **changed,
        }
        assert self.jonas.post(f"{self.url}/engagement/agreement", **fields).status_code == 303

    def has_agreement(self) -> bool:
        with reading(EVERYTHING) as session:
            return session.scalar(select(Agreement.id)) is not None

    def agreement(self) -> Agreement:
        with reading(EVERYTHING) as session:
            return session.scalars(select(Agreement)).one()

    def sign(self, *sides: str) -> list[int]:
        sha256 = self.agreement().sha256
        browsers = {"body": self.jonas, "party": self.zhang}
        return [
            browsers[side].post(f"{self.url}/engagement/sign-for-{side}", sha256=sha256).status_code
            for side in sides
        ]

    def state(self) -> str:
        with reading(EVERYTHING) as session:
            return session.scalars(select(Case.state).where(Case.code == self.code)).one().value

    def ready(self, *team: tuple[str, Role]) -> None:
        """Everything up to the signatures."""
        self.apply()
        chosen = team or (
            ("Ingrid Solberg", Role.LEAD_VERIFIER), ("Chen Wei", Role.TEAM_MEMBER),
            ("Anna Berg", Role.INDEPENDENT_REVIEWER),
        )  # fmt: skip
        for name, role in chosen:
            self.propose(name, role)
            self.clear(name)
        self.prove("Ingrid Solberg", CompetenceArea.PROGRAMME, CompetenceArea.SECTOR)
        assert self.jonas.post(f"{self.url}/engagement/terms", **PROFILE).status_code == 303
        for group in GROUPS:
            fields = {**group, "qualitative_materiality": "double-claimed certificate"}
            assert self.jonas.post(f"{self.url}/engagement/groups", **fields).status_code == 303
        self.write_terms()


@pytest.fixture
def engagement(town: Town) -> Engagement:
    return Engagement(town)


def codes(answer: TestResponse) -> set[str]:
    assert answer.status_code == 409
    return set(re.findall(r"\b(?:G|SOD)-[A-Z0-9]+\b", answer.text))


def test_an_application_with_gaps_is_not_taken_up(engagement: Engagement) -> None:
    answer = engagement.move("engage")
    assert codes(answer) == {"G-APP"}
    assert "intended users" in answer.text


def test_mei_sato_s_consultancy_stops_the_agreement_and_chen_wei_takes_her_place(
    engagement: Engagement,
) -> None:
    engagement.ready(
        ("Ingrid Solberg", Role.LEAD_VERIFIER), ("Anna Berg", Role.INDEPENDENT_REVIEWER)
    )  # fmt: skip
    engagement.propose("Mei Sato", Role.TEAM_MEMBER)
    engagement.declare(
        "Mei Sato", threat="built the inventory of HIK", is_consultancy="y", period_from="2021-02-01",
        period_to="2021-05-31", risk="low",
    )  # fmt: skip
    assert engagement.sign("body", "party") == [303, 303]
    refused = engagement.move("agree")
    assert codes(refused) == {"G-IMP"}
    assert "Mei Sato declared a consultancy within the look-back" in refused.text
    here = f"{engagement.url}/team/{engagement.newest(TeamMember)}/end"
    assert engagement.jonas.post(here, reason="consultancy of 2021").status_code == 303
    engagement.propose("Chen Wei", Role.TEAM_MEMBER)
    engagement.clear("Chen Wei")
    assert engagement.move("agree").status_code == 303
    assert engagement.state() == "agreed"
    lead = engagement.town.browser("Ingrid Solberg")
    assert lead.post(f"{engagement.url}/move/start_planning").status_code == 303
    assert engagement.state() == "planning"


def test_a_decision_of_the_body_does_not_take_a_consultancy_out_of_the_look_back(
    engagement: Engagement,
) -> None:
    engagement.ready()
    engagement.declare("Chen Wei", threat="advice", is_consultancy="y", period_to="2021-05-31")
    here = f"{engagement.url}/team/threats/{engagement.newest(ImpartialityThreat)}"
    assert engagement.jonas.post(here, decision="no_threat", reason="small").status_code == 303
    clear = f"{engagement.url}/team/declarations/{engagement.newest(ImpartialityDeclaration)}/clear"
    assert engagement.jonas.post(clear, reason="small").status_code == 303
    engagement.sign("body", "party")
    assert codes(engagement.move("agree")) == {"G-IMP"}


def test_nobody_is_cleared_before_each_threat_is_decided(engagement: Engagement) -> None:
    engagement.apply()
    engagement.propose("Chen Wei", Role.TEAM_MEMBER)
    engagement.declare("Chen Wei", threat="a cousin works there", risk="high")
    here = f"{engagement.url}/team/declarations/{engagement.newest(ImpartialityDeclaration)}/clear"
    assert codes(engagement.jonas.post(here, reason="fine")) == {"G-IMP"}


def test_nothing_is_agreed_before_both_sides_have_signed(engagement: Engagement) -> None:
    engagement.ready()
    assert codes(engagement.move("agree")) == {"G-SIG"}
    assert engagement.sign("body") == [303]
    assert codes(engagement.move("agree")) == {"G-SIG"}
    assert engagement.sign("party") == [303]
    assert engagement.move("agree").status_code == 303


@pytest.mark.parametrize("change", ["terms", "group", "profile"])
def test_changed_terms_need_new_signatures(engagement: Engagement, change: str) -> None:
    engagement.ready()
    engagement.sign("body", "party")
    before = engagement.agreement().sha256
    if change == "terms":
        engagement.write_terms(fees="double")
    elif change == "group":
        third = {**GROUPS[0], "code": "C", "categories": ["5"], "qualitative_materiality": "any"}
        assert engagement.jonas.post(f"{engagement.url}/engagement/groups", **third).status_code == 303
    else:
        longer = {**PROFILE, "look_back_years": "5"}
        assert engagement.jonas.post(f"{engagement.url}/engagement/terms", **longer).status_code == 303
    assert engagement.agreement().sha256 != before
    assert codes(engagement.move("agree")) == {"G-SIG"}
    stale = engagement.zhang.post(f"{engagement.url}/engagement/sign-for-party", sha256=before)
    assert codes(stale) == {"G-SIG"}
    engagement.sign("body", "party")
    assert engagement.move("agree").status_code == 303


def test_signing_asks_for_a_fresh_sign_in(engagement: Engagement) -> None:
    engagement.ready()
    stale = engagement.town.browser("Zhang Min", is_fresh=False)
    answer = stale.post(f"{engagement.url}/engagement/sign-for-party", sha256=engagement.agreement().sha256)
    assert "/people/fresh" in answer.headers["Location"]
    assert codes(engagement.move("agree")) == {"G-SIG"}


def test_only_the_approver_signs_for_the_party_and_only_the_body_s_manager_for_the_body(
    engagement: Engagement,
) -> None:
    engagement.ready()
    sha256 = engagement.agreement().sha256
    for browser, side in ((engagement.liu, "party"), (engagement.jonas, "party"), (engagement.zhang, "body")):
        answer = browser.post(f"{engagement.url}/engagement/sign-for-{side}", sha256=sha256)
        assert answer.status_code == 403


def test_an_approver_who_prepares_needs_the_project_office_s_waiver(engagement: Engagement) -> None:
    town = engagement.town
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        people.give_role(
            uow, town.person(uow, "Zhang Min"), town.organisation(uow, KUNSHAN), Role.PREPARER,
            since=date(2021, 1, 1),
        )  # fmt: skip
    engagement.ready()
    engagement.sign("body", "party")
    assert codes(engagement.move("agree")) == {"SOD-4"}
    office = town.browser("Paula Office")
    here = f"{engagement.url}/engagement/waive-separation"
    assert engagement.jonas.post(here, reason="x").status_code == 403
    assert office.post(here, reason="one person on site").status_code == 303
    assert "one person on site" in town.browser("Ingrid Solberg").get(f"{engagement.url}/engagement").text
    assert engagement.move("agree").status_code == 303


def test_a_competence_that_ends_within_the_timetable_is_missed_on_its_first_working_day(
    engagement: Engagement,
) -> None:
    engagement.ready()
    engagement.prove("Chen Wei", CompetenceArea.DATA_AUDITING, until=date(2022, 11, 18))
    more = {**PROFILE, "required_competences": [*NEEDED, "data_auditing"]}
    assert engagement.jonas.post(f"{engagement.url}/engagement/terms", **more).status_code == 303
    engagement.sign("body", "party")
    refused = engagement.move("agree")
    assert codes(refused) == {"G-COMP"}
    assert "On 2022-11-21 nobody of the team holds: data auditing." in refused.text
    engagement.prove("Anna Berg", CompetenceArea.DATA_AUDITING)
    assert engagement.move("agree").status_code == 303


def test_a_role_in_a_sister_company_keeps_a_person_off_the_team(engagement: Engagement) -> None:
    town = engagement.town
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        sister = town.organisation(uow, "Halden Cables (Penang)")
        people.give_role(
            uow, town.person(uow, "Chen Wei"), sister, Role.PREPARER, since=date(2018, 1, 1),
            until=date(2019, 1, 1),
        )  # fmt: skip
    engagement.ready()
    engagement.sign("body", "party")
    refused = engagement.move("agree")
    assert codes(refused) == {"SOD-2"}
    assert "preparer at Halden Cables (Penang)" in refused.text


@pytest.mark.parametrize(("ended", "counts"), [(date(2018, 12, 31), False), (date(2019, 1, 1), True)])
def test_a_role_that_ended_before_the_look_back_does_not_count(
    engagement: Engagement, ended: date, counts: bool
) -> None:
    town = engagement.town
    engagement.ready()
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        party = town.organisation(uow, KUNSHAN)
        people.give_role(
            uow, town.person(uow, "Chen Wei"), party, Role.PREPARER, since=date(2017, 1, 1), until=ended
        )
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        facts = engagement_facts(uow.session, town.case(uow, engagement.code), date(2022, 9, 1))
    assert any(member.party_roles for member in facts.team) is counts


@pytest.mark.parametrize(
    ("period", "agreed", "years", "expected"),
    [
        (date(2021, 1, 1), None, 2, date(2019, 1, 1)),
        (date(2021, 1, 1), date(2022, 9, 1), 2, date(2019, 1, 1)),
        (date(2021, 1, 1), date(2020, 6, 30), 2, date(2018, 6, 30)),
        (date(2021, 1, 31), None, 5, date(2016, 1, 31)),
        (date(2024, 2, 29), None, 2, date(2022, 2, 28)),
        (None, None, 2, None),
    ],
)
def test_the_look_back_reaches_back_from_the_period_or_the_agreement_whichever_is_earlier(
    period: date | None, agreed: date | None, years: int, expected: date | None
) -> None:
    agreement = Agreement(agreed_on=agreed) if agreed else None
    assert look_back_from(Case(period_start=period, look_back_years=years), agreement) == expected


W, OUT = Role.TEAM_MEMBER, Role.INDEPENDENT_REVIEWER


@pytest.mark.parametrize(
    ("held", "wanted", "is_refused"),
    [
        ({W}, OUT, True), ({OUT}, W, True), ({Role.LEAD_VERIFIER}, Role.DECISION_MAKER, True),
        ({Role.TECHNICAL_EXPERT}, Role.SIGNATORY, True), ({Role.SIGNATORY}, Role.LEAD_VERIFIER, True),
        ({OUT}, Role.DECISION_MAKER, False), ({Role.DECISION_MAKER}, Role.SIGNATORY, False),
        ({W}, Role.LEAD_VERIFIER, False), (set(), OUT, False),
    ],
)  # fmt: skip
def test_who_works_on_the_case_neither_reviews_nor_decides_nor_signs_it(
    held: set[Role], wanted: Role, is_refused: bool
) -> None:
    refusals = refuse_conflicting_roles("Chen Wei", frozenset(held), wanted)
    assert [refusal.code for refusal in refusals] == (["SOD-1"] if is_refused else [])


def test_naming_the_lead_as_reviewer_is_refused_and_recorded(engagement: Engagement) -> None:
    engagement.apply()
    engagement.propose("Ingrid Solberg", Role.LEAD_VERIFIER)
    person = engagement.town.people["Ingrid Solberg"]
    answer = engagement.jonas.post(f"{engagement.url}/team", person=person, role="independent_reviewer")
    assert codes(answer) == {"SOD-1"}
    assert "team: name: refused" in engagement.jonas.get(f"{engagement.url}/trail").text


def test_a_second_lead_verifier_is_refused(engagement: Engagement) -> None:
    engagement.apply()
    engagement.propose("Ingrid Solberg", Role.LEAD_VERIFIER)
    person = engagement.town.people["Nils Vik"]
    answer = engagement.jonas.post(f"{engagement.url}/team", person=person, role="lead_verifier")
    assert codes(answer) == {"G-TEAM"}


@pytest.mark.parametrize("fields", [
    {"person": "x", "role": "team_member"}, {"person": "1", "role": "body_manager"}, {"role": "nonsense"}, {},
])  # fmt: skip
def test_nonsense_for_a_team_member_is_answered_beside_the_field(
    engagement: Engagement, fields: dict[str, str]
) -> None:
    assert engagement.jonas.post(f"{engagement.url}/team", **fields).status_code == 422


def test_the_second_of_two_who_write_the_terms_is_told(engagement: Engagement) -> None:
    engagement.ready()
    seen = str(engagement.agreement().version)
    engagement.write_terms(fees="first")
    late = engagement.jonas.post(f"{engagement.url}/engagement/agreement", **{**TERMS, "version": seen})
    assert late.status_code == 409
    assert "Somebody changed this meanwhile" in late.text
    assert engagement.agreement().fees == "first"


def test_a_form_sets_only_its_own_fields(engagement: Engagement) -> None:
    extra = {**APPLICATION, "owner_org_id": "1", "state": "issued", "code": "C-1", "body_clearance": "forged"}
    assert engagement.liu.post(f"{engagement.url}/engagement/application", **extra).status_code == 303
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        case = engagement.town.case(uow, engagement.code)
        assert (case.state.value, case.body_clearance) == ("draft", None)
        with pytest.raises(BadInput, match="owner_org_id cannot be set here"):
            commands.fill_application(uow, case, owner_org_id=1)


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("application", {**APPLICATION, "period_end": "2020-12-31"}, "The period ends before it starts"),
        ("agreement", {**TERMS, "timetable_end": "2021-12-31"}, "The timetable ends before it starts"),
        ("groups", {**GROUPS[0], "threshold_percent": "100"}, "between 0 and 100"),
    ],
)
def test_impossible_terms_are_refused_with_a_sentence(
    engagement: Engagement, path: str, fields: dict[str, Any], sentence: str
) -> None:
    browser = engagement.liu if path == "application" else engagement.jonas
    answer = browser.post(f"{engagement.url}/engagement/{path}", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_category_belongs_to_one_group(engagement: Engagement) -> None:
    first = {**GROUPS[0], "qualitative_materiality": "any"}
    assert engagement.jonas.post(f"{engagement.url}/engagement/groups", **first).status_code == 303
    again = engagement.jonas.post(f"{engagement.url}/engagement/groups", **{**first, "code": "B"})
    assert (again.status_code, "Category 1 is in another group" in again.text) == (422, True)


def test_the_terms_are_closed_once_they_are_agreed(engagement: Engagement) -> None:
    engagement.ready()
    engagement.sign("body", "party")
    assert engagement.move("agree").status_code == 303
    for path, fields in (("agreement", TERMS), ("terms", PROFILE), ("groups", {**GROUPS[0], "code": "Z"})):
        answer = engagement.jonas.post(f"{engagement.url}/engagement/{path}", **fields)
        assert codes(answer) == {"G-STATE"}, path
    assert engagement.sign("party") == [409]


def test_a_suspended_case_does_not_move_until_it_is_taken_up(engagement: Engagement) -> None:
    engagement.apply()
    assert engagement.jonas.post(f"{engagement.url}/suspend", reason="unpaid").status_code == 303
    assert "G-SUSPENDED" in codes(engagement.move("decline", reason="no"))
    assert engagement.jonas.post(f"{engagement.url}/suspend", reason="paid").status_code == 303
    assert codes(engagement.move("decline")) == {"G-REASON"}
    assert engagement.move("decline", reason="no team").status_code == 303


def test_a_move_that_the_state_does_not_have_or_that_nobody_knows_is_refused(engagement: Engagement) -> None:
    assert codes(engagement.move("agree")) == {"G-STATE"}
    assert engagement.move("fly").status_code == 404
    assert engagement.liu.post(f"{engagement.url}/move/engage").status_code == 403


def test_who_was_taken_off_the_team_sees_the_case_no_more_and_stays_in_its_history(
    engagement: Engagement,
) -> None:
    engagement.apply()
    engagement.propose("Chen Wei", Role.TEAM_MEMBER)
    browser = engagement.town.browser("Chen Wei")
    assert browser.get(engagement.url).status_code == 200
    here = f"{engagement.url}/team/{engagement.newest(TeamMember)}/end"
    assert engagement.jonas.post(here, reason="ill").status_code == 303
    assert browser.get(engagement.url).status_code == 404
    assert "Chen Wei" in engagement.jonas.get(f"{engagement.url}/team").text


def test_a_signature_is_refused_by_the_command_too_when_it_is_not_fresh(town: Town) -> None:
    from dataclasses import replace

    from workflow.cases.queries import actor_of
    from workflow.cases.rules import SignatureKind

    code = town.open_case(KUNSHAN)
    with unit_of_work(sign_in.DOORKEEPER) as uow:
        stale = actor_of(uow.session, town.person(uow, "Jonas Lind"), date(2022, 9, 1))
    for actor, gate in ((stale, "G-FRESH"), (replace(stale, is_fresh=True, on_behalf_of="Eva"), "G-DEPUTY")):
        with pytest.raises(RuleViolation) as refused, unit_of_work(actor) as uow:
            commands.sign(
                uow, town.case(uow, code), SignatureKind.AGREEMENT_BODY, subject="agreement",
                sha256="0" * 64, role_name="manager",
            )  # fmt: skip
        assert refused.value.codes == (gate,)
