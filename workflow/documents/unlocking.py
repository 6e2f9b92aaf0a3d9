"""Makes the unlocked copy of a locked document; the password passes through and is kept nowhere."""

from __future__ import annotations

import tempfile
from pathlib import Path

from evidence.identify import LOCKED_OFFICE, identify
from evidence.store import Stored
from evidence.unlock import UnlockRefused, unlock_file
from workflow.documents.models import DocumentVersion
from workflow.documents.storage import LIMITS, store, try_folder
from workflow.errors import BadInput
from workflow.i18n import N_

UNLOCKED_KINDS = frozenset({"pdf", LOCKED_OFFICE})
_FIELD = "password"
ONLY_THESE = N_(
    "Only a PDF, or a workbook or Word document of Office 2007 and later, is unlocked here. "
    "Ask for a copy without a password."
)


def unlocked_copy(version: DocumentVersion, password: str) -> Stored:
    """The version without its password, filed in the store beside it; raises BadInput with what to do."""
    if version.file_kind not in UNLOCKED_KINDS:
        raise BadInput(
            ONLY_THESE,
            _FIELD,
        )
    # In a folder of the product's own: what a crash leaves there is swept away within the hour.
    with tempfile.TemporaryDirectory(dir=try_folder()) as folder:
        copy = Path(folder) / "copy"
        try:
            unlock_file(store().path(version.sha256), password, copy, LIMITS)
        except UnlockRefused as refusal:
            raise BadInput(str(refusal), _FIELD) from None
        with copy.open("rb") as file:
            return store().put(file, 2 * LIMITS.upload_bytes)


def kind_of_copy(version: DocumentVersion, copy: Stored) -> str:
    """What the unlocked copy is: of an Office file only that tells whether it is a workbook or a document."""
    identity = identify(store().path(copy.sha256), version.name, LIMITS)
    return identity.kind or identity.type[:20]
