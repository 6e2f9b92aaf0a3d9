"""Break it: a copy of an issued package with one byte changed, judged as a stranger would judge it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reports.authority import fingerprint, open_authority
from reports.check import Verdict, check_package
from reports.offline_check import Member, read_members
from workflow.config import Config
from workflow.errors import NotYours

SUGGESTED = "01-statement/verification-statement.pdf"


@dataclass(frozen=True)
class Broken:
    """The bytes of a package with one byte of one file changed, and which: places count from 1."""

    content: bytes
    path: str
    place: int
    was: int
    now: int


def members_of(package: Path) -> list[Member]:
    """The files of a package that hold at least one byte, in its order."""
    with package.open("rb") as file:
        return [member for member in read_members(file) if member.size]


def break_one_byte(package: Path, path: str) -> Broken:
    """Change the lowest bit of the byte in the middle of one file; the stored package stays as it is.

    Raises NotYours when the package holds no such file.
    """
    member = next((one for one in members_of(package) if one.path == path), None)
    if member is None:
        raise NotYours("The package holds no such file.")
    content, place = bytearray(package.read_bytes()), member.size // 2
    was = content[member.begin + place]
    content[member.begin + place] ^= 1
    return Broken(bytes(content), path, place + 1, was, was ^ 1)


def root_of(config: Config) -> str:
    """The fingerprint of this installation's root, which a stranger asks for by another way."""
    return fingerprint(open_authority(config.keys_folder).root)


def judge(content: bytes, root: str, now: datetime) -> Verdict:
    """The four verdicts of `verify` on a package that lies nowhere else."""
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        file.write(content)
        file.flush()
        return check_package(Path(file.name), root, now)
