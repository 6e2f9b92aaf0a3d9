"""What came in: bytes go to the store on the way in, then are told what they are; a ZIP becomes its files."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from evidence.archives import ArchiveEncrypted, ArchiveRefused, open_archive
from evidence.identify import Identity, identify
from evidence.names import clean_name
from evidence.store import ByteStream, Stored
from workflow.documents.storage import LIMITS, store
from workflow.errors import BadInput
from workflow.i18n import N_, message
from workflow.limits import WEB


@dataclass(frozen=True)
class Received:
    """One file as it came: its cleaned name, its bytes in the store, what it is, and where it came from.

    `intake_key` makes the same sending twice one act; `came_in` names the archive and the place inside it.
    """

    name: str
    stored: Stored
    identity: Identity
    came_in: str | None = None
    intake_key: str | None = None


def take_in(stream: ByteStream, name: str, *, key: str | None = None) -> list[Received]:
    """File one upload and say what it is; a ZIP of documents gives one for each entry, all or none.

    Raises evidence.store.StoreError (too large, disk full) before anything is kept, BadInput for a name or a
    ZIP that cannot be taken.
    """
    shown = clean_name(name, LIMITS)
    stored = store().put(stream, WEB.upload_bytes)
    whole = receive(stored, shown, key=key)
    if whole.identity.type != "zip" or whole.identity.verdict != "ok":
        return [whole]
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
                    came_in=f"{shown} / {entry.name}",
                    key=f"{key}/{entry.name}" if key else None,
                )
                for entry in archive.entries
            ]
    except ArchiveEncrypted as refusal:
        return [_refused(whole, "password", str(refusal))]
    except ArchiveRefused as refusal:
        return [_refused(whole, "refused", str(refusal))]


def receive(stored: Stored, name: str, *, came_in: str | None = None, key: str | None = None) -> Received:
    """What is known of a file that stands in the store; the name it came with is cleaned for display."""
    identity = identify(store().path(stored.sha256), name, LIMITS)
    hashed = sha256(key.encode()).hexdigest() if key else None
    return Received(clean_name(name, LIMITS), stored, identity, came_in, hashed)


def _refused(whole: Received, verdict: str, reason: str) -> Received:
    old = whole.identity
    identity = Identity(
        old.type, old.media_type, None, "password" if verdict == "password" else "refused", reason
    )
    return Received(whole.name, whole.stored, identity, None, whole.intake_key)
