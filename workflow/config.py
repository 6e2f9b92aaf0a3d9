"""The settings of an installation, read once from the environment and then frozen."""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

# What the first start leaves for the person at the terminal, shown at every start.
WELCOME = "welcome.txt"


@dataclass(frozen=True)
class Config:
    """All that an installation can be told; nothing else in the product reads the environment."""

    folder: Path
    database_url: str
    queue_url: str
    mail_url: str | None = None
    mail_from: str = "assay@localhost"
    base_url: str = "http://127.0.0.1:8000"
    is_demo: bool = False
    lease: timedelta = timedelta(seconds=60)
    sweep: timedelta = timedelta(seconds=15)
    fault: str | None = None
    reader_without_sandbox: bool = False
    zone: str = "Europe/Oslo"

    @property
    def store_folder(self) -> Path:
        return self.folder / "store"

    @property
    def keys_folder(self) -> Path:
        return self.folder / "keys"

    @property
    def pictures_folder(self) -> Path:
        return self.folder / "pictures"

    @property
    def outbox_folder(self) -> Path:
        """Where mail is laid down when no mail server is set."""
        return self.folder / "outbox"

    @property
    def packages_folder(self) -> Path:
        return self.folder / "packages"

    def secret(self) -> bytes:
        """The key of signed cookies, made on first use and kept beside the data with mode 0600."""
        path = self.folder / "secret"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
        return path.read_bytes()


def queue_socket(folder: Path) -> Path:
    """A socket path short enough for the kernel (108 bytes), private to this data folder."""
    name = sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"assay-{os.getuid()}-{name}" / "queue.sock"


def from_environment(folder: Path | None = None, default: Path = Path("data")) -> Config:
    """The settings that the environment states, with the embedded defaults for the rest.

    `folder` wins over ASSAY_DATA, which wins over `default`.
    """
    env = os.environ
    home = Path(folder or env.get("ASSAY_DATA") or default).absolute()
    home.mkdir(parents=True, exist_ok=True)
    return Config(
        folder=home,
        database_url=env.get("DATABASE_URL", f"sqlite:///{home / 'assay.sqlite'}"),
        queue_url=env.get("REDIS_URL", f"unix://{queue_socket(home)}"),
        mail_url=env.get("SMTP_URL"),
        mail_from=env.get("ASSAY_MAIL_FROM", "assay@localhost"),
        base_url=env.get("ASSAY_BASE_URL", "http://127.0.0.1:8000"),
        is_demo=(home / "DEMO").exists(),
        lease=timedelta(seconds=float(env.get("ASSAY_LEASE_SECONDS", "60"))),
        sweep=timedelta(seconds=float(env.get("ASSAY_SWEEP_SECONDS", "15"))),
        fault=env.get("ASSAY_FAULT"),
        reader_without_sandbox=env.get("ASSAY_READER_WITHOUT_SANDBOX") == "1",
        zone=env.get("ASSAY_ZONE", "Europe/Oslo"),
    )
