"""Faults 14 and 15: who signs and who packs is killed; no file is half signed, no package half there.

The case goes one way only, so the drills stand in its order: the lead, the signatory, the issue.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from reports.authority import fingerprint
from reports.check import check_package
from tests.drills import folders
from tests.drills.conftest import a_drill, started
from tests.drills.drill import PATIENCE, Drill
from tests.drills.folders import CASE, DECIDER, LEAD, PASSPHRASE
from tests.drills.visitor import Answer
from tests.factories import EVERYTHING
from tests.installation import Installation
from tests.servers import wait_until
from workflow.audit import AuditEvent
from workflow.documents.storage import store
from workflow.opinion.models import Issue, Package, SealedDocument
from workflow.opinion.rules import SIGNED_KINDS, IssueState, Profile
from workflow.people.keys import authority
from workflow.unit_of_work import Services, reading, services

pytestmark = pytest.mark.drill
STEPS = [
    *("sign.before_sign", "sign.before_store", "store.after_rename"),
    *("sign.before_apply", "sign.before_commit"),
]


@pytest.fixture(scope="module")
def signing() -> Iterator[tuple[Installation, Path, Services]]:
    """An installation whose case is decided and waits for its signatures."""
    with started(folders.to_be_signed) as found:
        yield found


@pytest.fixture
def drill(signing: tuple[Installation, Path, Services]) -> Iterator[Drill]:
    with a_drill(*signing) as found:
        yield found


def sign(drill: Drill, name: str) -> Answer:
    seat = {LEAD: "lead", DECIDER: "signatory"}[name]
    return drill.browser(name).post(f"/cases/{CASE}/opinion/sign/{seat}", {"passphrase": PASSPHRASE})


def signed_by(name: str) -> set[bool]:
    """Whether the documents to sign carry the signature of a person, as their rows say."""
    column = {LEAD: SealedDocument.lead_signed_at, DECIDER: SealedDocument.signatory_signed_at}[name]
    with reading(EVERYTHING) as session:
        rows = session.scalars(select(column).where(SealedDocument.kind.in_(SIGNED_KINDS)))
        return {at is not None for at in rows}


def events(verb: str) -> int:
    with reading(EVERYTHING) as session:
        return session.scalar(select(func.count()).where(AuditEvent.verb == verb)) or 0


def make_sure_it_is_signed_by(drill: Drill, name: str) -> None:
    if signed_by(name) == {False}:
        assert sign(drill, name).status == 303
    assert signed_by(name) == {True}


@pytest.mark.parametrize("step", STEPS)
def test_a_lead_killed_while_signing_has_signed_nothing(drill: Drill, step: str) -> None:
    drill.arm(f"{step}=exit")
    assert sign(drill, LEAD).status == 0
    assert drill.has_struck()
    assert (signed_by(LEAD), events("sign.lead")) == ({False}, 0)


def test_a_lead_killed_before_the_answer_has_signed_once_and_is_told_so(drill: Drill) -> None:
    drill.arm("commit.before_send=exit")
    assert sign(drill, LEAD).status == 0
    assert signed_by(LEAD) == {True}
    again = sign(drill, LEAD)
    assert (again.status, "has signed already" in again.text) == (409, True)
    assert events("sign.lead") == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_signatory_killed_while_locking_leaves_the_leads_signature_whole(drill: Drill, step: str) -> None:
    make_sure_it_is_signed_by(drill, LEAD)
    drill.arm(f"{step}=exit")
    assert sign(drill, DECIDER).status == 0
    assert drill.has_struck()
    assert (signed_by(LEAD), signed_by(DECIDER), events("sign.signatory")) == ({True}, {False}, 0)


def test_a_disk_that_is_full_in_the_middle_of_locking_leaves_nothing_half_done(drill: Drill) -> None:
    make_sure_it_is_signed_by(drill, LEAD)
    drill.arm("store.after_write=full")
    assert sign(drill, DECIDER).status == 507
    assert signed_by(DECIDER) == {False}


def packages() -> dict[Profile, str]:
    with reading(EVERYTHING) as session:
        return {row.profile: row.sha256 for row in session.scalars(select(Package))}


def issued() -> bool:
    with reading(EVERYTHING) as session:
        return session.scalars(select(Issue.state)).all() == [IssueState.ISSUED]


def test_a_packager_killed_on_the_way_shows_whole_packages_only_and_builds_each_once(
    drill: Drill,
) -> None:
    make_sure_it_is_signed_by(drill, LEAD)
    make_sure_it_is_signed_by(drill, DECIDER)
    drill.arm("package.mid=sleep")
    assert drill.browser(DECIDER).post(f"/cases/{CASE}/move/issue", {}).status == 303
    assert issued()
    drill.wait_for_strike()
    half = list((services().config.packages_folder).rglob("*.part"))
    assert half, "the package was in the middle"
    assert packages() == {}
    drill.arm("job.before_commit=exit")
    drill.kill("work")
    drill.wait_for_strike()
    wait_until(lambda: set(packages()) == set(Profile), PATIENCE, "the three packages")
    trust = fingerprint(authority().root)
    for sha256 in packages().values():
        assert check_package(store().path(sha256), trust, services().clock.now()).holds
    assert events("package.build") == len(Profile)
    left = [path for path in services().config.packages_folder.iterdir() if path.name.startswith("building-")]
    assert left == [], "what killed builders left is cleared away"
