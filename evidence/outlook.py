"""Reads Outlook's .msg: subject, sender, time, text and attachments out of its properties (MS-OXMSG)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from evidence.compound import CompoundDamaged, CompoundFile, Storage, folders_named
from evidence.mail_parts import Attachment, Mail, MailRefused, shown_time, text_of_html

_SUBJECT, _BODY, _HTML = "0037", "1000", "1013"
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP = "0C1A", "0C1F", "5D01"
_TO = "0E04"
_LONG_NAME, _SHORT_NAME, _CONTENT, _CONTENT_ID = "3707", "3704", "3701", "3712"
_SENT_AT, _RECEIVED_AT, _METHOD, _HIDDEN = 0x0039, 0x0E06, 0x3705, 0x7FFE
_EMBEDDED_MAIL = 5
_PROPERTIES, _ATTACHMENT = "__properties_version1.0", "__attach_version1.0_"
_TOP_HEAD, _INNER_HEAD = 32, 8
_WINDOWS_BEGAN = datetime(1601, 1, 1, tzinfo=UTC)


def read_outlook(content: bytes, most_attachments: int, most_bytes: int) -> Mail:
    """The mail of a .msg file; raises MailRefused for what passes the limits or is damaged."""
    try:
        return _Message(CompoundFile(content)).mail(most_attachments, most_bytes)
    except (CompoundDamaged, struct.error, OverflowError) as error:
        raise MailRefused.damaged() from error


class _Message:
    def __init__(self, file: CompoundFile) -> None:
        self._file = file

    def mail(self, most_attachments: int, most_bytes: int) -> Mail:
        root = self._file.root
        times = self._properties(root, _TOP_HEAD)
        sent = times.get(_SENT_AT) or times.get(_RECEIVED_AT)
        name = self._text(root, _SENDER)
        address = self._text(root, _SENDER_SMTP) or self._text(root, _SENDER_ADDRESS)
        sender = f"{name} <{address}>" if name and "@" in address and address != name else name or address
        body = self._text(root, _BODY)
        html = self._bytes(root, _HTML)
        if not body.strip():
            body = text_of_html(html.decode("utf-8", "replace") if html else self._text(root, _HTML))
        folders = list(folders_named(root, _ATTACHMENT))
        if len(folders) > most_attachments:
            raise MailRefused.many(most_attachments)
        sizes = sum(size for folder in folders for _, size in folder.streams.values())
        if sizes > most_bytes:
            raise MailRefused.large(most_bytes)
        return Mail(
            subject=self._text(root, _SUBJECT),
            sender=sender,
            recipients=self._text(root, _TO),
            sent=shown_time(_moment(sent)) if sent else "",
            body=body,
            attachments=tuple(self._attachments(folders)),
        )

    def _attachments(self, folders: list[Storage]) -> Iterator[Attachment]:
        for number, folder in enumerate(folders, start=1):
            held = self._properties(folder, _INNER_HEAD)
            name = self._text(folder, _LONG_NAME) or self._text(folder, _SHORT_NAME)
            if held.get(_METHOD, 0) & 0xFF == _EMBEDDED_MAIL:
                inner = next((one for one in folders_named(folder, "__substg1.0_3701")), Storage())
                subject = self._text(inner, _SUBJECT) or name or str(number)
                yield Attachment(f"{subject}.msg", b"", is_mail=True)
                continue
            is_inline = bool(self._text(folder, _CONTENT_ID)) and bool(held.get(_HIDDEN, 0) & 1)
            yield Attachment(
                name or f"attachment {number}", self._bytes(folder, _CONTENT), is_inline=is_inline
            )

    def _bytes(self, folder: Storage, tag: str) -> bytes:
        place = folder.streams.get(f"__substg1.0_{tag}0102")
        return self._file.read(place) if place else b""

    def _text(self, folder: Storage, tag: str) -> str:
        """A text property: in UTF-16, or in the encoding that the bytes themselves show."""
        wide = folder.streams.get(f"__substg1.0_{tag}001F")
        if wide is not None:
            return self._file.read(wide).decode("utf-16-le", "replace").rstrip("\0")
        narrow = folder.streams.get(f"__substg1.0_{tag}001E")
        if narrow is None:
            return ""
        raw = self._file.read(narrow).rstrip(b"\0")
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
        return raw.decode("cp1252", "replace")

    def _properties(self, folder: Storage, head: int) -> dict[int, int]:
        """The properties of fixed length: eight bytes each, as a whole number."""
        place = folder.streams.get(_PROPERTIES)
        raw = self._file.read(place)[head:] if place else b""
        found = (struct.unpack_from("<2HLQ", raw, at) for at in range(0, len(raw) - 15, 16))
        return {tag: value for _, tag, _, value in found}


def _moment(ticks: int) -> datetime:
    """Windows counts tenths of microseconds since 1601."""
    return _WINDOWS_BEGAN + timedelta(microseconds=ticks // 10)
