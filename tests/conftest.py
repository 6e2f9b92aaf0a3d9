"""Fixtures for all tests: real servers where a test asks for one."""

from __future__ import annotations

pytest_plugins = ["tests.servers"]
