"""The house and the town of the workflow's tests, for tests that look at all views at once."""

from __future__ import annotations

from tests.workflow.conftest import copy_database, house, laid_database, town

__all__ = ["copy_database", "house", "laid_database", "town"]
