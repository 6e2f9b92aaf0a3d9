"""What came in: bytes go to the store on the way in, then are told what they are; a ZIP or a mail becomes its files."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from evidence.archives import ArchiveEncrypted, ArchiveRefused, is_archive, open_archive
from evidence.identify import Identity, identify
from evidence.mail import open_mail
from evidence.mail_parts import Attachment, MailRefused
from evidence.names import clean_name, ending_of
from evidence.store import ByteStream, Stored
from workflow.documents.storage import LIMITS, store
from workflow.errors import BadInput
from workflow.i18n import N_, message
from workflow.limits import WEB


@dataclass(frozen=True)
class Received:
    """One file as it came: its cleaned name, its bytes in the store, what it is, and where it came from.

    `intake_key` makes the same sending twice one act; `came_in` names the archive or mail and the place inside
    it, `came_in_sha256` is that container's hash.
    """

    name: str
    stored: Stored
    identity: Identity
    came_in: str | None = None
    intake_key: str | None = None
    came_in_sha256: str | None = None


_MAILS = frozenset({"eml", "msg"})
# A picture that the layout of a mail shows is taken for a sender's mark below this size.
_MARK_BYTES = 40_000
_ONE_ATTACHMENT = "1 attachment is a document of its own."


def take_in(stream: ByteStream, name: str, *, key: str | None = None) -> list[Received]:
    """File one upload and say what it is; a ZIP of documents gives one for each entry, all or none; a mail gives
    itself and one for each attachment.

    Raises evidence.store.StoreError (too large, disk full) before anything is kept, BadInput for a name or a
    ZIP that cannot be taken.
    """
    shown = clean_name(name, LIMITS)
    stored = store().put(stream, WEB.upload_bytes)
    whole = receive(stored, shown, key=key)
    if whole.identity.verdict != "ok":
        return [whole]
    if whole.identity.type in _MAILS:
        return _unpack_mail(whole, key)
    return _unpack_archive(whole, key) if whole.identity.type == "zip" else [whole]


def _unpack_archive(whole: Received, key: str | None) -> list[Received]:
    stored = whole.stored
    try:
        with open_archive(store().path(stored.sha256), LIMITS) as archive:
            if len(archive.entries) > WEB.upload_files:
                raise BadInput(
                    message(
                        N_("The ZIP holds more than {most} files. Send it in parts."), most=WEB.upload_files
                    )
                )
            return [
                receive(
                    store().put(archive.open(entry), WEB.upload_bytes),
                    entry.name,
                    came_in=f"{whole.name} / {entry.name}",
                    key=f"{key}/{entry.name}" if key else None,
                    container=stored,
                )
                for entry in archive.entries
            ]
    except ArchiveEncrypted as refusal:
        return [_refused(whole, "password", str(refusal))]
    except ArchiveRefused as refusal:
        return [_refused(whole, "refused", str(refusal))]


def _unpack_mail(whole: Received, key: str | None) -> list[Received]:
    """The mail itself, whose text is read, and its attachments; what is not taken out of it is named on it."""
    try:
        mail = open_mail(store().path(whole.stored.sha256), LIMITS)
    except MailRefused as refusal:
        return [_refused(whole, "refused", str(refusal))]
    taken: list[Received] = []
    flags: list[str] = []
    marks = 0
    for number, attachment in enumerate(mail.attachments, start=1):
        name = clean_name(attachment.name, LIMITS)
        if attachment.is_inline and len(attachment.content) < _MARK_BYTES:
            marks += 1
        elif reason := _not_taken(attachment, name):
            flags.append(f"The attachment {name} {reason}")
        else:
            taken.append(
                receive(
                    store().put(io.BytesIO(attachment.content), WEB.upload_bytes),
                    name,
                    came_in=f"{whole.name} ({mail.origin}) / {name}"
                    if mail.origin
                    else f"{whole.name} / {name}",
                    key=f"{key}/{number}" if key else None,
                    container=whole.stored,
                )
            )
    if marks:
        flags.append(f"{marks} small pictures that only the mail's layout uses were not taken out.")
    if taken:
        own = f"{len(taken)} attachments are documents of their own." if len(taken) > 1 else _ONE_ATTACHMENT
        flags.append(own)
    return [_flagged(whole, flags), *taken]


def _not_taken(attachment: Attachment, name: str) -> str | None:
    """Why an attachment does not become a document: nothing is unpacked twice."""
    if attachment.is_mail or ending_of(name) in _MAILS:
        return "is a mail inside the mail and was not opened. Send it on its own."
    if is_archive(name, attachment.content[:512]):
        return "is an archive inside the mail and was not opened. Send it on its own."
    return None if attachment.content else "is empty. Ask for it again."


def _flagged(received: Received, flags: Iterable[str]) -> Received:
    identity = received.identity
    return replace(received, identity=replace(identity, flags=(*identity.flags, *flags)))


def receive(
    stored: Stored,
    name: str,
    *,
    came_in: str | None = None,
    key: str | None = None,
    container: Stored | None = None,
) -> Received:
    """What is known of a file that stands in the store; the name it came with is cleaned for display."""
    identity = identify(store().path(stored.sha256), name, LIMITS)
    hashed = sha256(key.encode()).hexdigest() if key else None
    return Received(
        clean_name(name, LIMITS), stored, identity, came_in, hashed, container.sha256 if container else None
    )


def _refused(whole: Received, verdict: str, reason: str) -> Received:
    old = whole.identity
    identity = Identity(
        old.type, old.media_type, None, "password" if verdict == "password" else "refused", reason
    )
    return Received(whole.name, whole.stored, identity, None, whole.intake_key)
