"""Where evidence is kept and read: the store, the page pictures and the warm reader of this process."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from evidence.child import Ended, Outcome, Picture, ReaderProcess, ReadPart, Survey
from evidence.limits import Limits
from evidence.reading import Kind
from evidence.store import Store
from workflow.faults import crashpoint
from workflow.limits import WEB
from workflow.unit_of_work import services

LIMITS = Limits(upload_bytes=WEB.upload_bytes, free_space_floor_bytes=WEB.free_space_floor)


# What has time gives way to bills that wait, and to the pages of the product.
SLOW_LIMITS = replace(LIMITS, niceness=10)
# What draws more than can be read in the time of the quick lane is not begun there. Measured: text 0.2 MB a second,
# lines 0.4 MB; of 265 real documents two draw more than 1 MB at so few pages.
DRAWING_BYTES_A_SECOND = 250_000


def _within(seconds: float, ocr_pages: int) -> Limits:
    return Limits(
        upload_bytes=WEB.upload_bytes,
        begun_drawing_bytes=int(seconds * DRAWING_BYTES_A_SECOND),
        wall_base_seconds=seconds,
        wall_per_page_seconds=0.0,
        wall_per_ocr_page_seconds=0.0,
        ocr_pages=ocr_pages,
        wall_most_seconds=seconds,
    )


# Both lanes read alike; in the quick one a document that takes longer gives way to the next. OCR reads a page in
# some five seconds: one photo stays, a scan of more pages goes at once.
QUICK_LIMITS = _within(10.0, ocr_pages=1)
# Where others wait behind it, it gives way sooner: ten that never end cost ten bills less than a minute.
HURRIED_LIMITS = _within(4.0, ocr_pages=0)
TRY_FOLDER = "try"
# Longer than any upload or reading takes: what is older belongs to a process that was killed.
CUT_OFF_SECONDS = 86_400
_DRAWING = "drawing-"
_STORE_FAULTS = {"store.after_fsync": "upload.after_fsync"}


def store() -> Store:
    """The write-once store of this installation."""
    return _store_at(services().config.store_folder)


@lru_cache(maxsize=4)
def _store_at(root: Path) -> Store:
    return Store(root, floor_bytes=WEB.free_space_floor, fault_point=_fault)


def _fault(step: str) -> None:
    crashpoint(_STORE_FAULTS.get(step, step))


class _Reader:
    """The one reader process of this worker; made at the first use when nobody made it before."""

    process: ReaderProcess | None = None


def prepare_worker() -> None:
    """What a reading worker does before each job: the warm reader is there; at the first, what was cut off goes."""
    if _Reader.process is None:
        clear_cut_off(time.time() - CUT_OFF_SECONDS)
    start_reader()


def clear_cut_off(before: float) -> None:
    """Remove what killed uploads and readings left behind before a time (seconds of the epoch)."""
    store().sweep_temp(0, before)
    folder = services().config.pictures_folder
    for left in folder.glob(f"{_DRAWING}*"):
        if left.stat().st_mtime < before:
            shutil.rmtree(left, ignore_errors=True)


def start_reader() -> ReaderProcess:
    """Make sure that the warm reader of this process is there; a worker calls it before it forks."""
    if _Reader.process is None:
        _Reader.process = ReaderProcess()
    _Reader.process.start()
    return _Reader.process


def close_reader() -> None:
    """End the reader that this process started."""
    if _Reader.process is not None:
        _Reader.process.close()
        _Reader.process = None


def read_file(path: Path, kind: Kind, limits: Limits, *, keep: Callable[[Path], Path]) -> Outcome:
    """Read one file in the sandboxed child and draw its pages; `keep` gives the folder of its pictures.

    The pictures appear there all at once or not at all.
    """
    with _drawing(keep(path)) as drawn:
        outcome = start_reader().read(path, limits, kind, drawn)
        if outcome.pictures:
            _put_in_place(drawn, keep(path))
    return outcome


def begin_file(
    path: Path, kind: Kind, limits: Limits, pictures: Path, *, is_survey: bool = False
) -> Outcome | Survey:
    """As read_file; of a document too long to be read as a whole (with `is_survey`: of any) the first look."""
    with _drawing(pictures) as drawn:
        found = start_reader().begin(path, limits, kind, drawn, is_survey=is_survey)
        if isinstance(found, Outcome) and found.pictures:
            _put_in_place(drawn, pictures)
    return found


def read_file_parts(
    path: Path, survey: Survey, pictures: Path, keep: Callable[[ReadPart], None], read: Collection[int]
) -> Ended:
    """Read what is not read of a surveyed file; the pictures of each part are there before `keep` has it."""
    pictures.mkdir(parents=True, exist_ok=True)
    with _drawing(pictures) as drawn:

        def keep_with_pictures(part: ReadPart) -> None:
            for picture in part.pictures:
                for name in (picture.file, picture.thumbnail):
                    (drawn / name).replace(pictures / name)
            keep(part)

        return start_reader().read_parts(
            path, SLOW_LIMITS, survey, keep_with_pictures, read=read, pictures_to=drawn
        )


@contextmanager
def _drawing(folder: Path) -> Iterator[Path]:
    """A folder beside another in which its pictures are drawn first."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_DRAWING, dir=folder.parent) as name:
        drawn = Path(name) / "pages"
        drawn.mkdir()
        yield drawn


def _put_in_place(drawn: Path, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    drawn.rename(folder)


def pictures_of(sha256: str) -> Path:
    """The folder of the page pictures of a file: page-1.webp, thumbnail-1.webp and so on."""
    return services().config.pictures_folder / sha256


def picture_names(page: int) -> tuple[str, str]:
    """File names of a page's picture and thumbnail, as the reader draws them."""
    return f"page-{page}.webp", f"thumbnail-{page}.webp"


def has_all_pictures(pictures: tuple[Picture, ...], pages: int) -> bool:
    """True when every page was drawn; fewer means that the time ran out."""
    return len(pictures) == pages


@lru_cache(maxsize=24)
def _reading_at(root: Path, sha256: str) -> dict[str, Any]:
    with _store_at(root).open(sha256) as file:
        found: dict[str, Any] = json.load(file)
    return found


def stored_reading(sha256: str) -> dict[str, Any]:
    """A reading as it was stored, as plain JSON values; remembered, because a stored file never changes."""
    return _reading_at(services().config.store_folder, sha256)


def try_folder() -> Path:
    """Where files tried without a case stay for an hour."""
    folder = services().config.folder / TRY_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder
