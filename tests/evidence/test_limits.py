"""The limits travel whole to the reader's child, and the documented defaults stand."""

import os
import resource
from dataclasses import fields, replace
from pathlib import Path

import pytest

from evidence.child import ReaderProcess
from evidence.limits import Limits, limits_from_json
from evidence.reading import Kind, Page, Reading, ReadLimits


def read(path: Path, limits: ReadLimits, kind: Kind) -> Reading:
    """Answer with the limits that hold in the child."""
    held = [
        f"{name}={resource.getrlimit(getattr(resource, name))[0]}"
        for name in (
            "RLIMIT_AS",
            "RLIMIT_CPU",
            "RLIMIT_FSIZE",
            "RLIMIT_NOFILE",
            "RLIMIT_NPROC",
            "RLIMIT_CORE",
        )
    ]
    held.append(f"nice={os.nice(0)}")
    return Reading(kind, "ok", None, (Page(1, 1, 1, 1),), (*held, f"pages={limits.pages}"))


def test_limits_come_back_as_they_went() -> None:
    limits = replace(Limits(), memory_bytes=7, reading=ReadLimits(pages=3))
    assert limits_from_json(limits.to_json()) == limits


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("archive_entries", 10_000),
        ("archive_unpacked_bytes", 200_000_000),
        ("archive_ratio", 100),
        ("memory_bytes", 1 << 30),
        ("upload_bytes", 200_000_000),
    ],
)
def test_the_documented_defaults_stand(name: str, value: int) -> None:
    assert getattr(Limits(), name) == value


def test_every_limit_is_a_positive_number() -> None:
    limits = Limits()
    others = {"reading", "niceness"}
    assert all(getattr(limits, field.name) > 0 for field in fields(limits) if field.name not in others)
    assert limits.niceness == 0


def test_the_child_holds_the_limits_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    limits = replace(
        Limits(),
        memory_bytes=500_000_000,
        cpu_seconds=9,
        file_bytes=1000,
        open_files=40,
        niceness=7,
        reading=ReadLimits(pages=3),
    )
    with ReaderProcess("tests.evidence.test_limits:read") as reader:
        outcome = reader.read(tmp_path / "a.txt", limits, "text")
    assert outcome.reading is not None
    assert outcome.reading.flags == (
        "RLIMIT_AS=500000000",
        "RLIMIT_CPU=9",
        "RLIMIT_FSIZE=1000",
        "RLIMIT_NOFILE=40",
        "RLIMIT_NPROC=0",
        "RLIMIT_CORE=0",
        "nice=7",
        "pages=3",
    )
