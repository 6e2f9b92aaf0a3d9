"""The house and the town of the workflow's tests, for tests that look at all views at once."""

from __future__ import annotations

from tests.workflow.conftest import house, laid_tables, new_pattern, one_engine, settled_town, town

__all__ = ["house", "laid_tables", "new_pattern", "one_engine", "settled_town", "town"]
