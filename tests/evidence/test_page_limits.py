"""What one document may hold: read at each limit, refused with its own sentence one over, marked where unseen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.child import ReaderProcess
from evidence.limits import Limits
from evidence.outcome import Outcome
from evidence.readers import read
from evidence.reading import ReadLimits
from tests.evidence.drawing import a_pdf, text
from tests.evidence.hostile import a_pdf as an_empty_pdf
from tests.evidence.test_bombs import a_drawn_pdf, a_stream

FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


def words(path: Path, count: int, pages: int = 1) -> Path:
    page = text((50, 60, " ".join("word" for _ in range(count))))
    return a_pdf(path, *[page] * pages)


def test_a_page_of_as_many_words_as_allowed_is_read_and_one_more_is_refused(tmp_path: Path) -> None:
    limits = ReadLimits(words_per_page=4)
    assert read(words(tmp_path / "a.pdf", 4), limits, "pdf").status == "ok"
    over = read(words(tmp_path / "b.pdf", 5), limits, "pdf")
    assert (over.status, over.reason) == (
        "refused", "Page 1 holds more than the 4 words that are read of one page. Split it in two.",
    )  # fmt: skip


def test_of_a_long_document_the_page_with_too_many_words_is_named_and_not_called_damaged(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    pages = [text((50, 60, "word " * count)) for count in (2, 6, 2)]
    path = a_pdf(tmp_path / "a.pdf", *pages)
    limits = replace(Limits(), whole_pages=2, part_pages=1, reading=ReadLimits(words_per_page=4))
    found = reader.read(path, limits, "pdf").reading
    assert found is not None
    assert [page.number for page in found.pages if page.chars == 0] == [2]
    assert any("Page 2 holds more than the 4 words" in flag for flag in found.flags)


def test_as_many_characters_as_allowed_are_read_and_one_more_is_refused(tmp_path: Path) -> None:
    path = words(tmp_path / "a.pdf", 3)
    assert read(path, ReadLimits(characters=12), "pdf").status == "ok"
    over = read(path, ReadLimits(characters=11), "pdf")
    assert (over.status, "more text than the 11 characters" in (over.reason or "")) == ("refused", True)


def shown(reader: ReaderProcess, path: Path, content: bytes, media: bytes = b"[0 0 200 100]") -> Outcome:
    drawn = a_drawn_pdf(path, a_stream(content, filters=b""), resources=FONT, media=media)
    return reader.read(drawn, Limits(), "pdf")


@pytest.mark.parametrize(
    ("content", "is_unseen"),
    [
        (b"BT /F1 9 Tf 20 50 Td (Total 2391 kWh) Tj ET", False),
        (b"BT /F1 9 Tf 3 Tr 20 50 Td (Total 2391 kWh) Tj ET", True),
        (b"1 1 1 rg BT /F1 9 Tf 20 50 Td (Total 2391 kWh) Tj ET", True),
        (b"BT /F1 0.4 Tf 20 50 Td (Total 2391 kWh) Tj ET", True),
        (b"BT /F1 9 Tf 500 50 Td (Total 2391 kWh) Tj ET", True),
        (b"BT /F1 9 Tf 20 -50 Td (Total 2391 kWh) Tj ET", True),
    ],
    ids=["plain", "no ink", "white", "tiny", "beside the page", "below the page"],
)
def test_a_figure_that_nobody_sees_is_marked_and_one_that_is_seen_is_not(
    reader: ReaderProcess, tmp_path: Path, content: bytes, is_unseen: bool
) -> None:
    found = shown(reader, tmp_path / "a.pdf", content).reading
    assert found is not None
    assert [figure.invisible for figure in found.figures if figure.raw == "2391"] in (
        [[True], []] if is_unseen else [[False]]
    )


def test_text_of_the_smallest_size_seen_is_no_tiny_text(reader: ReaderProcess, tmp_path: Path) -> None:
    marked = []
    for size in (b"3.0", b"2.9"):
        content = b"BT /F1 " + size + b" Tf 20 50 Td (Total 2391 kWh) Tj ET"
        found = shown(reader, tmp_path / "a.pdf", content).reading
        assert found is not None
        marked.append([figure.invisible for figure in found.figures])
    assert marked == [[False], [True]]


def test_a_document_of_pages_without_a_word_has_no_characters_to_be_called_read(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    outcome = reader.read(an_empty_pdf(tmp_path / "a.pdf", pages=2), Limits(), "pdf")
    assert outcome.reading is not None
    assert outcome.reading.chars == 0
