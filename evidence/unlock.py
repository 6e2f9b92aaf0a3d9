"""Makes an unlocked copy of a locked file with the password a person gives, in a closed process of its own.

The password goes to that process through a pipe and nowhere else; the locked file is never written to.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from evidence.limits import Limits, limits_from_json
from evidence.sandbox import close_the_door, limit_resources, reader_environment

OPENS_NOT = "The file does not open with this password. Check capitals and spaces, and try again."
NOT_LOCKED = "The file is not locked with a password. Have it read again."
CANNOT = "The file could not be unlocked: it is damaged, or locked in a way that is not known here. Ask for a copy."
TOO_LONG = "Unlocking took longer than is allowed for one file. Ask for a copy without a password."
LONGEST_PASSWORD = 500
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SENTENCES = {"password": OPENS_NOT, "open": NOT_LOCKED}


class UnlockRefused(Exception):
    """The file was not unlocked; the message is a sentence for people and never holds the password."""


def unlock_file(locked: Path, password: str, unlocked: Path, limits: Limits) -> None:
    """Write the file at `locked` without its password to the new file `unlocked`; raises UnlockRefused.

    A PDF, or a workbook or Word document of Office 2007 and later. Pages, cells and their numbers stay as they
    are; only the encryption goes.
    """
    if len(password) > LONGEST_PASSWORD or "\0" in password:
        raise UnlockRefused(OPENS_NOT)
    unlocked.touch(exist_ok=False)
    wider = replace(limits, file_bytes=max(limits.file_bytes, 2 * limits.upload_bytes))
    asked = {"locked": str(locked.resolve()), "unlocked": str(unlocked.resolve()), "limits": wider.to_json()}
    try:
        answer = subprocess.run(
            [sys.executable, "-P", "-m", "evidence.unlock"],
            input=json.dumps({**asked, "password": password}).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=reader_environment(),
            cwd="/",
            timeout=limits.wall_base_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnlockRefused(TOO_LONG) from error
    if answer.returncode != 0 or answer.stdout != b"unlocked":
        raise UnlockRefused(_SENTENCES.get(answer.stdout.decode("ascii", "replace"), CANNOT))


def main() -> None:
    """Unlock what standard input asks for; one word on standard output says how it ended."""
    asked = json.loads(sys.stdin.buffer.read())
    # Before the door closes, so that the libraries are loaded.

    locked, unlocked = Path(asked["locked"]), Path(asked["unlocked"])
    limit_resources(limits_from_json(asked["limits"]))
    close_the_door([locked], [unlocked])
    word = "damaged"
    # The Office library raises kinds of many libraries for a damaged file, and all mean the same.
    with suppress(Exception):
        word = _unlock(locked, asked["password"], unlocked)
    sys.stdout.write(word)
    sys.stdout.flush()


def _unlock(locked: Path, password: str, unlocked: Path) -> str:
    with locked.open("rb") as file:
        is_office = file.read(len(_OLE)) == _OLE
    return (_unlock_office if is_office else _unlock_pdf)(locked, password, unlocked)


def _unlock_office(locked: Path, password: str, unlocked: Path) -> str:
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError
    from msoffcrypto.format.ooxml import OOXMLFile

    with locked.open("rb") as file, unlocked.open("wb") as copy:
        # The package has no types.
        document: Any = OOXMLFile(file)  # type: ignore[no-untyped-call]
        try:
            document.load_key(password=password, verify_password=True)
            document.decrypt(copy)
        except (InvalidKeyError, DecryptionError):
            return "password"
    return "unlocked"


def _unlock_pdf(locked: Path, password: str, unlocked: Path) -> str:
    import pikepdf

    try:
        with pikepdf.open(locked, password=password) as document:
            if not document.is_encrypted:
                return "open"
            # The same bytes for the same file, so that unlocking it twice keeps one copy.
            with unlocked.open("wb") as file:
                document.save(file, encryption=False, deterministic_id=True)
    except pikepdf.PasswordError:
        return "password"
    return "unlocked"


if __name__ == "__main__":
    main()
