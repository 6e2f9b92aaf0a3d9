"""Makes the unlocked copy of a locked document; the password passes through and is kept nowhere."""

from __future__ import annotations

import tempfile
from pathlib import Path

from evidence.store import Stored
from evidence.unlock import UnlockRefused, unlock_pdf
from workflow.documents.models import DocumentVersion
from workflow.documents.storage import LIMITS, store, try_folder
from workflow.errors import BadInput
from workflow.i18n import N_

UNLOCKED_KINDS = frozenset({"pdf"})
_FIELD = "password"


def unlocked_copy(version: DocumentVersion, password: str) -> Stored:
    """The version without its password, filed in the store beside it; raises BadInput with what to do."""
    if version.file_kind not in UNLOCKED_KINDS:
        raise BadInput(N_("Only a PDF is unlocked here. Ask for a copy without a password."), _FIELD)
    # In a folder of the product's own: what a crash leaves there is swept away within the hour.
    with tempfile.TemporaryDirectory(dir=try_folder()) as folder:
        copy = Path(folder) / "copy"
        try:
            unlock_pdf(store().path(version.sha256), password, copy, LIMITS)
        except UnlockRefused as refusal:
            raise BadInput(str(refusal), _FIELD) from None
        with copy.open("rb") as file:
            return store().put(file, 2 * LIMITS.upload_bytes)
