"""Signing: each with a key of their own, the lead first, the signatory last, and nothing half signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.factories import EVERYTHING
from tests.workflow.opinion.scene import CASE, PASSPHRASE, Scene, decided, in_decision, sign_both
from workflow import faults
from workflow.access import Role
from workflow.audit import AuditEvent
from workflow.documents.storage import store
from workflow.errors import BadInput, ChangedMeanwhile, RuleViolation
from workflow.opinion import commands, reads
from workflow.opinion.models import SealedDocument
from workflow.opinion.queries import opinion_facts
from workflow.opinion.rules import SIGNED_KINDS
from workflow.people.keys import make_key
from workflow.people.models import Person
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
    commands.sign_as_lead(scene.lead, CASE, passphrase=passphrase)


def signatory_signs(scene: Scene) -> None:
    commands.sign_as_signatory(scene.decider, CASE, passphrase=PASSPHRASE)


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
    with pytest.raises(RuleViolation) as refused:
        commands.sign_as_lead(stale, CASE, passphrase=PASSPHRASE)
    assert refused.value.codes == ("G-FRESH",)


def test_another_role_does_not_sign_as_lead(sealed: Scene) -> None:
    with pytest.raises(RuleViolation) as refused:
        commands.sign_as_lead(sealed.reviewer, CASE, passphrase=PASSPHRASE)
    assert refused.value.codes == ("G-SIGN",)


def test_who_worked_on_the_case_does_not_lock_it(sealed: Scene) -> None:
    lead_signs(sealed)
    lead = replace(sealed.lead, case_roles=frozenset({Role.SIGNATORY}))
    with pytest.raises(RuleViolation) as refused:
        commands.sign_as_signatory(lead, CASE, passphrase=PASSPHRASE)
    assert refused.value.codes == ("G-SOD",)


@pytest.mark.parametrize(
    "point", ["sign.before_sign", "sign.before_store", "sign.before_apply", "sign.before_commit"]
)
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


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let somebody act once, after the signatures are made and before they are applied."""
    waiting = [act]

    def at(point: str) -> None:
        if point == "sign.before_apply" and waiting:
            waiting.pop()()

    monkeypatch.setattr("workflow.opinion.signing.crashpoint", at)


def events(verb: str) -> int:
    with reading(EVERYTHING) as session:
        return session.scalar(select(func.count()).where(AuditEvent.verb == verb)) or 0


def test_others_save_while_the_signatures_are_made(sealed: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def another_saves() -> None:
        with sealed.by(sealed.reviewer) as (uow, case):
            uow.record("case.noted", case)

    meanwhile(monkeypatch, another_saves)
    lead_signs(sealed)
    assert (events("case.noted"), events("sign.lead")) == (1, 1)


def test_of_two_signatures_made_at_once_one_holds_and_the_other_is_told(
    sealed: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: lead_signs(sealed))
    with pytest.raises(RuleViolation, match="has signed already") as refused:
        lead_signs(sealed)
    assert refused.value.codes == ("G-SIGN",)
    assert (events("sign.lead"), events("sign.lead.refused")) == (1, 1)
    signatory_signs(sealed)
    with sealed.by(sealed.decider) as (uow, case):
        assert opinion_facts(uow.session, case, sealed.decider).all_signatures_hold


def test_two_who_press_sign_in_the_same_moment_give_one_signature(sealed: Scene) -> None:
    together = Barrier(2)

    def press(_: int) -> str:
        together.wait()
        try:
            lead_signs(sealed)
        except RuleViolation as refused:
            return refused.codes[0]
        return "signed"

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(press, range(2)))
    assert answers == ["G-SIGN", "signed"]
    assert events("sign.lead") == 1


def test_a_signature_over_a_document_that_changed_meanwhile_is_not_applied(
    sealed: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def the_document_changes() -> None:
        with sealed.by(sealed.decider) as (uow, case):
            issue = reads.sealed_issue(uow.session, case)
            assert issue is not None
            document = reads.documents_of_issue(uow.session, issue)[-1]
            document.sha256 = document.rendered_sha256[::-1]
            uow.record("document.exchanged", document)

    meanwhile(monkeypatch, the_document_changes)
    with pytest.raises(ChangedMeanwhile):
        lead_signs(sealed)
    assert events("sign.lead") == 0


def test_a_key_that_was_replaced_meanwhile_signs_nothing(
    sealed: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def a_new_key_is_made() -> None:
        with sealed.by(sealed.lead) as (uow, _case):
            person = uow.session.get_one(Person, sealed.lead.person_id)
            make_key(uow, person, role="Lead verifier", passphrase="eight small islands")

    meanwhile(monkeypatch, a_new_key_is_made)
    with pytest.raises(ChangedMeanwhile):
        lead_signs(sealed)
    assert events("sign.lead") == 0
