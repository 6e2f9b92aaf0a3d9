"""Mails are opened by fixed rules: what they carry comes out with its name, and nothing is unpacked twice."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from evidence.identify import identify
from evidence.limits import Limits
from evidence.mail import open_mail
from evidence.mail_parts import MailRefused
from evidence.readers import read
from evidence.reading import ReadLimits
from tests.evidence.mailing import File, a_msg, an_eml

BILLS = [File("Bill 1.pdf", b"%PDF-1.4 one"), File("电费账单.pdf", b"%PDF-1.4 " + b"two" * 4_000)]


@pytest.fixture(params=["eml", "msg"])
def mail(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"a.{request.param}"
    path.write_bytes(an_eml(BILLS) if request.param == "eml" else a_msg(BILLS))
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_mail_gives_its_attachments_by_name_byte_for_byte(mail: Path) -> None:
    taken = open_mail(mail, Limits()).attachments
    assert [(one.name, one.content) for one in taken] == [(file.name, file.content) for file in BILLS]


def test_a_mail_says_where_it_came_from(mail: Path) -> None:
    time = "2021-06-03 10:22 +0800" if mail.suffix == ".eml" else "2021-06-03 02:22 +0000"
    assert open_mail(mail, Limits()).origin == f"“Bills of June”, Li Wei <li.wei@example.org>, {time}"


def test_a_mail_is_told_by_its_content_whatever_its_attachments_are(mail: Path) -> None:
    identity = identify(mail, mail.name, Limits())
    assert (identity.type, identity.kind, identity.verdict) == (mail.suffix[1:], "mail", "ok")


def test_the_text_of_a_mail_is_read_with_its_head(mail: Path) -> None:
    reading = read(mail, ReadLimits(), "mail")
    assert [(f.raw, f.unit, f.cell) for f in reading.figures] == [("1,234", "kWh", "Line 1")]
    assert [address for address, _ in reading.pages[0].prose][:2] == ["Subject", "From"]


def test_a_chinese_mail_is_read_in_the_encoding_of_its_country(tmp_path: Path) -> None:
    raw = (
        "Subject: 六月电费\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n用电量：1234.5 千瓦时，2021年6月\r\n"
        '--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="账单.pdf"\r\n\r\n'
        "%PDF-1.4\r\n--x--\r\n"
    ).encode("gb18030")
    path = written(tmp_path / "a.eml", raw)
    mail = open_mail(path, Limits())
    assert (mail.subject, mail.attachments[0].name) == ("六月电费", "账单.pdf")
    (figure,) = read(path, ReadLimits(), "mail").figures
    assert (str(figure.value), figure.unit) == ("1234.5", "千瓦时")


def test_a_mail_in_html_alone_is_read_as_its_words(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Date"] = "Thu, 03 Jun 2021 10:22:00 +0800"
    mail.set_content(
        "<html><head><style>p{width:77px}</style></head><p>Gas: 512 m&sup3;</p><script>a=99</script></html>",
        subtype="html",
    )
    reading = read(written(tmp_path / "a.eml", mail.as_bytes()), ReadLimits(), "mail")
    assert [figure.raw for figure in reading.figures] == ["512"]
    assert date(2021, 6, 3) not in reading.dates


def test_a_mail_inside_a_mail_is_named_and_not_opened(tmp_path: Path) -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner["Subject"] = "Older bills"
    inner.set_content("See attached.")
    outer.set_content("Forwarded.")
    outer.add_attachment(inner)
    for path in (
        written(tmp_path / "a.eml", outer.as_bytes()),
        written(tmp_path / "a.msg", a_msg(inner="Older bills")),
    ):
        (one,) = open_mail(path, Limits()).attachments
        assert (one.name, one.is_mail, one.content) == (f"Older bills{path.suffix}", True, b"")


def test_the_seal_of_a_signed_mail_is_no_attachment(tmp_path: Path) -> None:
    content = an_eml([File("smime.p7s", b"seal", "application/pkcs7-signature"), BILLS[0]])
    taken = open_mail(written(tmp_path / "a.eml", content), Limits()).attachments
    assert [one.name for one in taken] == ["Bill 1.pdf"]


@pytest.mark.parametrize("make", [an_eml, a_msg])
def test_attachments_are_taken_to_the_limit_and_refused_one_over(make: object, tmp_path: Path) -> None:
    path = written(tmp_path / "a", make(BILLS))  # type: ignore[operator]
    assert len(open_mail(path, replace(Limits(), mail_attachments=2)).attachments) == 2
    with pytest.raises(MailRefused, match="more than 1 attachments"):
        open_mail(path, replace(Limits(), mail_attachments=1))


@pytest.mark.parametrize("make", [an_eml, a_msg])
def test_a_mail_is_opened_at_its_byte_limit_and_refused_one_over(make: object, tmp_path: Path) -> None:
    path = written(tmp_path / "a", make(BILLS))  # type: ignore[operator]
    size = path.stat().st_size
    assert open_mail(path, replace(Limits(), mail_bytes=size))
    with pytest.raises(MailRefused, match="larger than"):
        open_mail(path, replace(Limits(), mail_bytes=size - 1))


def test_what_is_unpacked_is_counted_to_the_limit(tmp_path: Path) -> None:
    path = written(tmp_path / "a.eml", an_eml(BILLS))
    size = sum(len(file.content) for file in BILLS)
    assert open_mail(path, replace(Limits(), archive_unpacked_bytes=size))
    with pytest.raises(MailRefused, match="larger than"):
        open_mail(path, replace(Limits(), archive_unpacked_bytes=size - 1))


def test_lines_are_counted_before_the_parser_sees_them(tmp_path: Path) -> None:
    content = an_eml()
    path = written(tmp_path / "a.eml", content)
    assert open_mail(path, replace(Limits(), mail_lines=content.count(b"\n")))
    with pytest.raises(MailRefused, match="more lines"):
        open_mail(path, replace(Limits(), mail_lines=content.count(b"\n") - 1))


def test_thousands_of_parts_are_refused_before_the_parser_sees_them(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.eml", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 9_000
    )
    with pytest.raises(MailRefused, match="attachments"):
        open_mail(path, Limits())


def test_parts_within_parts_without_end_are_refused(tmp_path: Path) -> None:
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(1_500)
    )
    with pytest.raises(MailRefused, match="damaged"):
        open_mail(written(tmp_path / "a.eml", deep), Limits())


@pytest.mark.parametrize("at", [44, 48, 60, 72, 76])
def test_a_msg_with_a_broken_table_is_refused(at: int, tmp_path: Path) -> None:
    content = bytearray(a_msg(BILLS))
    struct.pack_into("<L", content, at, 0x7FFFFFF0)
    with pytest.raises(MailRefused, match="damaged"):
        open_mail(written(tmp_path / "a.msg", bytes(content)), Limits())


def test_a_msg_whose_chain_returns_to_itself_is_refused(tmp_path: Path) -> None:
    content = bytearray(a_msg(BILLS))
    fat = (struct.unpack_from("<L", content, 76)[0] + 1) * 512
    directory = struct.unpack_from("<L", content, 48)[0]
    struct.pack_into("<L", content, fat + 4 * directory, directory)
    with pytest.raises(MailRefused, match="damaged"):
        open_mail(written(tmp_path / "a.msg", bytes(content)), Limits())


def test_a_mail_without_text_says_so(tmp_path: Path) -> None:
    reading = read(written(tmp_path / "a.eml", b"Content-Type: text/plain\r\n\r\n"), ReadLimits(), "mail")
    assert (reading.status, "no text" in (reading.reason or "")) == ("error", True)
