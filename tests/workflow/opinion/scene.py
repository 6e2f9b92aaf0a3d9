"""The worked case from its evaluation to the issue, laid down stage by stage, for tests of the opinion.

Each stage is played once a run and then kept as a copy of its folder, so that a test begins where it needs to.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from tests.factories import House, a_person, an_actor, the_system
from tests.methods import worked_case
from tests.workflow.evaluation.scene import F001, F002, F003, F005, F007, evaluate, lay_down
from tests.workflow.ghg_statement.halden import Halden, open_halden, submit
from workflow.access import Actor, Role
from workflow.cases import commands as cases
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.evaluation import commands as evaluations
from workflow.evaluation.rules import OpinionKind
from workflow.findings.rules import FindingState
from workflow.lifecycle.commands import move_case
from workflow.opinion import commands, reads
from workflow.opinion.letters import USUAL_TEXT
from workflow.opinion.review import review_sha256
from workflow.opinion.rules import REVIEW_CHECKS
from workflow.people.keys import make_authority, make_key
from workflow.people.models import Competence, Organisation, Person
from workflow.people.rules import CompetenceArea
from workflow.planning.models import Plan
from workflow.planning.rules import PlanState
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.worker import run_all_due

PASSPHRASE = "seven small islands"
CASE = "C-2022-0001"
DRAFT = {
    "addressee": "The management of Halden Interconnect (Kunshan) Co., Ltd",
    "evidence_summary": "recalculation: every line in decimals\ntracing: bills to lines",
    "controls_assessment": "No control was relied on.",
    "risk_summary": "Electricity and purchased materials carry the risk.",
    "recommendations": "Keep a list of meters.",
    "report_place": "Tromsø",
}
TERMS = {
    "objectives": "Material correctness and conformity",
    "criteria": "ISO 14064-1:2018\nGroup inventory procedure, edition 2",
    "organisational_boundary": "One plant and one office in Kunshan",
    "scope_sites": "Kunshan plant | 88 Yunhe East Road, Kunshan | stamping\nKunshan office | 201 Qianjin Road | office",
    "scope_categories": "Categories 1 to 4",
    "gases": "CO2, CH4, N2O, HFC",
    "restriction_on_use": "For the addressee and the intended users named in the agreement.",
}


@dataclass
class Scene:
    """The case and everybody on it, by what they do."""

    halden: Halden
    reviewer: Actor
    decider: Actor

    @property
    def house(self) -> House:
        return self.halden.house

    @property
    def lead(self) -> Actor:
        return self.halden.lead

    def at(self, month: int, day: int, hour: int = 10) -> None:
        """It is that hour (UTC) of a day of 2022."""
        self.house.clock.set(datetime(2022, month, day, hour, 0, tzinfo=UTC))

    @contextmanager
    def by(self, actor: Actor) -> Iterator[tuple[UnitOfWork, Case]]:
        """One act of a person on the case."""
        with unit_of_work(actor) as uow:
            yield uow, self.halden.case(uow.session)

    def move(self, actor: Actor, name: str, comment: str | None = None) -> None:
        with self.by(actor) as (uow, case):
            move_case(uow, case, name, comment=comment)


_KEPT = tempfile.TemporaryDirectory(prefix="stages-")
_PLAYED: dict[str, datetime] = {}
_OPENED: list[Scene] = []


def _keep(house: House, name: str) -> None:
    with house.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    house.engine.dispose()
    shutil.copytree(house.services.config.folder, Path(_KEPT.name) / name)
    _PLAYED[name] = house.clock.at


def _bring_back(house: House, name: str) -> None:
    house.engine.dispose()
    folder = house.services.config.folder
    shutil.rmtree(folder)
    shutil.copytree(Path(_KEPT.name) / name, folder)
    house.clock.set(_PLAYED[name])


def stage(play: Callable[[Scene], None]) -> Callable[[Scene], None]:
    """A stage of the case: played the first time, brought back from its copy after that."""

    def reach(scene: Scene) -> None:
        if play.__name__ in _PLAYED:
            _bring_back(scene.house, play.__name__)
        else:
            play(scene)
            _keep(scene.house, play.__name__)

    return reach


def open_scene(house: House) -> Scene:
    """The case agreed, with a team, competences, keys and an approved plan; nothing submitted yet."""
    if not _OPENED:
        _OPENED.append(_open(house))
        _keep(house, "opened")
    else:
        _bring_back(house, "opened")
    first = _OPENED[0]
    return replace(first, halden=replace(first.halden, house=house))


def _open(house: House) -> Scene:
    """The case agreed, with a team, competences, keys and an approved plan; version 2 not yet submitted."""
    make_authority(house.services.config, datetime(2022, 1, 1, tzinfo=UTC))
    halden = open_halden(house)
    halden.move_to(CaseState.PRE_ENGAGEMENT)
    with unit_of_work(the_system()) as uow:
        case = halden.case(uow.session)
        case.activity_description = "Manufacture of electrical connectors"
        body = uow.session.get_one(Organisation, case.owner_org_id)
        body.address, body.accreditation_number = "Storgata 14, Tromsø", "DEMO-VV-014"
        body.accreditation_scope, body.number_prefix = "Verification of GHG statements", "NA"
        uow.record("test.describe", case, covers=[body])
        cases.write_agreement(uow, case, **TERMS)
        lead = uow.session.get_one(Person, halden.lead.person_id)
        decider = uow.session.get_one(Person, halden.manager.person_id)
        reviewer = a_person(uow, body, "Amara Okafor")
        for person, role in (
            (lead, Role.LEAD_VERIFIER), (reviewer, Role.INDEPENDENT_REVIEWER),
            (decider, Role.DECISION_MAKER), (decider, Role.SIGNATORY),
        ):  # fmt: skip
            cases.name_team_member(uow, case, person, role)
        held = Competence(
            owner_org_id=body.id, person_id=reviewer.id, area=CompetenceArea.REVIEW, evidence="log",
            valid_from=date(2020, 1, 1), valid_to=date(2022, 12, 31),
        )  # fmt: skip
        sources = ["S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11", "S12", "S13"]
        plan = Plan(case_id=case.id, owner_org_id=body.id, state=PlanState.APPROVED, sources_covered=sources)
        uow.session.add_all([held, plan])
        uow.record("test.lay", plan, covers=[held])
        make_key(uow, lead, role="Lead verifier", passphrase=PASSPHRASE)
        make_key(uow, decider, role="Authorised signatory", passphrase=PASSPHRASE)
        scene = Scene(
            halden,
            an_actor(reviewer, case=case, roles=frozenset({Role.INDEPENDENT_REVIEWER})),
            an_actor(decider, case=case, roles=frozenset({Role.DECISION_MAKER, Role.SIGNATORY})),
        )
    halden.move_to(CaseState.EXECUTION)
    return scene


@stage
def evaluated(scene: Scene) -> None:
    """Version 2 submitted and evaluated, both groups decided unmodified; the case in evaluation."""
    scene.at(9, 20)
    submit(scene.halden, worked_case.V1)
    scene.at(11, 7)
    submit(scene.halden, worked_case.V2)
    lay_down(scene.halden, (F001, F002, F003, F007), FindingState.CLOSED_CORRECTED)
    lay_down(scene.halden, (F005,), FindingState.CLOSED_UNCORRECTED)
    scene.at(11, 11)
    rows = evaluate(scene.halden)
    for code in rows:
        with scene.by(scene.lead) as (uow, _case):
            row = uow.session.get_one(type(rows[code]), rows[code].id)
            evaluations.decide_conclusion(uow, row, OpinionKind.UNMODIFIED)


def approve_plan_again(scene: Scene) -> None:
    """Lay the plan down as approved: the first version without S13 had its approval lifted."""
    with scene.by(the_system()) as (uow, case):
        plan = uow.session.scalars(select(Plan).where(Plan.case_id == case.id)).one()
        setattr(plan, "state", PlanState.APPROVED)  # noqa: B010  planning's own moves are tested there
        uow.record("test.plan", plan)


def lettered(scene: Scene) -> None:
    """The representation letter written by the preparer and signed by the approver."""
    with scene.by(scene.halden.preparer) as (uow, case):
        sha256 = commands.write_representation(uow, case, text=USUAL_TEXT).sha256
    with scene.by(scene.halden.approver) as (uow, case):
        commands.sign_representation(uow, case, shown_sha256=sha256)


@stage
def drafted(scene: Scene) -> None:
    """From the evaluation to the state draft opinion, the factual check answered."""
    evaluated(scene)
    lettered(scene)
    scene.at(11, 14)
    with scene.by(scene.lead) as (uow, case):
        commands.write_draft(uow, case, **DRAFT)
    scene.move(scene.lead, "draft_opinion")
    with scene.by(scene.lead) as (uow, case):
        commands.send_factual_check(uow, case)
    scene.at(11, 15)
    with scene.by(scene.halden.preparer) as (uow, case):
        commands.answer_factual_check(uow, case)


@stage
def in_review(scene: Scene) -> None:
    """Handed to the reviewer, who has begun."""
    drafted(scene)
    scene.at(11, 16)
    scene.move(scene.lead, "hand_to_review")
    with scene.by(scene.reviewer) as (uow, case):
        commands.start_review(uow, case)


def tick_all(scene: Scene) -> None:
    with scene.by(scene.reviewer) as (uow, case):
        for key in REVIEW_CHECKS:
            commands.tick(uow, case, key, comment="seen")


def approve(scene: Scene) -> None:
    with scene.by(scene.reviewer) as (uow, case):
        review = reads.review_of(uow.session, case)
        assert review is not None
        commands.approve_review(uow, case, shown_sha256=review_sha256(uow.session, case, review))


@stage
def in_decision(scene: Scene) -> None:
    """The review approved; the series of numbers opened at 41."""
    in_review(scene)
    scene.at(11, 22)
    tick_all(scene)
    approve(scene)
    scene.move(scene.reviewer, "approve_review")
    scene.at(11, 24)
    with scene.by(the_system()) as (uow, case):
        body = uow.session.get_one(Organisation, case.owner_org_id)
        commands.open_series(uow, body, year=2022, first=41)


def decide(scene: Scene, **more: str) -> str:
    """Record the decision; gives NUMBER/REV."""
    decision = commands.Decision("The opinion is issued as drafted.", date(2022, 11, 25), **more)
    return commands.record_decision(scene.decider, CASE, decision).code


@stage
def decided(scene: Scene) -> None:
    """NA-2022-0041/0 decided and sealed; it is the day of the signatures."""
    in_decision(scene)
    decide(scene)
    scene.at(11, 25)


def sign_both(scene: Scene) -> None:
    commands.sign_as_lead(scene.lead, CASE, passphrase=PASSPHRASE)
    commands.sign_as_signatory(scene.decider, CASE, passphrase=PASSPHRASE)


@stage
def issued(scene: Scene) -> None:
    """NA-2022-0041/0 decided, signed by both and issued; packages and cover sheet built."""
    decided(scene)
    sign_both(scene)
    scene.move(scene.decider, "issue")
    run_all_due()
