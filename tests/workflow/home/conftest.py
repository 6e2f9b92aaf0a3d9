"""The worked case with findings, as the tests of findings lay it down."""

from __future__ import annotations

from tests.workflow.findings.conftest import app, laid_down, one_app, scene

__all__ = ["app", "laid_down", "one_app", "scene"]
