"""Pages are weighed before they are drawn: a form as often as it is drawn, and what is too heavy refused at once."""

import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.child import ReaderProcess
from evidence.limits import Limits
from evidence.weight import page_weights
from tests.evidence.hostile import a_pdf
from tests.evidence.test_bombs import a_drawn_pdf, a_flate_bomb, a_form_bomb, a_stream

MOST = 1_000_000
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


def a_page_of(path: Path, size: int) -> Path:
    """A page that draws so many bytes."""
    return a_drawn_pdf(path, a_stream(zlib.compress(b"q Q " * (size // 4))))


def a_form_drawn(path: Path, times: int, size: int = 1_000) -> Path:
    form = a_stream(zlib.compress(b"n " * (size // 2)), more=FORM)
    return a_drawn_pdf(
        path, a_stream(zlib.compress(b"/X Do " * times)), form, resources=b"/XObject<</X 11 0 R>>"
    )


def test_a_form_weighs_as_often_as_it_is_drawn(tmp_path: Path) -> None:
    assert list(page_weights(a_form_drawn(tmp_path / "a.pdf", times=7), MOST)) == [7 * 6 + 7 * 1_000]


def test_a_form_that_draws_itself_is_weighed_once(tmp_path: Path) -> None:
    own = a_stream(zlib.compress(b"/X Do "), more=FORM + b"/Resources<</XObject<</X 11 0 R>>>>")
    path = a_drawn_pdf(
        tmp_path / "a.pdf", a_stream(zlib.compress(b"/X Do ")), own, resources=b"/XObject<</X 11 0 R>>"
    )
    assert list(page_weights(path, MOST)) == [12]


def test_a_locked_or_broken_file_is_left_to_the_readers(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes()[:40])
    assert list(page_weights(path, MOST)) == []


@pytest.mark.parametrize("make", [a_form_bomb, a_flate_bomb])
def test_a_bomb_is_refused_before_its_time_is_used_up(
    reader: ReaderProcess, tmp_path: Path, make: object
) -> None:
    assert callable(make)
    path = make(tmp_path / "bomb.pdf")
    outcome = reader.read(path, Limits(), "pdf")
    assert outcome.status == "refused"
    assert "Page 1 of this PDF draws more than 200 MB" in (outcome.reason or "")
    assert outcome.seconds < Limits().wall_base_seconds / 2


def test_a_page_of_the_heaviest_drawing_is_read_and_one_over_is_refused(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    limits = replace(Limits(), page_drawing_bytes=MOST)
    assert reader.read(a_page_of(tmp_path / "a.pdf", MOST), limits, "pdf").status == "ok"
    over = reader.read(a_page_of(tmp_path / "b.pdf", MOST + 4), limits, "pdf")
    assert (over.status, "draws more than 1 MB" in (over.reason or "")) == ("refused", True)


def test_a_page_too_heavy_for_a_lane_gives_way_at_once(reader: ReaderProcess, tmp_path: Path) -> None:
    limits = replace(Limits(), begun_drawing_bytes=MOST)
    began = time.monotonic()
    outcome = reader.read(a_page_of(tmp_path / "a.pdf", MOST + 4), limits, "pdf")
    assert outcome.status == "timeout"
    assert time.monotonic() - began < limits.wall_base_seconds / 2
    assert reader.read(a_page_of(tmp_path / "b.pdf", MOST), limits, "pdf").status == "ok"
