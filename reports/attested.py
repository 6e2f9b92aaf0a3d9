"""Prints a signing act: who signed, when, over which bytes, and how it was given."""

from __future__ import annotations

from reports.contract import Attestation
from reports.style import Cell, Compositor, Content


def attested(compositor: Compositor, attestation: Attestation) -> list[tuple[str, Content]]:
    """Return the rows that print a signing act: who, when, over what, and how it was given."""
    say, person = compositor.say, attestation.person
    at = attestation.at.strftime("%Y-%m-%d %H:%M UTC")
    return [
        (say("Signed by"), Cell(f"{person.name}, {person.role}, {at}", mark="closed")),
        (say("Signed over SHA-256"), Cell(attestation.over_sha256, raw=True)),
        (say("Manner"), attestation.manner),
    ]
