"""The demo: draws its files and replays its cases through the same commands that people use."""

from __future__ import annotations

from workflow.config import Config

__all__ = ["load"]


def load(config: Config) -> None:
    """Load the demo into a freshly migrated installation (decision 18)."""
    from demo.replay import replay

    replay(config)
