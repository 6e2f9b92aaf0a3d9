"""Sends mail: by a real SMTP conversation, or into the outbox folder when no server is set."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from workflow.config import Config
from workflow.people.models import Mail
from workflow.unit_of_work import services
from workflow.worker import JobRun

TIMEOUT_SECONDS = 20
PLAIN_LINE = 900  # RFC 5322 ends a line at 998


def send_mail(run: JobRun, mail_id: int) -> None:
    """Send one mail; a mail that was sent is not sent again."""
    with run.step() as uow:
        mail = uow.session.get_one(Mail, mail_id)
        letter = _letter(services().config, mail)
        already = mail.sent_at is not None
    if not already:
        deliver(services().config, letter)
    with run.finishing() as uow:
        uow.session.get_one(Mail, mail_id).sent_at = uow.now


def _letter(config: Config, mail: Mail) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = config.mail_from
    letter["To"] = mail.address
    letter["Subject"] = " ".join(mail.subject.split())
    # The row's number makes a second delivery of the same mail recognisable to the receiving side.
    letter["Message-ID"] = f"<mail-{mail.id}@assay>"
    letter["Date"] = mail.created_at
    # Left as it is where it can be: a link stays whole for who opens the outbox file as text.
    is_plain = mail.text.isascii() and max(map(len, mail.text.splitlines()), default=0) < PLAIN_LINE
    letter.set_content(mail.text, cte="7bit" if is_plain else None)
    return letter


def deliver(config: Config, letter: EmailMessage) -> None:
    """Hand a letter to the mail server of SMTP_URL (smtp://, smtps://), or lay it in the outbox folder."""
    if config.mail_url is None:
        _lay_in_outbox(config.outbox_folder, letter)
        return
    url = urlsplit(config.mail_url)
    secure = url.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    port = url.port or (465 if secure else 25)
    with connect(url.hostname or "127.0.0.1", port, timeout=TIMEOUT_SECONDS) as server:
        if not secure and server.has_extn("starttls"):
            server.starttls()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(letter)


def _lay_in_outbox(folder: Path, letter: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = letter["Message-ID"].strip("<>").split("@")[0]
    fresh = folder / f".{name}.new"
    fresh.write_bytes(bytes(letter))
    fresh.replace(folder / f"{name}.eml")
