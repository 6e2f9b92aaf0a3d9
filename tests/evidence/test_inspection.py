"""What could act in a file is named and never run; XML that declares its own type reaches no parser."""

from dataclasses import replace
from pathlib import Path

import pytest

from evidence.inspection import inspect
from evidence.limits import Limits
from tests.evidence.hostile import a_document, a_lying_zip, a_pdf, a_workbook, an_object_stream

LIMITS = Limits()
BOMB = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>'
CANARY = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&b;</worksheet>'
)


@pytest.mark.parametrize(
    "sheet",
    [
        BOMB,
        CANARY,
        "<?xml version='1.0'?>\n<!--" + "x" * 200_000 + "-->" + BOMB,
        BOMB.encode("utf-16"),
        b"\xef\xbb\xbf" + BOMB.encode(),
        "\n <?xml version='1.0'?>" + BOMB,
    ],
)
def test_a_declared_document_type_is_refused_however_it_is_hidden(tmp_path: Path, sheet: str | bytes) -> None:
    found = inspect(a_workbook(tmp_path / "a.xlsx", {"xl/worksheets/sheet2.xml": sheet}), "xlsx", LIMITS)
    assert "document type" in (found.refusal or "")


def test_a_part_under_a_foreign_name_is_looked_at_too(tmp_path: Path) -> None:
    found = inspect(a_document(tmp_path / "a.docx", {"word/media/image1.png": BOMB}), "docx", LIMITS)
    assert "document type" in (found.refusal or "")


def test_an_xml_file_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(BOMB)
    assert "document type" in (inspect(path, "text", LIMITS).refusal or "")


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    sheet = '<?xml version="1.0" encoding="utf-7"?><worksheet/>'
    found = inspect(a_workbook(tmp_path / "a.xlsx", sheet=sheet), "xlsx", LIMITS)
    assert "encoding" in (found.refusal or "")


def test_a_plain_workbook_has_no_flags(tmp_path: Path) -> None:
    found = inspect(a_workbook(tmp_path / "a.xlsx", sheet="<worksheet>DOCTYPE</worksheet>"), "xlsx", LIMITS)
    assert (found.flags, found.refusal) == ((), None)


def test_a_package_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path) -> None:
    assert "a.txt" in (inspect(a_lying_zip(tmp_path / "a.xlsx"), "xlsx", LIMITS).refusal or "")


@pytest.mark.parametrize(
    ("part", "content", "words"),
    [
        ("xl/externalLinks/externalLink1.xml", "<x/>", "None was fetched"),
        ("xl/connections.xml", "<x/>", "None was fetched"),
        ("xl/embeddings/oleObject1.bin", "x", "embedded"),
        ("xl/activeX/activeX1.xml", "<x/>", "ActiveX"),
        ("word/_rels/settings.xml.rels", '<R Type="a/attachedTemplate" TargetMode="External"/>', "template"),
    ],
)
def test_what_reaches_out_of_an_office_file_is_flagged(
    tmp_path: Path, part: str, content: str, words: str
) -> None:
    (flag,) = inspect(a_workbook(tmp_path / "a.xlsx", {part: content}), "xlsx", LIMITS).flags
    assert words in flag


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<</S/JavaScript/JS(app.alert(1))>>", "JavaScript"),
        (b"<</S/J#61vaScript>>", "JavaScript"),
        (b"<</S/Launch/F(cmd.exe)>>", "start a program"),
        (b"<</XFA 5 0 R>>", "XFA"),
        (b"<</Type/EmbeddedFile>>", "embedded"),
        (b"<</S/SubmitForm>>", "form values"),
        (b"<</Subtype/RichMedia>>", "moving media"),
    ],
)
@pytest.mark.parametrize("is_packed", [False, True])
def test_what_could_act_in_a_pdf_is_flagged(tmp_path: Path, body: bytes, words: str, is_packed: bool) -> None:
    path = a_pdf(tmp_path / "a.pdf", an_object_stream(body) if is_packed else body)
    (flag,) = inspect(path, "pdf", LIMITS).flags
    assert words in flag


@pytest.mark.parametrize(
    ("catalogue", "body", "is_flagged"),
    [
        (b"/OpenAction[100 0 R/Fit]", b"<<>>", False),
        (b"/OpenAction<</S/GoTo/D[100 0 R/Fit]>>", b"<<>>", False),
        (b"/OpenAction 10 0 R", b"<</S/GoTo/D[100 0 R/Fit]>>", False),
        (b"/OpenAction 10 0 R", b"[100 0 R/Fit]", False),
        (b"/OpenAction 10 0 R", b"<</S/URI/URI(http://x)>>", True),
        (b"/OpenAction<</S/URI/URI(http://x)>>", b"<<>>", True),
    ],
)
def test_an_open_action_counts_when_it_does_more_than_show_a_page(
    tmp_path: Path, catalogue: bytes, body: bytes, is_flagged: bool
) -> None:
    flags = inspect(a_pdf(tmp_path / "a.pdf", body, catalogue=catalogue), "pdf", LIMITS).flags
    assert any("when it is opened" in flag for flag in flags) == is_flagged


def test_a_pdf_without_actions_has_no_flags(tmp_path: Path) -> None:
    assert inspect(a_pdf(tmp_path / "a.pdf", b"<</Names/JSON>>"), "pdf", LIMITS).flags == ()


def test_object_streams_are_unpacked_up_to_the_limit_only(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "a.pdf", an_object_stream(b" " * 1000 + b"<</S/Launch>>"))
    assert inspect(path, "pdf", replace(LIMITS, archive_unpacked_bytes=1013)).flags != ()
    assert inspect(path, "pdf", replace(LIMITS, archive_unpacked_bytes=1000)).flags == ()
