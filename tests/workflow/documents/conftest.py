"""One warm reader for all tests that read real files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from workflow.documents.storage import close_reader


@pytest.fixture(scope="session", autouse=True)
def warm_reader() -> Iterator[None]:
    yield
    close_reader()
