"""The first start on a data folder: whose it is, whether the demo comes in, a load that was cut off."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from workflow.config import Config

MARK = "first-start"
DEMO = "demo"
EMPTY = "empty"
LOADING = "loading"
DEMO_FLAG = "DEMO"
DATABASE = "assay.sqlite"
# Before anything was loaded a data folder holds at most these.
HARMLESS = {"lock", "logs"}


class RefusedError(RuntimeError):
    """This data folder cannot be started in this way; the sentence says which other way there is."""


def note(folder: Path, state: str) -> None:
    """Write down, for the starts to come, what this folder is."""
    (folder / MARK).write_text(state + "\n")


def noted(folder: Path) -> str | None:
    """Read what was written down; None for a folder that was never started."""
    path = folder / MARK
    return path.read_text().strip() if path.exists() else None


def prepare(config: Config, wants_demo: bool, is_loopback: bool) -> bool:
    """Make the folder fit to start; answers whether the demo is to be loaded into it now.

    Raises RefusedError for a folder of somebody else, a demo that would be open to other machines, and
    `--empty` on a folder that holds the demo.
    """
    folder = config.folder
    state = noted(folder)
    if state == LOADING:
        _clear(config)
        state = None
    if state is None and (folder / DATABASE).exists():
        note(folder, EMPTY)
        state = EMPTY
    if state is None:
        return _begin(folder, wants_demo, is_loopback)
    if (folder / DEMO_FLAG).exists():
        if not is_loopback:
            raise RefusedError(_ONLY_HERE)
        if not wants_demo:
            raise RefusedError(
                f"{folder} holds the demo and stays a demo. Choose another folder with --data."
            )
    return False


_ONLY_HERE = (
    "The demo lets anybody sign in, so it runs on this machine only (127.0.0.1)."
    " For an installation that others reach: ./assay run --empty --host ADDRESS --data DIR"
)


def is_newest(config: Config, migrations: Path) -> bool:
    """Tell whether the embedded database stands at the newest migration; False where only the step can say.

    The step that migrates would find the same, but takes a second to load what it may need.
    """
    database = config.folder / DATABASE
    if config.database_url != f"sqlite:///{database}" or not database.exists():
        return False
    texts = [path.read_text() for path in migrations.glob("versions/*.py")]
    before = {name for text in texts for name in _named("down_revision", text)}
    newest = {name for text in texts for name in _named("revision", text)} - before
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as asked:
            return {row[0] for row in asked.execute("SELECT version_num FROM alembic_version")} == newest
    except sqlite3.Error:
        return False


def _named(field: str, text: str) -> list[str]:
    return re.findall(rf"""^{field}\b.*= *["']([^"']+)["']""", text, re.MULTILINE)


def _begin(folder: Path, wants_demo: bool, is_loopback: bool) -> bool:
    strangers = sorted(path.name for path in folder.iterdir() if path.name not in HARMLESS)
    if strangers:
        raise RefusedError(
            f"{folder} is not a data folder of Assay, and not empty ({strangers[0]} is in it)."
            " Choose another folder with --data."
        )
    if not wants_demo:
        note(folder, EMPTY)
        return False
    if not is_loopback:
        raise RefusedError(_ONLY_HERE)
    note(folder, LOADING)
    (folder / DEMO_FLAG).write_text("This folder holds made-up cases. It stays a demo.\n")
    return True


def _clear(config: Config) -> None:
    """Remove what a cut-off demo load left: the folder was found empty, so all in it came from that load."""
    if not config.database_url.startswith("sqlite"):
        raise RefusedError(
            "The demo was not loaded to its end. Empty the database, remove the folder"
            f" {config.folder}, then start again."
        )
    for path in config.folder.iterdir():
        if path.name in HARMLESS:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
