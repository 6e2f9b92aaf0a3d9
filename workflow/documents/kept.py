"""Files that stand as evidence outside a case, such as a receipt: kept whole by their hash, never read for figures."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.identify import identify
from evidence.names import clean_name
from evidence.store import ByteStream, Stored
from workflow.documents.storage import LIMITS, store
from workflow.errors import BadInput
from workflow.i18n import N_
from workflow.limits import WEB


@dataclass(frozen=True)
class KeptFile:
    """One file in the store: its cleaned name, its bytes by hash, and what it is."""

    name: str
    stored: Stored
    media_type: str


def keep_file(stream: ByteStream, name: str, *, field: str = "files") -> KeptFile:
    """Put a file into the store; BadInput beside `field` for what the reader would refuse."""
    stored = store().put(stream, WEB.upload_bytes)
    shown = clean_name(name, LIMITS)
    identity = identify(store().path(stored.sha256), shown, LIMITS)
    if identity.verdict != "ok":
        raise BadInput(identity.reason or N_("This file cannot be taken."), field)
    return KeptFile(shown, stored, identity.media_type)
