"""Reads an uploaded inventory workbook in the sandboxed reader and takes its first fitting sheet apart."""

from __future__ import annotations

from pathlib import Path

from evidence.child import ReaderProcess
from evidence.identify import identify
from evidence.limits import Limits
from evidence.reading import Kind
from workflow.errors import BadInput
from workflow.ghg_statement.inventory import Expected, Inventory, take_apart
from workflow.i18n import N_, message

KINDS: dict[str, Kind] = {"xlsx": "xlsx", "csv": "csv"}


def read_inventory(path: Path, name: str, expected: Expected) -> Inventory:
    """The inventory in a workbook or CSV file; raises BadInput with a sentence when it cannot be read."""
    refusal: BadInput | None = None
    for grid in sheets_in(path, name):
        try:
            return take_apart(grid, expected)
        except BadInput as error:
            refusal = refusal or error
    raise refusal or BadInput(N_("The file has no sheet with cells."), "file")


def sheets_in(path: Path, name: str) -> list[list[list[str | None]]]:
    """The cells of every sheet of a workbook or CSV file; raises BadInput when it cannot be read."""
    limits = Limits()
    identity = identify(path, name, limits)
    kind = KINDS.get(identity.type)
    if identity.reason is not None:
        raise BadInput(identity.reason, "file")
    if kind is None:
        raise BadInput(message(N_("“{name}” is no workbook: send an XLSX or CSV file."), name=name), "file")
    with ReaderProcess() as reader:
        outcome = reader.read(path, limits, kind)
    if outcome.reading is None or outcome.status != "ok":
        raise BadInput(outcome.reason or N_("The file could not be read."), "file")
    return [
        [[None if cell is None else cell.text for cell in row] for row in table.rows]
        for page in outcome.reading.pages
        for table in page.tables
    ]
