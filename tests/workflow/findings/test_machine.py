"""The finding's gates, each refused first and then opened; no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from workflow.access import GRANTS, RESPONSIBLE_PARTY_ROLES, TEAM_ROLES, Permission, Role, Scope, system_actor
from workflow.errors import BadInput
from workflow.findings import machine as m
from workflow.findings.citing import Cited, parse_citations
from workflow.findings.machine import FINDING, FindingFacts
from workflow.findings.models import Finding
from workflow.findings.queries import may_see
from workflow.findings.rules import FindingKind as K
from workflow.findings.rules import FindingState as S
from workflow.machine import Gate

CAR = FindingFacts(kind=K.CORRECTIVE_ACTION)
CL = FindingFacts(kind=K.CLARIFICATION)
FAR = FindingFacts(kind=K.FORWARD_ACTION)
OFI = FindingFacts(kind=K.RECOMMENDATION)
LIM = FindingFacts(kind=K.LIMITATION)
TODAY = date(2022, 11, 9)
NUMERIC = replace(CAR, is_numeric=True)
LATER = replace(NUMERIC, later_version=2)
LEFT = replace(LATER, uncorrected_sources=("S04",), remainder=Decimal("-10.38"))
SAID = {"text": "July found."}
ANSWERED: dict[str, Any] = {**SAID, "has_correction": True}

# Gate, facts on which it is shut, a word of what it says, what opens it.
GATES: list[tuple[Gate, FindingFacts, str, dict[str, Any]]] = [
    (m.evidence_is_cited, CAR, "Cite the evidence", {"has_evidence": True}),
    (m.requirement_and_gap_are_named, CAR, "requirement", {"requirement": "6.2", "gap": "July"}),
    (m.requirement_and_gap_are_named, replace(CAR, requirement="6.2"), "gap", {"gap": "July"}),
    (m.a_due_date_and_an_addressee_are_set, CAR, "due date", {"due": TODAY, "has_addressee": True}),
    (m.a_due_date_and_an_addressee_are_set, replace(CAR, due=TODAY), "addressed", {"has_addressee": True}),
    (
        m.a_limitation_says_what_was_asked_and_what_is_missing, LIM, "tonnes without evidence",
        {"was_asked_for": True, "unverified_tonnes": Decimal(903)},
    ),
    (m.it_is_to_be_answered, LIM, "not answered in rounds", {"kind": K.CLARIFICATION}),
    (m.response_says_what_was_done, CAR, "Write the answer", {**ANSWERED, "has_attachment": True}),
    (m.response_says_what_was_done, replace(CAR, **SAID), "State the correction", {"is_refusal": True}),
    (m.response_says_what_was_done, replace(CAR, **ANSWERED), "Attach", {"has_attachment": True}),
    (m.response_says_what_was_done, replace(CL, **SAID), "Attach", {"has_attachment": True}),
    (m.a_reason_is_given, CAR, "reason", {"reason": "R2 was counted here."}),
    (m.rounds_are_left, replace(CAR, round=3), "3 rounds are over", {"round": 2}),
    (m.the_lead_or_who_raised_it_returns_it, CAR, "Only the lead", {"actor_leads": True}),
    (m.the_lead_or_who_raised_it_returns_it, CAR, "who raised", {"actor_raised_it": True}),
    (
        m.a_systematic_error_was_followed, replace(CAR, systematic_without_extent=True), "extent test",
        {"systematic_without_extent": False},
    ),
    (m.a_later_version_holds_the_correction, CAR, "evidence of the action", {"action_evidence": True}),
    (m.a_later_version_holds_the_correction, NUMERIC, "new version", {"later_version": 2}),
    (m.a_later_version_holds_the_correction, LEFT, "-10.38 t on S04", {"remainder_reason": "Rounding."}),
    (m.it_is_a_clarification, CAR, "Only a clarification", {"kind": K.CLARIFICATION}),
    (
        m.it_may_be_converted, replace(CL, new_kind=K.CORRECTIVE_ACTION), "effects or the requirement",
        {"has_new_content": True},
    ),
    (
        m.it_may_be_converted, replace(CAR, new_kind=K.FORWARD_ACTION, affects_opinion=True), "cannot wait",
        {"affects_opinion": False},
    ),
    (
        m.it_may_be_converted, replace(CAR, new_kind=K.FORWARD_ACTION, is_material=True), "material",
        {"is_material": False},
    ),
    (m.it_may_be_converted, replace(FAR, new_kind=K.CLARIFICATION), "nothing else", {
        "kind": K.CORRECTIVE_ACTION, "new_kind": K.FORWARD_ACTION,
    }),
    (m.an_amount_or_a_ruling_is_there, CAR, "amount", {"has_amount_or_ruling": True}),
    (m.it_is_a_forward_action_due_within_a_year, CAR, "Only a forward action", {
        "kind": K.FORWARD_ACTION, "today": TODAY, "carried_due": date(2023, 3, 31),
    }),
    (
        m.it_is_a_forward_action_due_within_a_year,
        replace(FAR, today=TODAY, carried_due=date(2023, 11, 9)), "less than twelve months",
        {"carried_due": date(2023, 11, 8)},
    ),
    (
        m.it_is_a_forward_action_due_within_a_year, replace(FAR, today=TODAY, carried_due=TODAY), "ahead",
        {"carried_due": date(2022, 11, 10)},
    ),
    (m.it_is_a_recommendation, CAR, "Only a recommendation", {"kind": K.RECOMMENDATION}),
    (m.it_is_a_limitation, CAR, "for limitations", {"kind": K.LIMITATION}),
    (m.it_is_not_a_limitation, LIM, "accepted or lifted", {"kind": K.CORRECTIVE_ACTION}),
    (m.the_statement_is_not_issued, replace(CAR, case_is_issued=True), "later", {"case_is_issued": False}),
]  # fmt: skip


@pytest.mark.parametrize(("gate", "shut", "says", "opened"), GATES, ids=lambda v: getattr(v, "claim", None))
def test_a_gate_is_shut_with_its_sentence_and_opens(
    gate: Gate, shut: FindingFacts, says: str, opened: dict[str, Any]
) -> None:
    assert says in str(gate.why_shut(shut))
    assert gate.why_shut(replace(shut, **opened)) is None


def test_every_gate_of_the_machine_is_tried_above() -> None:
    tried = {gate.claim for gate, *_rest in GATES}
    assert {gate.claim for move in FINDING.moves for gate in move.gates} == tried


def test_a_recommendation_needs_no_due_date() -> None:
    assert m.a_due_date_and_an_addressee_are_set.why_shut(OFI) is None


def test_a_numeric_finding_closes_when_every_source_is_right() -> None:
    assert m.a_later_version_holds_the_correction.why_shut(LATER) is None


def roles_with(permission: Permission) -> set[Role]:
    return {role for role, rights in GRANTS.items() if permission in rights}


def test_no_role_of_the_responsible_party_ends_a_finding_but_by_acknowledging() -> None:
    ends = {S.CLOSED_CORRECTED, S.CLOSED_CLARIFIED, S.CLOSED_UNCORRECTED, S.CONVERTED, S.WITHDRAWN}
    for move in FINDING.moves:
        if move.target in ends:
            assert not roles_with(move.permission) & RESPONSIBLE_PARTY_ROLES


def test_no_verifier_answers() -> None:
    assert not roles_with(FINDING.permission("respond")) & TEAM_ROLES


def test_only_an_open_state_is_withdrawn() -> None:
    assert FINDING.move("withdraw", S.CLOSED_CORRECTED) is None
    assert FINDING.move("withdraw", S.DRAFT) is not None


def an_actor_in(role: Role):  # type: ignore[no-untyped-def]
    return replace(system_actor("reader", Scope()), person_id=7, case_id=1, case_roles=frozenset({role}))


@pytest.mark.parametrize(
    ("role", "draft", "confidential"),
    [
        (Role.LEAD_VERIFIER, True, True),
        (Role.TEAM_MEMBER, True, False),
        (Role.INDEPENDENT_REVIEWER, True, True),
        (Role.BODY_MANAGER, True, True),
        (Role.PREPARER, False, False),
        (Role.APPROVER, False, False),
        (Role.GROUP_OFFICE, False, False),
    ],
)
def test_who_sees_drafts_and_confidential_findings(role: Role, draft: bool, confidential: bool) -> None:
    reader = an_actor_in(role)
    assert may_see(reader, Finding(state=S.DRAFT, is_confidential=False)) is draft
    assert may_see(reader, Finding(state=S.OPEN, is_confidential=True)) is confidential
    assert may_see(reader, Finding(state=S.OPEN, is_confidential=False)) is True


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("E-009 p.2", (Cited("E-009", page=2),)),
        ("E-009 p2, E-021 page 7", (Cited("E-009", page=2), Cited("E-021", page=7))),
        ("E-009.4", (Cited("E-009", figure_code="E-009.4"),)),
        ("E-012 Sheet1!B4\nE-012 b4", (Cited("E-012", cell="Sheet1!B4"), Cited("E-012", cell="b4"))),
        ("E-003; E-003,,E-003", (Cited("E-003"),)),
        ("", ()),
    ],
)
def test_places_are_read_as_they_are_typed(text: str, places: tuple[Cited, ...]) -> None:
    assert parse_citations(text) == places


@pytest.mark.parametrize("text", ["page 2", "E9 p.2", "E-009 p.", "E-009 p.2 p.3", "E-009.x", "see E-009"])
def test_what_is_no_place_is_refused_with_what_was_typed(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_citations(text)
    assert text in str(refused.value)


def test_a_place_is_written_as_it_is_typed() -> None:
    text = "E-009 p.2, E-012 Sheet1!B4, E-009.4, E-003"
    assert ", ".join(map(str, parse_citations(text))) == text
