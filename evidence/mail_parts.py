"""What a mail is made of, whatever its format: sender, subject, time, text and attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Self

_BREAKS = {"br", "p", "div", "tr", "li", "table", "h1", "h2", "h3", "h4", "hr", "pre", "blockquote"}
_UNREAD = {"script", "style", "head", "title"}


class MailRefused(Exception):
    """The mail is not unpacked; the message is a sentence for people."""

    @classmethod
    def damaged(cls) -> Self:
        """What a mail program would not open either."""
        return cls("The mail is damaged or no mail. Send its attachments as files.")

    @classmethod
    def many(cls, most: int) -> Self:
        """More attachments than are taken out at once."""
        return cls(f"The mail has more than {most:,} attachments. Send them as files, in parts.")

    @classmethod
    def large(cls, most: int) -> Self:
        """More bytes than are unpacked."""
        return cls(
            f"The mail and its attachments are larger than {most:,} bytes. Send the attachments as files."
        )


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a mail: its name as sent and its bytes.

    `is_mail` marks a mail inside the mail; `is_inline` a picture that only the layout of the text uses.
    """

    name: str
    content: bytes
    is_mail: bool = False
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it reads: `sent` is "2021-06-03 10:22 +0800" or empty, `body` its plain text."""

    subject: str
    sender: str
    recipients: str
    sent: str
    body: str
    attachments: tuple[Attachment, ...]

    @property
    def origin(self) -> str:
        """Subject, sender and time in one line, as far as they are known."""
        subject = f"“{one_line(self.subject)}”" if self.subject.strip() else ""
        return ", ".join(part for part in (subject, one_line(self.sender), self.sent) if part)


def shown_time(moment: datetime) -> str:
    """A moment with its own offset: the sender's clock, not ours."""
    return f"{moment:%Y-%m-%d %H:%M %z}".strip()


def one_line(text: str, most: int = 160) -> str:
    """Text of a mail's head on one line, nothing unseen, of bearable length."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def text_of_html(markup: str) -> str:
    """The words of a mail written in HTML, in lines; nothing of it is fetched or run."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    return re.sub(r"\n\s*\n+", "\n", "".join(reader.words)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in _UNREAD
        if tag in _BREAKS:
            self.words.append("\n")
        elif tag in {"td", "th"}:
            self.words.append("  ")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD and self._unread > 0
        if tag in _BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.words.append(re.sub(r"\s+", " ", data))
