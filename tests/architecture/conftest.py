"""The house and the town of the workflow's tests, for tests that look at all views at once."""

from __future__ import annotations

from tests.workflow.conftest import bare_house, house, lay_pattern, one_engine, settled_town, town

__all__ = ["bare_house", "house", "lay_pattern", "one_engine", "settled_town", "town"]
