"""Replays the demo from an empty installation to its state on 2022-11-30, then starts the demo's clock."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, event

from demo import (
    cable,
    cable_findings,
    cast,
    dossier,
    engagement,
    evidence,
    findings,
    group_case,
    next_period,
    opinion,
    planning,
    programme,
    stamping,
    statement,
    targets,
    tour,
    validation,
)
from demo.files import draw_all
from demo.stage import DIRECTOR, Stage
from reports.authority import fingerprint, open_authority
from workflow.access import system_actor
from workflow.clock import DemoClock, FrozenClock
from workflow.config import WELCOME, Config
from workflow.documents.storage import close_reader
from workflow.lifecycle.commands import move_case
from workflow.people.keys import make_authority
from workflow.start import start
from workflow.unit_of_work import unit_of_work

BEGINS = datetime(2022, 8, 1, 8, 0, tzinfo=UTC)
ENDS = datetime(2022, 11, 30, 9, 0, tzinfo=UTC)


def replay(config: Config) -> Stage:
    """Everything in order of its dates; gives the stage, for tests that look at it."""
    clock = FrozenClock(BEGINS)
    _write_without_waiting(start(config, clock=clock, sends=False).engine)
    stage = Stage(clock, config.folder / "demo-files")
    stage.folder.mkdir(parents=True, exist_ok=True)
    stage.files = draw_all(stage.folder)
    make_authority(config, clock.now())
    with unit_of_work(system_actor("demo", DIRECTOR)) as uow:
        organisations = cast.register_organisations(uow)
        people = cast.register_people(uow, organisations)
        stage.ids = {name: row.id for name, row in (organisations | people).items()}
    programme.play_programme(stage)
    hik, hcd = _play_hik_and_cable(stage)
    hsw = stamping.play_stamping(stage)
    next_period.open_next_period(stage)
    group_case.play_group_case(stage, hik, hcd, hsw)
    stage.at("2022-11-30")
    targets.play_targets(stage, hik)
    dossier.play_documents(stage)
    validation.play_validation(stage)
    tour.offer_tour(config, stage)
    close_reader()
    # All that was written is on the disk before the folder is called loaded.
    os.sync()
    DemoClock(config.folder / "clock.json").set(ENDS)
    (config.folder / WELCOME).write_text(welcome(config))
    return stage


def _play_hik_and_cable(stage: Stage) -> tuple[str, str]:
    """The two cases that touch each other by R2 and a notice, turn by turn, so that both trails are in order."""
    hik = submit_hik(stage)
    hcd, files = cable.begin_cable(stage)
    examine_hik(stage, hik)
    cable.examine_cable(stage, hcd, files)
    findings.answer_all(stage, hik)
    cable_findings.clarify(stage, hcd)
    conclude_hik(stage, hik)
    cable.go_on_with_cable(stage, hcd, files)
    return hik, hcd


def play_hik(stage: Stage) -> str:
    """HIK's case from the application to the issued statement; gives its code."""
    code = submit_hik(stage)
    examine_hik(stage, code)
    findings.answer_all(stage, code)
    conclude_hik(stage, code)
    return code


def submit_hik(stage: Stage) -> str:
    """HIK's case from the application to its execution in September; gives its code."""
    code = engagement.open_hik(stage)
    stage.at("2022-09-12")
    statement.hand_in(stage, code, 1, by="Liu Yan", file_code="E-021")
    planning.plan_hik(stage, code)
    stage.at("2022-09-20")
    stage.is_refused(
        "Ingrid Solberg", code, "G-STMT", lambda uow, case: move_case(uow, case, "start_execution")
    )
    statement.sign_and_submit(stage, code, 1, preparer="Liu Yan", approver="Zhang Min")
    with stage.on("Ingrid Solberg", code) as (uow, case):
        move_case(uow, case, "start_execution")
    return code


def examine_hik(stage: Stage, code: str) -> None:
    """HIK's evidence and the findings of October."""
    evidence.gather_hik(stage, code, cast.HIK)
    findings.raise_first(stage, code)
    findings.issue_first(stage, code)
    findings.draw_and_raise_rest(stage, code)


def conclude_hik(stage: Stage, code: str) -> None:
    """HIK's case from the corrections of November to the issued statement."""
    findings.refuse_the_party(stage, code)
    findings.correct_and_close(stage, code)
    opinion.evaluate_hik(stage, code)
    opinion.review_hik(stage, code)
    opinion.issue_hik(stage, code)


def _write_without_waiting(engine: Engine) -> None:
    """Let SQLite not wait for the disk after each act: a load that is cut off is thrown away and begun again."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _hurry(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF").close()


def welcome(config: Config) -> str:
    """What the first start tells the person at the terminal."""
    root = open_authority(config.keys_folder).root
    cards = "\n".join(f"  {played.name:<16} {played.card}" for played in cast.CAST)
    return (
        "This is a demo with fictional organisations. Open the address and become one of these people with a "
        f"click:\n{cards}\nTo check a downloaded package: ./assay verify PACKAGE.zip --trust {fingerprint(root)}\n"
    )
