"""Sector paths as uploads: read whole, refused with row, column, rule and mend, saved only when nothing is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from methods.targets import Ambition, BrokenSectorPath, PathHeading, PathProblem, SectorPath, read_sector_path
from workflow.documents.storage import store
from workflow.errors import BadInput
from workflow.ghg_statement.import_file import sheets_in
from workflow.i18n import N_, message
from workflow.limits import WEB
from workflow.people.models import Organisation
from workflow.targets.models import SectorPathRow
from workflow.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Upload:
    """A file as it came: where it lies for the moment, and its name."""

    path: Path
    name: str


@dataclass(frozen=True)
class ReadPath:
    """An upload as it was read: the path, or all that is broken in it."""

    path: SectorPath | None
    problems: Sequence[PathProblem] = ()


def read_upload(upload: Upload, heading: PathHeading) -> ReadPath:
    """Read a sector path from the first sheet that has cells; BadInput when the file cannot be read at all."""
    grids = sheets_in(upload.path, upload.name)
    filled = [grid for grid in grids if any(cell for row in grid for cell in row)]
    try:
        return ReadPath(read_sector_path(filled[0] if filled else [], heading))
    except BrokenSectorPath as broken:
        return ReadPath(None, broken.problems)


def keep_path(
    uow: UnitOfWork, group: Organisation, path: SectorPath, upload: Upload, *, ambition: Ambition,
    is_approved: bool, allows_rise: bool,
) -> SectorPathRow:  # fmt: skip
    """Keep a path that was read whole, with the bytes of its file."""
    taken = select(SectorPathRow.id).where(
        SectorPathRow.owner_org_id == group.id, SectorPathRow.name == path.name
    )
    if uow.session.scalar(taken) is not None:
        raise BadInput(
            message(N_("There is a sector path “{name}” already: name this one apart."), name=path.name),
            "name",
        )
    with upload.path.open("rb") as file:
        stored = store().put(file, WEB.upload_bytes)
    row = SectorPathRow(
        owner_org_id=group.id, name=path.name, activity_unit=path.activity_unit, source=path.source,
        licence=path.licence, ambition=ambition, is_approved=is_approved, allows_rise=allows_rise,
        years=[
            [str(y.year), *(None if v is None else format(v, "f") for v in (
                y.activity, y.intensity, y.power_use, y.power_intensity))]
            for y in path.years
        ],
        file_name=upload.name, file_sha256=stored.sha256, uploaded_by=uow.actor.name, uploaded_at=uow.now,
    )  # fmt: skip
    uow.session.add(row)
    uow.record("sector_path.keep", row, sha256=stored.sha256)
    return row
