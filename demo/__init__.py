"""The demo: draws its files and replays its cases through the same commands that people use."""

from __future__ import annotations

import gc

from workflow.config import Config

__all__ = ["load"]


def load(config: Config) -> None:
    """Load the demo into a freshly migrated installation (decision 18)."""
    from demo.replay import replay

    # Nearly all that is loaded and made lives to the end: walking it again and again takes a fifth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    replay(config)
