"""Data folders for drills, laid down in seconds by commands: a case that gathers evidence, one to be signed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from alembic import command

from tests.factories import House, a_house, the_system
from tests.workflow.findings import scene as findings
from tests.workflow.opinion import scene as opinion
from workflow import first_start, schema
from workflow.cases import commands as cases
from workflow.clock import DemoClock
from workflow.config import Config
from workflow.db import make_engine
from workflow.documents.storage import store
from workflow.unit_of_work import unit_of_work

CASE = "C-2022-0001"
PARTY, LEAD, MEMBER, DECIDER = "Liu Yan", "Ingrid Solberg", "Chen Wei", "Jonas Lind"
PASSPHRASE = opinion.PASSPHRASE
Play = Callable[[House], None]


def gathering(house: House) -> None:
    """A case in execution: version 1 submitted, evidence received, F-001 drafted."""
    scene = findings.open_scene(house)
    for code in findings.EVIDENCE:
        # The scene's rows name these bytes by their hash.
        store().put(BytesIO(code.encode()), limit=100)
    with unit_of_work(the_system()) as uow:
        for code in findings.EVIDENCE:
            cases.reserve_code(uow, scene.case(uow), code)
    scene.draft()


def to_be_decided(house: House) -> None:
    """The worked case after its review: the decision is to be recorded."""
    opinion.in_decision(opinion.open_scene(house))


def to_be_signed(house: House) -> None:
    """The worked case decided: NA-2022-0041/0 has its number, contract and documents, and no signature."""
    opinion.decided(opinion.open_scene(house))


def lay(folder: Path, play: Play, url: str | None = None) -> None:
    """Lay a data folder that `run` starts on as on any other, its clock going on from the last act.

    The case's dates lie in 2022, so the folder keeps the demo's clock.
    """
    url = url or f"sqlite:///{folder / first_start.DATABASE}"
    engine = make_engine(url)
    schema.upgrade(engine)
    house = a_house(engine, Config(folder=folder, database_url=url, queue_url="unix:///nowhere"))
    play(house)
    with engine.execution_options(writes=True).connect() as connection:
        settings = schema.alembic_settings()
        settings.attributes["connection"] = connection
        # A stage that was brought back from its copy was laid without migrations.
        command.stamp(settings, "head")
        connection.commit()
    engine.dispose()
    DemoClock(folder / "clock.json").set(house.clock.at)
    (folder / first_start.DEMO_FLAG).write_text("laid down for drills\n")
    first_start.note(folder, first_start.DEMO)
