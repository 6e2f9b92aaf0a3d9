"""Binds settings, database, clock and queue to this process; every process of the product begins here."""

from __future__ import annotations

import os

from workflow import faults, unit_of_work
from workflow.clock import Clock, DemoClock, WallClock
from workflow.config import Config, from_environment
from workflow.db import make_engine
from workflow.jobs import Sender
from workflow.unit_of_work import Services


def start(config: Config | None = None, clock: Clock | None = None, *, sends: bool = True) -> Services:
    """The services of this process, as the settings name them; one that runs its own jobs sends none."""
    config = config or from_environment()
    faults.arm(config.fault)
    engine = make_engine(config.database_url)
    # A forked child must not talk over its parent's connections; it opens its own.
    os.register_at_fork(after_in_child=lambda: engine.dispose(close=False))
    bound = Services(config, engine, clock or _clock(config), Sender(config.queue_url) if sends else None)
    unit_of_work.bind(bound)
    return bound


def _clock(config: Config) -> Clock:
    return DemoClock(config.folder / "clock.json") if config.is_demo else WallClock()
