"""What is asked of a reader process and what it draws; imports no parsing library."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from evidence.limits import Limits, limits_from_json
from evidence.parts import Share, share_from_json
from evidence.reading import Box, Kind
from evidence.region import Region

# The longest request that goes over the socket in one piece.
REQUEST_BYTES = 131_072


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of one page, counted from 1: file names in the folder asked for, and pixels."""

    page: int
    file: str
    thumbnail: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Crop:
    """A piece wanted of a page (from 1): its box in the frame of the displayed page."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Request:
    """One visit: read the document and draw it into `pictures_to`, or cut `crops` at `scale` if any.

    With a `share` only its parts are read and drawn; `is_survey` asks for the first look at the whole alone.
    A document too long to be read as a whole answers with that look in any case. With a `region` only what
    stands in it is read.
    """

    path: Path
    kind: Kind
    limits: Limits
    pictures_to: Path | None = None
    crops: tuple[Crop, ...] = ()
    scale: float = 1.0
    share: Share | None = None
    is_survey: bool = False
    region: Region | None = None

    def to_bytes(self) -> bytes:
        """The request as it goes over the socket."""
        plain = asdict(self)
        folder = self.pictures_to
        return json.dumps(
            {**plain, "path": str(self.path), "pictures_to": folder and str(folder)}, default=date.isoformat
        ).encode()


def request_from_bytes(message: bytes) -> Request:
    """The request that `Request.to_bytes` wrote."""
    plain = json.loads(message)
    folder, region = plain["pictures_to"], plain["region"]
    return Request(
        path=Path(plain["path"]),
        kind=plain["kind"],
        limits=limits_from_json(plain["limits"]),
        pictures_to=folder and Path(folder),
        crops=tuple(Crop(crop["page"], Box(**crop["box"])) for crop in plain["crops"]),
        scale=plain["scale"],
        share=plain["share"] and share_from_json(plain["share"]),
        is_survey=plain["is_survey"],
        region=region and Region(region["page"], Box(**region["box"])),
    )
