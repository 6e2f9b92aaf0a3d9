"""Files made to break real readers end in a named state with a sentence, and the next good file is read."""

import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.child import Outcome, ReaderProcess
from evidence.identify import identify
from evidence.limits import Limits
from tests.evidence.hostile import a_document, a_pdf, a_picture, a_workbook

LIMITS = replace(
    Limits(), wall_base_seconds=15, wall_per_page_seconds=0.01, memory_bytes=400_000_000, cpu_seconds=15
)
FAILED = {"password", "error", "crash", "timeout", "memory", "refused"}


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


def outcome_of(reader: ReaderProcess, path: Path, pictures_to: Path | None = None) -> Outcome:
    identity = identify(path, path.name, LIMITS)
    if identity.kind is None:
        assert identity.verdict != "ok"
        return Outcome(identity.verdict, identity.reason, None, 0, 0)
    return reader.read(path, LIMITS, identity.kind, pictures_to)


def a_stream(content: bytes, filters: bytes = b"/FlateDecode", more: bytes = b"") -> bytes:
    head = b"<<" + more + b"/Filter[" + filters + b"]/Length %d>>stream\n" % len(content)
    return head + content + b"\nendstream"


def a_drawn_pdf(path: Path, *objects: bytes, resources: bytes = b"", media: bytes = b"[0 0 200 100]") -> Path:
    """A PDF of one page whose content is object 10."""
    page = b"/MediaBox" + media + b"/Contents 10 0 R/Resources<<" + resources + b">>"
    a_pdf(path, *objects)
    path.write_bytes(path.read_bytes().replace(b"/MediaBox[0 0 200 100]", page))
    return path


def a_flate_bomb(path: Path) -> Path:
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b"q " * 5_000_000) for _ in range(60)) + packer.flush()
    return a_drawn_pdf(path, a_stream(zlib.compress(once, 9), b"/FlateDecode/FlateDecode"))


def a_form_bomb(path: Path) -> Path:
    """Ten forms, each drawing the next ten times."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    inner = [a_stream(zlib.compress(b"/X Do " * 10), more=form % (12 + number)) for number in range(10)]
    return a_drawn_pdf(path, a_stream(zlib.compress(b"/X Do")), *inner, resources=b"/XObject<</X 11 0 R>>")


def a_slow_page(path: Path) -> Path:
    """Two hundred thousand lines in a few kilobytes: nothing too large about it, but no reader is quick with it."""
    return a_drawn_pdf(path, a_stream(zlib.compress(b"10 10 m 20 30 l S\n" * 200_000, 9)))


def a_deep_pdf(path: Path) -> Path:
    return a_drawn_pdf(path, a_stream(zlib.compress(b"[" * 1_000_000)))


def a_page_loop(path: Path) -> Path:
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\ntrailer<</Root 1 0 R>>"
    )
    return path


def a_claim_of_pages(path: Path) -> Path:
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
        b"2 0 obj<</Type/Pages/Kids[]/Count 2000000000>>endobj\ntrailer<</Root 1 0 R>>"
    )
    return path


def a_claim_of_objects(path: Path) -> Path:
    path.write_bytes(
        b"%PDF-1.4\nxref\n0 999999999\n0000000000 65535 f \n"
        b"trailer<</Root 1 0 R/Size 999999999>>\nstartxref\n9\n%%EOF"
    )
    return path


def a_cut_pdf(path: Path) -> Path:
    a_pdf(path)
    path.write_bytes(path.read_bytes()[:40])
    return path


def a_workbook_of_one_far_cell(path: Path) -> Path:
    return a_workbook(
        path, sheet='<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )


def a_document_of_nested_tables(path: Path) -> Path:
    deep = "<w:tbl><w:tr><w:tc>" * 2_000 + "</w:tc></w:tr></w:tbl>" * 2_000
    body = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{deep}</w:document>'
    return a_document(path, {"word/document.xml": body})


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (a_flate_bomb, "flate.pdf"),
        (a_form_bomb, "forms.pdf"),
        (a_claim_of_pages, "pages.pdf"),
        (a_claim_of_objects, "objects.pdf"),
        (a_cut_pdf, "cut.pdf"),
        (a_workbook, "bare.xlsx"),
        (a_workbook_of_one_far_cell, "far.xlsx"),
        (a_document_of_nested_tables, "deep.docx"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_bomb_ends_in_a_named_state_and_the_next_file_is_read(
    reader: ReaderProcess, tmp_path: Path, make: object, name: str
) -> None:
    assert callable(make)
    outcome = outcome_of(reader, make(tmp_path / name))
    assert outcome.status in FAILED
    assert outcome.reason
    assert outcome_of(reader, a_pdf(tmp_path / "good.pdf")).status == "ok"


@pytest.mark.parametrize("make", [a_deep_pdf, a_page_loop])
def test_an_odd_file_is_never_ok_without_a_word(reader: ReaderProcess, tmp_path: Path, make: object) -> None:
    assert callable(make)
    outcome = outcome_of(reader, make(tmp_path / "odd.pdf"))
    assert outcome.reason or (outcome.reading and outcome.reading.flags)


def test_a_page_too_large_to_draw_is_drawn_small_or_said(reader: ReaderProcess, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    path = a_drawn_pdf(tmp_path / "a.pdf", a_stream(zlib.compress(b"0 0 9 9 re f")), media=b"[0 0 1e7 1e7]")
    outcome = outcome_of(reader, path, folder)
    assert outcome.status == "ok"
    (picture,) = outcome.pictures
    assert picture.width * picture.height <= LIMITS.picture_pixels


def test_as_many_pages_as_allowed_are_read_and_one_more_is_refused(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    limits = replace(LIMITS, reading=replace(LIMITS.reading, pages=3))
    assert reader.read(a_pdf(tmp_path / "a.pdf", pages=3), limits, "pdf").status == "ok"
    over = reader.read(a_pdf(tmp_path / "b.pdf", pages=4), limits, "pdf")
    assert over.status == "refused"
    assert "4 pages" in (over.reason or "")


def test_a_large_scan_is_read_and_drawn_within_the_memory_allowed(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    path = a_picture(tmp_path / "a.tif", 8_000, 9_000, "TIFF")
    outcome = reader.read(path, replace(LIMITS, memory_bytes=1 << 30), "image", folder)
    assert (outcome.status, len(outcome.pictures)) == ("ok", 1)
