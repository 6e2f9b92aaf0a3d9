"""The demo's documents, drawn once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.files import DemoFile, draw_all, draw_second_entity


@pytest.fixture(scope="session")
def drawn_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo-files")


@pytest.fixture(scope="session")
def demo_files(drawn_folder: Path) -> dict[str, DemoFile]:
    return draw_all(drawn_folder)


@pytest.fixture(scope="session")
def second_files(drawn_folder: Path) -> dict[str, DemoFile]:
    return draw_second_entity(drawn_folder / "second")[0]
