"""Opens mails (.eml, .msg) by fixed rules, and reads the text of one line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from pathlib import Path

from evidence.compound import SIGNATURE
from evidence.dates import date_order
from evidence.limits import Limits
from evidence.mail_parts import Attachment, Mail, MailRefused, one_line, shown_time, text_of_html
from evidence.outlook import read_outlook
from evidence.prose import bind_prose, in_pieces
from evidence.reading import Page, Reading, ReadLimits, failed
from evidence.totals import with_total

EMPTY = "This mail has no text. What it carries stands as documents of its own."
TOO_LONG = "This mail holds more text than the {limit} characters that are read. Send it as files."
# What a mail program puts on a mail by itself; never evidence.
_SEALS = {
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
    "application/pgp-keys",
}  # fmt: skip
_DELIMITER = re.compile(rb"[\r\n]--")
_FILE_NAME = re.compile(r'name="([^"]*)"')
_BODIES = {"text/plain", "text/html"}


def open_mail(path: Path, limits: Limits) -> Mail:
    """A mail with its attachments unpacked; raises MailRefused with the reason.

    Its size, lines and parts are counted before the parser makes an object of each.
    """
    if path.stat().st_size > limits.mail_bytes:
        raise MailRefused.large(limits.mail_bytes)
    content = path.read_bytes()
    if content.startswith(SIGNATURE):
        return read_outlook(content, limits.mail_attachments, limits.archive_unpacked_bytes)
    # A part needs a line that begins with two hyphens; text has such lines too, so some more are allowed.
    if sum(1 for _ in _DELIMITER.finditer(content)) > 4 * limits.mail_attachments + 1_000:
        raise MailRefused.many(limits.mail_attachments)
    if content.count(b"\n") + content.count(b"\r") > limits.mail_lines:
        raise MailRefused("The mail has more lines than are read. Send its attachments as files.")
    try:
        return _mail(BytesParser(policy=compat32).parsebytes(content), limits)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise MailRefused.damaged() from error


def read_mail(path: Path, limits: ReadLimits) -> Reading:
    """The text of a mail as one page: its head, then its lines; a figure's cell is "Line 12"."""
    try:
        mail = open_mail(path, Limits())
    except MailRefused as refusal:
        return failed("mail", "refused", str(refusal))
    if len(mail.body) > limits.characters:
        return failed("mail", "refused", TOO_LONG.format(limit=limits.characters))
    heads = (("Subject", mail.subject), ("From", mail.sender), ("To", mail.recipients), ("Sent", mail.sent))
    head = [(name, one_line(text, 2_000)) for name, text in heads if text.strip()]
    body = [
        (f"Line {n}", line.strip()) for n, line in enumerate(mail.body.splitlines(), start=1) if line.strip()
    ]
    if not head and not body:
        return failed("mail", "error", EMPTY)
    # Addresses and times of the head are no quantities; a subject may hold one.
    found = bind_prose([*(line for line in head if line[0] == "Subject"), *body], 1, date_order(mail.body))
    page = Page(
        number=1,
        width=0.0,
        height=0.0,
        chars=sum(len(text.replace(" ", "")) for _, text in (*head, *body)),
        figures=tuple(with_total(found.figures)),
        others=tuple(found.others),
        fields=tuple(found.fields),
        dates=tuple(sorted(set(found.dates))),
        prose=in_pieces([*head, *body]),
    )
    return Reading(kind="mail", status="ok", reason=None, pages=(page,))


def _mail(message: Message, limits: Limits) -> Mail:
    plain: list[str] = []
    markup: list[str] = []
    attachments: list[Attachment] = []
    left = limits.archive_unpacked_bytes
    for part in _leaves(message):
        if _is_body(part):
            (plain if part.get_content_type() == "text/plain" else markup).append(_text(part))
            continue
        one = _attachment(part, len(attachments) + 1)
        left -= len(one.content)
        attachments.append(one)
        if len(attachments) > limits.mail_attachments:
            raise MailRefused.many(limits.mail_attachments)
        if left < 0:
            raise MailRefused.large(limits.archive_unpacked_bytes)
    html = "\n".join(markup)
    return Mail(
        subject=_header(message, "Subject"),
        sender=_header(message, "From"),
        recipients=_header(message, "To"),
        sent=_sent(message),
        body="\n".join(plain).strip() or text_of_html(html),
        attachments=tuple(attachments),
    )


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a mail inside the mail is one part and is not opened."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        held = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(held, list):
            waiting += [one for one in reversed(held) if isinstance(one, Message)]
        elif part.get_content_type() not in _SEALS:
            yield part


def _is_body(part: Message) -> bool:
    is_file = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    return part.get_content_type() in _BODIES and not is_file


def _attachment(part: Message, number: int) -> Attachment:
    if part.get_content_type() == "message/rfc822":
        held = part.get_payload()
        inner = held[0] if isinstance(held, list) and held and isinstance(held[0], Message) else part
        name = _header(inner, "Subject") or _file_name(part) or str(number)
        return Attachment(f"{one_line(name)}.eml", b"", is_mail=True)
    content = part.get_payload(decode=True)
    kind = part.get_content_type()
    name = _file_name(part) or f"attachment {number}.{kind.rpartition('/')[2]}"
    is_inline = bool(part.get("Content-ID")) and part.get_content_disposition() != "attachment"
    return Attachment(
        name,
        content if isinstance(content, bytes) else b"",
        is_inline=is_inline and part.get_content_maintype() == "image",
    )


def _file_name(part: Message) -> str:
    name = part.get_filename() or ""
    if "\ufffd" in name:
        # Bytes beyond ASCII that stand bare: the library gives them up, the header still has them.
        raw = _FILE_NAME.search(_raw_header(part, "Content-Disposition") + _raw_header(part, "Content-Type"))
        name = raw.group(1) if raw else name
    return _decoded_header(name)


def _header(message: Message, name: str) -> str:
    return _decoded_header(_raw_header(message, name))


def _raw_header(message: Message, name: str) -> str:
    return next((str(held) for key, held in message.raw_items() if key.lower() == name.lower()), "")


def _decoded_header(raw: str) -> str:
    """A header in words: encoded words decoded, bytes beyond ASCII as UTF-8 or the Chinese encoding."""
    pieces = []
    for piece, charset in decode_header(raw):
        content = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
        pieces.append(_decoded(content, charset))
    return "".join(pieces)


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return _decoded(content, part.get_content_charset()) if isinstance(content, bytes) else ""


def _decoded(content: bytes, charset: str | None) -> str:
    for encoding in (charset, "utf-8", "gb18030"):
        try:
            if encoding:
                return content.decode("gb18030" if encoding.lower() in {"gb2312", "gbk"} else encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")


def _sent(message: Message) -> str:
    try:
        return shown_time(parsedate_to_datetime(_header(message, "Date")))
    except (ValueError, TypeError):
        return ""
