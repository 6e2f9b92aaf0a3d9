"""The representation letter: for the latest version, dated on or after it, signed by the approver alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.methods import worked_case
from tests.workflow.ghg_statement.halden import submit
from tests.workflow.opinion.scene import Scene, evaluated, lettered
from workflow.access import Role
from workflow.cases.rules import CaseState
from workflow.documents.queries import document_by_code
from workflow.documents.rules import DocumentKind
from workflow.errors import BadInput, RuleViolation
from workflow.opinion import commands, reads
from workflow.opinion.gates import representation_letter_is_signed
from workflow.opinion.queries import opinion_facts


def test_a_letter_is_refused_before_a_version_is_submitted(scene: Scene) -> None:
    with pytest.raises(BadInput, match="Submit a version"), scene.by(scene.halden.preparer) as (uow, case):
        commands.write_representation(uow, case, text="complete")


def test_a_letter_dated_before_the_version_is_refused(scene: Scene) -> None:
    evaluated(scene)
    with pytest.raises(BadInput, match="2022-11-07"), scene.by(scene.halden.preparer) as (uow, case):
        commands.write_representation(uow, case, text="complete", dated=date(2022, 11, 6))


def test_an_empty_letter_is_refused(scene: Scene) -> None:
    evaluated(scene)
    with pytest.raises(BadInput, match="confirms"), scene.by(scene.halden.preparer) as (uow, case):
        commands.write_representation(uow, case, text="  ")


def test_another_text_than_the_one_shown_is_not_signed(scene: Scene) -> None:
    evaluated(scene)
    with scene.by(scene.halden.preparer) as (uow, case):
        commands.write_representation(uow, case, text="complete")
    with pytest.raises(RuleViolation) as refused, scene.by(scene.halden.approver) as (uow, case):
        commands.sign_representation(uow, case, shown_sha256="0" * 64)
    assert refused.value.codes == ("G-SIG",)


def test_who_prepares_does_not_sign(scene: Scene) -> None:
    evaluated(scene)
    with scene.by(scene.halden.preparer) as (uow, case):
        shown = commands.write_representation(uow, case, text="complete").sha256
    both = replace(scene.halden.approver, case_roles=frozenset({Role.PREPARER, Role.APPROVER}))
    with pytest.raises(RuleViolation) as refused, scene.by(both) as (uow, case):
        commands.sign_representation(uow, case, shown_sha256=shown)
    assert refused.value.codes == ("SOD-4",)


def test_signing_asks_for_a_fresh_sign_in(scene: Scene) -> None:
    evaluated(scene)
    with scene.by(scene.halden.preparer) as (uow, case):
        shown = commands.write_representation(uow, case, text="complete").sha256
    stale = replace(scene.halden.approver, is_fresh=False)
    with pytest.raises(RuleViolation) as refused, scene.by(stale) as (uow, case):
        commands.sign_representation(uow, case, shown_sha256=shown)
    assert refused.value.codes == ("G-FRESH",)


def test_the_signed_letter_becomes_evidence_under_the_code_kept_for_it(scene: Scene) -> None:
    evaluated(scene)
    with scene.by(scene.halden.preparer) as (uow, case):
        shown = commands.write_representation(uow, case, text="complete").sha256
    with scene.by(scene.halden.approver) as (uow, case):
        letter = commands.sign_representation(uow, case, shown_sha256=shown, document_code="E-024")
        assert (letter.document_code, letter.signed_by) == ("E-024", "Zhang Min")
        document = document_by_code(uow.session, case, "E-024")
        assert document.kind is DocumentKind.REPRESENTATION_LETTER


def test_a_newer_version_asks_for_a_new_letter(scene: Scene) -> None:
    evaluated(scene)
    lettered(scene)
    with scene.by(scene.lead) as (uow, case):
        facts = opinion_facts(uow.session, case, scene.lead)
        assert representation_letter_is_signed.why_shut(facts) is None
    scene.halden.move_to(CaseState.EXECUTION)
    submit(scene.halden, worked_case.V2)
    scene.halden.move_to(CaseState.EVALUATION)
    with scene.by(scene.lead) as (uow, case):
        facts = opinion_facts(uow.session, case, scene.lead)
        assert "representation letter" in (representation_letter_is_signed.why_shut(facts) or "")
        assert reads.letter_of(uow.session, case) is not None
