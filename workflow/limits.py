"""Every limit of the product in one place; `evidence.limits` holds those of reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class WebLimits:
    """Limits in force for requests, sessions and sign-in; shown to the operator."""

    upload_bytes: int = 200 * MEGABYTE
    upload_files: int = 500
    form_bytes: int = 2 * MEGABYTE
    text_length: int = 20_000
    page_rows: int = 50
    free_space_floor: int = 500 * MEGABYTE
    session_idle: timedelta = timedelta(hours=4)
    session_absolute: timedelta = timedelta(hours=12)
    fresh_sign_in: timedelta = timedelta(minutes=10)
    sign_in_tries: int = 8
    sign_in_window: timedelta = timedelta(minutes=15)
    mail_code_life: timedelta = timedelta(minutes=10)
    invitation_life: timedelta = timedelta(days=14)
    password_shortest: int = 12
    password_longest: int = 128
    finding_rounds: int = 3
    job_attempts: int = 4


@dataclass(frozen=True)
class TableLimits:
    """Limits of a table that a person draws over a page; sides in points (pictures: pixels)."""

    least_side: float = 12.0
    rows: int = 200
    columns: int = 60
    tables_of_version: int = 100
    unit_length: int = 40
    read_seconds: float = 60.0


WEB = WebLimits()
TABLE = TableLimits()
