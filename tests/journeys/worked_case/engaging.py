"""Steps 1 and 2: application, team, impartiality, agreement."""

from __future__ import annotations

from demo import cast
from demo.engagement import AGREEMENT, COMPETENCES, NO_THREAT, QUALITATIVE
from tests.journeys.town import Town
from tests.journeys.worked_case.people import (
    APPROVER,
    CASE,
    CODE,
    EXPERT,
    LEAD,
    MANAGER,
    MEMBER,
    NOT_CLEARED,
    OF_A_SISTER,
    PREPARER,
    REVIEWER,
)
from workflow.cases.rules import AssuranceLevel

TEAM = (
    (LEAD, "lead_verifier"),
    (EXPERT, "technical_expert"),
    (REVIEWER, "independent_reviewer"),
    (MANAGER, "decision_maker"),
    (MANAGER, "signatory"),
    (NOT_CLEARED, "team_member"),
)


def _choose(town: Town, who: str, action: str, field: str, text: str) -> str:
    """The value of the choice whose text begins so."""
    select = town.visit(who).form(action).xpath(f".//select[@name='{field}']")[0]
    for option in select.xpath(".//option"):
        if (option.text or "").startswith(text):
            return str(option.get("value"))
    raise AssertionError(f"{field} does not offer {text}")


def step_1_application(town: Town) -> None:
    """The body opens the case, the party applies, the body takes the application up."""
    town.at("2022-08-22")
    manager = town.visit(MANAGER).get("/cases/new")
    party = _choose(town, MANAGER, "/cases/new", "responsible_party", cast.HIK)
    group = _choose(town, MANAGER, "/cases/new", "group", cast.GROUP)
    manager.send(
        "/cases/new", title="Halden Interconnect (Kunshan), 2021", responsible_party=party, group=group
    )
    manager.sees(CODE, cast.HIK)
    manager.get(CASE).sees("Fill in first", "intended users")
    manager.push(f"{CASE}/move/engage", 409).sees("G-APP")
    preparer = town.visit(PREPARER).get(f"{CASE}/engagement")
    preparer.send(
        "engagement/application", title="Halden Interconnect (Kunshan), 2021",
        intended_users="Halden Precision Group and its board; readers of the group's disclosures",
        period_start="2021-01-01", period_end="2021-12-31", is_base_year=True,
        sites="Kunshan plant, 88 Demo Road, Kunshan; sales office, same city", categories=[1, 2, 3, 4],
        activity_description="Connectors: stamping, moulding, plating, assembly. Categories 5 and 6 are "
        "excluded as not significant: components without own energy use.",
    ).sees("The application is saved.")  # fmt: skip
    preparer.push(f"{CASE}/move/engage", 403)
    town.visit(OF_A_SISTER).get("/cases").misses(CODE).get(CASE, 404)
    manager.get(CASE).send("move/engage").sees("pre engagement")


def step_2_agreement(town: Town) -> None:
    """The agreement is refused while Mei Sato stands in the team; Chen Wei takes her place."""
    town.at("2022-08-29")
    manager = town.visit(MANAGER)
    for name, role in TEAM:
        _propose(town, name, role)
    for name in (LEAD, EXPERT, REVIEWER, MANAGER):
        _declare(town, name)
    town.visit(NOT_CLEARED).get(f"{CASE}/team").send(
        "team/declaration", statement="I worked for this client before I joined the body.",
        threat="Consultancy for HIK's first inventory in 2021", kind="self_review", is_consultancy=True,
        period_from="2021-03-01", period_to="2021-06-30", risk="high",
    )  # fmt: skip
    manager.get(f"{CASE}/engagement").send(
        "engagement/terms", required_competences=COMPETENCES,
        body_clearance="No other service for Halden Precision Group in five years; no shared owners.",
    )  # fmt: skip
    for code, name, categories, level, threshold in (
        ("A", "Direct emissions and imported energy", [1, 2], AssuranceLevel.REASONABLE, "5"),
        ("B", "Transport and purchased goods", [3, 4], AssuranceLevel.LIMITED, "10"),
    ):
        manager.send(
            "engagement/groups", code=code, name=name, categories=categories, level=level.value,
            threshold_percent=threshold, qualitative_materiality=QUALITATIVE,
        )  # fmt: skip
    terms = {name: getattr(text, "value", text) for name, text in AGREEMENT.items()}
    manager.send(
        "engagement/agreement", organisational_boundary="HIK, one plant and a sales office; operational control.",
        scope_sites="Kunshan plant and sales office",
        scope_categories="Categories 1 to 4; 5 and 6 excluded as not significant",
        site_visit_plan="Kunshan plant, two days in October 2022", timetable_start="2022-09-05",
        timetable_end="2022-11-30", **terms,
    )  # fmt: skip
    town.at("2022-09-02")
    manager.get(CASE).push(f"{CASE}/move/agree", 409).sees("G-IMP")
    manager.get(f"{CASE}/team").send(_act_of(town, NOT_CLEARED, "end"), reason="consultancy in the look-back")
    _propose(town, MEMBER, "team_member")
    _declare(town, MEMBER)
    for name, action in ((APPROVER, "sign-for-party"), (MANAGER, "sign-for-body")):
        town.visit(name).freshly().get(f"{CASE}/engagement").send(f"engagement/{action}").sees("Signed.")
    town.at("2022-09-05")
    manager.get(CASE).send("move/agree").sees("agreed")
    town.visit(LEAD).get(CASE).send("move/start_planning").sees("planning")


def _propose(town: Town, name: str, role: str) -> None:
    town.visit(MANAGER).get(f"{CASE}/team").send("/team", person=town.ids[name], role=role)


def _declare(town: Town, name: str) -> None:
    town.visit(name).get(f"{CASE}/team").send("team/declaration", statement=NO_THREAT)
    manager = town.visit(MANAGER).get(f"{CASE}/team")
    article = next(a for a in manager.page.xpath("//article") if name in "".join(a.itertext()))
    clearing = article.xpath(".//form/@action")[0]
    manager.send(str(clearing), reason="no relationship found in the records")


def _act_of(town: Town, name: str, ending: str) -> str:
    """The address of the form in the team's row of a person."""
    rows = town.visit(MANAGER).page.xpath("//tr[.//form]")
    row = next(r for r in rows if name in "".join(r.itertext()))
    return str(next(a for a in row.xpath(".//form/@action") if a.endswith(ending)))
