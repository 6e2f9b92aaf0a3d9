"""What the contracts make of the rows: citations in their round, and sign-offs that lapsed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.factories import EVERYTHING, House
from tests.workflow.findings.scene import open_scene
from workflow.findings import moves
from workflow.opinion.contracts.findings import findings_rows
from workflow.opinion.contracts.parties import Ground, party_of
from workflow.opinion.contracts.work import sign_offs
from workflow.planning.models import Activity
from workflow.unit_of_work import reading

AT = datetime(2022, 10, 14, 9, 0, tzinfo=UTC)
PAPER = Activity(prepared_by="Chen Wei", prepared_at=AT, reviewed_by="Ingrid Solberg", reviewed_at=AT)


def test_what_the_verifier_cites_in_assessing_a_round_stands_in_that_round(house: House) -> None:
    scene = open_scene(house)
    code = scene.draft(citations="E-002")
    scene.act(scene.lead, moves.issue_finding, code)
    scene.act(scene.party, moves.respond, code, text="July found.", correction="S06", citations="E-003")
    scene.act(scene.lead, moves.return_finding, code, reason="And January?", citations="E-019, E-020")
    with reading(EVERYTHING) as session:
        case = scene.halden.case(session)
        absent: Any = dict.fromkeys(("agreement", "version", "evaluation", "body"))
        ground = Ground(
            case=case, party=party_of(session, case), conclusions=(), groups=(), team=(), **absent
        )
        (row,) = findings_rows(session, ground)
    assert [link.document for link in row.evidence] == ["E-002"]
    assert [link.document for link in row.rounds[0].cited] == ["E-003"]
    assert [link.document for link in row.rounds[0].assessed_with] == ["E-019", "E-020"]


def test_a_working_paper_names_who_signed_it() -> None:
    assert sign_offs(PAPER, ()) == ("Chen Wei 2022-10-14", "Ingrid Solberg 2022-10-14")
    assert sign_offs(Activity(prepared_by=None, reviewed_by=None), ()) == ("", "")


def test_a_working_paper_whose_evidence_changed_says_that_its_sign_offs_lapsed() -> None:
    prepared, reviewed = sign_offs(PAPER, ("E-002 p.1",))

    assert prepared == "Chen Wei 2022-10-14 (lapsed: E-002 p.1 changed since)"
    assert reviewed == "Ingrid Solberg 2022-10-14 (lapsed: E-002 p.1 changed since)"
