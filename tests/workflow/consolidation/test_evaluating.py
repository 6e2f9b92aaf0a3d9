"""The group case's evaluation takes over its entities' cases at their share: the vectors of 4.2b."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.factories import EVERYTHING, House, an_organisation, the_system
from tests.workflow.consolidation.scene import (
    Group,
    a_group,
    consolidate,
    err,
    issue_entity,
    name_entities,
    open_entity,
    state_entity,
    submit_group,
)
from tests.workflow.town import Counted
from workflow.cases import entities
from workflow.cases.rules import CaseState
from workflow.errors import BadInput
from workflow.evaluation import commands, queries
from workflow.evaluation.models import GroupConclusion
from workflow.evaluation.page import shown_evaluation
from workflow.evaluation.rules import OpinionKind
from workflow.findings.models import Finding
from workflow.findings.rules import FindingKind, FindingState, Subtype
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import reading, unit_of_work

D = Decimal


def lay_entities(group: Group, amounts: dict[str, dict[str, str]], *, issued: bool = True) -> None:
    for number, (name, tonnes) in enumerate(amounts.items()):
        open_entity(group, name)
        state_entity(group, name, tonnes)
        if issued:
            issue_entity(group, name, f"NA-2022-{number:04d}")


def evaluate(group: Group) -> GroupConclusion:
    group.move_to(CaseState.EVALUATION)
    with unit_of_work(group.lead) as uow:
        commands.evaluate(uow, group.case(uow.session))
    with reading(EVERYTHING) as session:
        current = queries.current_evaluation(session, group.case(session))
        assert current is not None
        (row,) = queries.conclusions_of(session, current)
        return row


def location(group: Group) -> dict[str, Any]:
    return evaluate(group).location


def cover(group: Group, name: str, stratum: str, coverage: str | None) -> None:
    code = group.code(name)
    with unit_of_work(group.lead) as uow:
        case = group.case(uow.session)
        row = entities.entity_by_code(uow.session, case, code)
        entities.cover_by_sample(uow, case, row, stratum=stratum, coverage=coverage)


def test_three_entities_each_below_its_threshold_are_together_material_for_the_group(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "450000"}, "B": {"S1": "300000"}, "C": {"S1": "250000"}})
    for name, net in (("A", "-20000"), ("B", "-18000"), ("C", "-13000")):
        err(group, name, "F-001", {"S01": net})
    name_entities(group, A="1", B="1", C="1")
    submit_group(group, consolidate(group).number)
    row = evaluate(group)
    assert (row.reported, D(row.location["net"]), D(row.location["net_share"])) == (
        1000000,
        51000,
        D("0.051"),
    )
    assert row.proposed is OpinionKind.MODIFIED
    found = [(m["finding"], m["net"]) for m in row.location["misstatements"]]
    assert found[0] == (f"{group.code('A')} F-001", "-20000.00")


def test_the_same_three_without_the_smallest_are_not_material(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "450000"}, "B": {"S1": "550000"}})
    for name, net in (("A", "-20000"), ("B", "-18000")):
        err(group, name, "F-001", {"S01": net})
    name_entities(group, A="1", B="1")
    submit_group(group, consolidate(group).number)
    row = evaluate(group)
    assert (D(row.location["net_share"]), row.proposed) == (D("0.038"), OpinionKind.UNMODIFIED)


def test_a_misstatement_is_carried_up_signed_at_its_inclusion_factor(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "1000", "S2": "500"}, "B": {"S1": "1000"}})
    err(group, "A", "F-001", {"S01": "-100", "S02": "30"})
    name_entities(group, A="0.6", B="1")
    submit_group(group, consolidate(group).number)
    (item,) = location(group)["misstatements"]
    assert (item["net"], item["gross"]) == ("-42.00", "78.00")
    assert [e[1:] for e in item["effects"]] == [[1, "-60.00"], [2, "18.00"]]


def test_sources_of_two_entities_with_one_code_stay_two_sources(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "1000"}, "B": {"S2": "1000"}})
    err(group, "A", "F-001", {"S01": "-10"})
    err(group, "B", "F-001", {"S01": "25"})
    name_entities(group, A="1", B="1")
    submit_group(group, consolidate(group).number)
    held = location(group)
    assert held["category_nets"] == [[1, "-10.00"], [2, "25.00"]]


def test_an_entity_that_is_not_verified_is_a_gap_of_the_group(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "900"}})
    lay_entities(group, {"B": {"S1": "60", "S2": "40"}}, issued=False)
    name_entities(group, A="1", B="0.8")
    submit_group(group, consolidate(group).number)
    row = evaluate(group)
    held = row.location
    assert (D(held["unverified"]), held["gap_categories"]) == (80, 2)
    assert row.proposed is OpinionKind.MODIFIED


def test_an_entity_left_out_or_not_held_is_no_gap_of_the_group(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "900"}})
    lay_entities(group, {"B": {"S1": "60"}}, issued=False)
    name_entities(group, A="1", B="0")
    submit_group(group, consolidate(group).number)
    assert D(location(group)["unverified"]) == 0


def test_an_entity_that_the_sample_of_sites_covers_is_no_gap(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "900"}})
    lay_entities(group, {"B": {"S1": "100"}}, issued=False)
    name_entities(group, A="1", B="1")
    submit_group(group, consolidate(group).number)
    cover(group, "A", "plants", None)
    cover(group, "B", "plants", "visited by video; intensity within 4 % of A's")
    assert D(location(group)["unverified"]) == 0


def test_a_sample_without_a_visited_entity_covers_nobody(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "900"}})
    lay_entities(group, {"B": {"S1": "100"}}, issued=False)
    name_entities(group, A="1", B="1")
    submit_group(group, consolidate(group).number)
    cover(group, "B", "plants", "analytical test")
    assert D(location(group)["unverified"]) == 100


def test_what_visited_entities_misstate_is_projected_to_their_stratum(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "25000"}, "B": {"S1": "15000"}})
    lay_entities(group, {"C": {"S1": "60000"}}, issued=False)
    err(group, "A", "F-001", {"S01": "-600"})
    name_entities(group, A="1", B="1", C="1")
    submit_group(group, consolidate(group).number)
    for name, coverage in (("A", None), ("B", None), ("C", "analytical test on output")):
        cover(group, name, "plants", coverage)
    held = location(group)
    assert D(held["net"]) == 1500
    nets = [(m["net"], m["is_projected"]) for m in held["misstatements"]]
    assert nets == [("-600.00", False), ("-900.00", True)]


def test_a_newer_version_of_an_entity_takes_its_verification_away(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "100"}})
    name_entities(group, A="1")
    submit_group(group, consolidate(group).number)
    assert D(location(group)["unverified"]) == 0
    group.move_to(CaseState.POST_ISSUE_REVIEW, "A")
    assert D(location(group)["unverified"]) == 100


def test_an_entity_verified_since_on_the_same_bytes_counts_as_verified(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "100"}}, issued=False)
    name_entities(group, A="1")
    submit_group(group, consolidate(group).number)
    issue_entity(group, "A", "NA-2022-0001")
    assert D(location(group)["unverified"]) == 0


def limit(group: Group, name: str, tonnes: str) -> None:
    with unit_of_work(the_system()) as uow:
        case = group.entity(uow.session, name)
        row = Finding(
            case_id=case.id, owner_org_id=case.owner_org_id, code="F-009", kind=FindingKind.LIMITATION,
            subtype=Subtype.ERROR, state=FindingState.ACCEPTED_LIMITATION, is_misstatement=False, title="gap",
            requirement="6.1", gap="no meter", raised_by="test", raised_at=uow.now, gap_categories=[2],
            unverified_tonnes=D(tonnes), group_code="B",
        )  # fmt: skip
        uow.session.add(row)
        uow.record("test.finding", row)


def test_a_gap_that_a_verified_entity_was_left_with_is_carried_up_at_its_share(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "900", "S2": "100"}})
    limit(group, "A", "40")
    name_entities(group, A="0.5")
    submit_group(group, consolidate(group).number)
    assert D(location(group)["unverified"]) == 20


def test_what_another_body_has_not_issued_is_its_own_and_only_a_gap(house: House) -> None:
    group = a_group(house)
    with unit_of_work(the_system()) as uow:
        rival = an_organisation(uow, "Rival Verification Ltd", OrganisationKind.BODY).id
    lay_entities(group, {"A": {"S1": "900"}})
    open_entity(group, "B", body_id=rival)
    state_entity(group, "B", {"S1": "100"})
    err(group, "B", "F-001", {"S01": "-50"})
    name_entities(group, A="1", B="1")
    submit_group(group, consolidate(group).number)
    held = location(group)
    assert (held["misstatements"], D(held["unverified"])) == ([], 100)
    issue_entity(group, "B", "RV-1")
    held = location(group)
    assert ([m["net"] for m in held["misstatements"]], D(held["unverified"])) == (["-50.00"], 0)


def test_the_evaluation_s_page_shows_what_was_taken_over(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "1000"}})
    err(group, "A", "F-001", {"S01": "-10"})
    name_entities(group, A="1")
    submit_group(group, consolidate(group).number)
    evaluate(group)
    with reading(EVERYTHING) as session:
        shown = shown_evaluation(session, group.case(session))
    (row,) = shown.schedule
    assert (row.code, row.finding, row.net) == (f"{group.code('A')} F-001", None, -10)
    assert [run.held["net"] for s in shown.live for run in s.runs] == ["10.00"]
    assert shown.judged[0].runs[0].meter.tip is not None


def test_a_coverage_names_its_stratum(group: Group) -> None:
    lay_entities(group, {"A": {"S1": "1000"}})
    name_entities(group, A="1")
    with pytest.raises(BadInput, match="stratum"):
        cover(group, "A", "", "analytical test")


def test_an_evaluation_of_six_entities_asks_as_often_as_one_of_two(group: Group) -> None:
    counts = []
    for names in (("A", "B"), ("C", "D", "E", "F")):
        for name in names:
            open_entity(group, name)
            state_entity(group, name, {"S1": "100"})
            issue_entity(group, name, f"NA-{name}")
        name_entities(group, **dict.fromkeys(names, "1"))
        submit_group(group, consolidate(group).number)
        with reading(EVERYTHING) as session:
            case = group.case(session)
            with Counted(group.house) as counted:
                queries.standing_uncorrected(session, case)
        counts.append(len(counted.statements))
    assert counts[0] == counts[1] <= 9
