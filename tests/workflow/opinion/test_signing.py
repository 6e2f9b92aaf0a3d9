"""Signing: each with a key of their own, the lead first, the signatory last, and nothing half signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.factories import EVERYTHING
from tests.workflow.opinion.scene import PASSPHRASE, Scene, decided, in_decision, sign_both
from workflow import faults
from workflow.access import Role
from workflow.documents.storage import store
from workflow.errors import BadInput, RuleViolation
from workflow.opinion import commands, reads
from workflow.opinion.models import SealedDocument
from workflow.opinion.queries import opinion_facts
from workflow.opinion.rules import SIGNED_KINDS
from workflow.unit_of_work import reading


@pytest.fixture
def sealed(scene: Scene) -> Iterator[Scene]:
    decided(scene)
    yield scene
    faults.arm(None)


def documents(scene: Scene) -> list[SealedDocument]:
    with reading(EVERYTHING) as session:
        issue = reads.sealed_issue(session, scene.halden.case(session))
        assert issue is not None
        return [d for d in reads.documents_of_issue(session, issue) if d.kind in SIGNED_KINDS]


def lead_signs(scene: Scene, passphrase: str = PASSPHRASE) -> None:
    with scene.by(scene.lead) as (uow, case):
        commands.sign_as_lead(uow, case, passphrase=passphrase)


def signatory_signs(scene: Scene) -> None:
    with scene.by(scene.decider) as (uow, case):
        commands.sign_as_signatory(uow, case, passphrase=PASSPHRASE)


def test_nothing_is_signed_before_the_decision(scene: Scene) -> None:
    in_decision(scene)
    with pytest.raises(RuleViolation) as refused:
        lead_signs(scene)
    assert refused.value.codes == ("G-NUM",)


def test_the_signatory_waits_for_the_lead(sealed: Scene) -> None:
    with pytest.raises(RuleViolation) as refused:
        signatory_signs(sealed)
    assert refused.value.codes == ("G-SIGN",)


def test_a_wrong_passphrase_signs_nothing(sealed: Scene) -> None:
    with pytest.raises(BadInput, match="does not open") as refused:
        lead_signs(sealed, "another one entirely")
    assert refused.value.field == "passphrase"
    assert all(d.sha256 == d.rendered_sha256 for d in documents(sealed))


def test_signing_asks_for_a_fresh_sign_in(sealed: Scene) -> None:
    stale = replace(sealed.lead, is_fresh=False)
    with pytest.raises(RuleViolation) as refused, sealed.by(stale) as (uow, case):
        commands.sign_as_lead(uow, case, passphrase=PASSPHRASE)
    assert refused.value.codes == ("G-FRESH",)


def test_another_role_does_not_sign_as_lead(sealed: Scene) -> None:
    with pytest.raises(RuleViolation) as refused, sealed.by(sealed.reviewer) as (uow, case):
        commands.sign_as_lead(uow, case, passphrase=PASSPHRASE)
    assert refused.value.codes == ("G-SIGN",)


def test_who_worked_on_the_case_does_not_lock_it(sealed: Scene) -> None:
    lead_signs(sealed)
    lead = replace(sealed.lead, case_roles=frozenset({Role.SIGNATORY}))
    with pytest.raises(RuleViolation) as refused, sealed.by(lead) as (uow, case):
        commands.sign_as_signatory(uow, case, passphrase=PASSPHRASE)
    assert refused.value.codes == ("G-SOD",)


@pytest.mark.parametrize("point", ["sign.before_sign", "sign.before_store", "sign.before_commit"])
def test_a_failure_at_any_point_leaves_every_document_unsigned(sealed: Scene, point: str) -> None:
    faults.arm(f"{point}=raise")
    with pytest.raises(RuntimeError):
        lead_signs(sealed)
    faults.arm(None)
    assert all(d.lead_signed_at is None and d.sha256 == d.rendered_sha256 for d in documents(sealed))
    lead_signs(sealed)
    assert all(d.signed_by_lead == "Ingrid Solberg" for d in documents(sealed))


def test_both_signatures_open_the_gate_and_neither_is_given_twice(sealed: Scene) -> None:
    sign_both(sealed)
    with sealed.by(sealed.decider) as (uow, case):
        facts = opinion_facts(uow.session, case, sealed.decider)
    assert (facts.lead_signed, facts.signatory_signed, facts.all_signatures_hold) == (True, True, True)
    for sign in (lead_signs, signatory_signs):
        with pytest.raises(RuleViolation) as refused:
            sign(sealed)
        assert refused.value.codes == ("G-SIGN",)


def test_a_document_changed_in_the_store_counts_as_not_signed(sealed: Scene) -> None:
    sign_both(sealed)
    path = store().path(documents(sealed)[0].sha256)
    changed = bytearray(path.read_bytes())
    changed[len(changed) // 2] ^= 1
    path.chmod(0o640)
    path.write_bytes(changed)
    with pytest.raises(RuleViolation, match="does not hold"):
        sealed.move(sealed.decider, "issue")
