"""What a file says of its own making is read with its zone, doubted beyond reason, and never raises."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import ExifTags, Image

from evidence.child import ReaderProcess
from evidence.file_dates import file_dates
from evidence.limits import Limits
from evidence.parts import Survey, survey_from_json
from evidence.reading import FileDates
from evidence.reading_json import from_json, to_json
from tests.evidence.hostile import a_document
from tests.evidence.hostile import a_pdf as a_bare_pdf

MADE = datetime(2022, 9, 12, 10, 15, tzinfo=timezone(timedelta(hours=2)))
CHANGED = datetime(2022, 9, 13, 8, 0, tzinfo=UTC)


def a_dated_pdf(path: Path, made: str, pages: int = 1) -> Path:
    """A PDF whose information says when it was made."""
    info = b"<</CreationDate(%s)/ModDate(D:20220913080000Z)>>" % made.encode()
    a_bare_pdf(path, info, pages=pages)
    path.write_bytes(path.read_bytes().replace(b"/Root 1 0 R", b"/Root 1 0 R/Info 10 0 R"))
    return path


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ("D:20220912101500+02'00'", MADE),
        ("D:20220912101500+02'00", MADE),
        ("20220912101500-0430", MADE.replace(tzinfo=timezone(-timedelta(hours=4, minutes=30)))),
        ("D:20220912101500", MADE.replace(tzinfo=None)),
        ("D:20220912", datetime(2022, 9, 12)),  # noqa: DTZ001  the file tells no zone
        ("D:19900101000000Z", datetime(1990, 1, 1, tzinfo=UTC)),
        ("D:19891231235959Z", None),
        ("D:21001231235959Z", datetime(2100, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("D:21010101000000Z", None),
        ("D:20221301000000Z", None),
        ("D:20220912101500+99'00'", None),
        ("D:2022", None),
        ("yesterday", None),
    ],
)
def test_a_pdf_says_when_it_was_made(tmp_path: Path, said: str, made: datetime | None) -> None:
    assert file_dates(a_dated_pdf(tmp_path / "a.pdf", said), "pdf") == FileDates(made, CHANGED)


def test_office_files_say_it_in_their_core_properties(tmp_path: Path) -> None:
    book = Workbook()
    book.properties.created, book.properties.modified = (
        MADE.replace(tzinfo=None),
        CHANGED.replace(tzinfo=None),
    )
    book.save(tmp_path / "a.xlsx")
    found = file_dates(tmp_path / "a.xlsx", "xlsx")
    assert found.made == MADE.replace(tzinfo=UTC)
    word = Document()
    word.core_properties.created = CHANGED.replace(tzinfo=None)
    word.save(str(tmp_path / "a.docx"))
    assert file_dates(tmp_path / "a.docx", "docx").made == CHANGED


def test_a_photo_says_it_in_its_exif_with_the_zone_where_it_has_one(tmp_path: Path) -> None:
    for zone, made in ((b"+02:00", MADE), (None, MADE.replace(tzinfo=None))):
        exif = Image.Exif()
        own = exif.get_ifd(ExifTags.IFD.Exif)
        own[ExifTags.Base.DateTimeOriginal] = "2022:09:12 10:15:00"
        if zone is not None:
            own[ExifTags.Base.OffsetTimeOriginal] = zone.decode()
        Image.new("L", (9, 9)).save(tmp_path / "a.jpg", exif=exif)
        assert file_dates(tmp_path / "a.jpg", "image") == FileDates(made, None)


def test_a_mail_was_made_when_it_was_sent(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"Date: Mon, 12 Sep 2022 10:15:00 +0200\r\nSubject: Bills\r\n\r\nHello")
    assert file_dates(path, "mail") == FileDates(MADE, None)


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "docx", "ods", "ofd", "image", "mail", "csv"])
def test_a_file_that_says_nothing_or_is_damaged_has_no_dates(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"Date: never\r\n\r\nnothing of the kind")
    assert file_dates(path, kind) == FileDates()  # type: ignore[arg-type]


def test_properties_with_an_entity_bomb_are_not_parsed(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "2022-09-12">]><p><created>&a;</created></p>'
    assert file_dates(a_document(tmp_path / "a.docx", {"docProps/core.xml": bomb}), "docx") == FileDates()


@pytest.mark.parametrize("pages", [1, 3])
def test_the_dates_come_with_the_reading_whole_or_in_parts(tmp_path: Path, pages: int) -> None:
    path = a_dated_pdf(tmp_path / "a.pdf", "D:20220912101500+02'00'", pages)
    with ReaderProcess() as reader:
        found = reader.begin(path, Limits(), "pdf", is_survey=True)
        reading = reader.read(path, Limits(), "pdf").reading
    assert reading is not None
    assert from_json(to_json(reading)).file_dates == reading.file_dates == FileDates(MADE, CHANGED)
    if isinstance(found, Survey):
        assert survey_from_json(found.to_json()).file_dates == FileDates(MADE, CHANGED)
