"""The group's documents at the end of November 2022: what the office states, the letter that was sent, one dossier."""

from __future__ import annotations

from demo import cast
from demo.stage import Stage
from workflow.targets import dossier_commands
from workflow.targets.access import group_of
from workflow.targets.dossier_rules import DocumentKind
from workflow.targets.dossier_signing import sign_version

OFFICE, SIGNATORY = "Sofia Marques", "Tone Vik"
FACTS = {
    "company-legal_name": "Halden Precision Group ASA", "company-local_name": "海登精密集团",
    "company-address": "Festningsgata 12, 1771 Halden, Norway",
    "company-structure": "One parent with 52 consolidated subsidiaries; suppliers stand outside the boundary.",
    "company-parent": "Parent of the group", "company-country": "Norway",
    "company-sector": "Electrical equipment and machinery",
    "company-isic": "2610 Manufacture of electronic components and boards", "company-revenue": "6420000000",
    "currency": "CNY", "company-fiscal_year_end": "31 December", "company-fossil_share": "0",
    "company-contacts": "Sofia Marques; Head of the project office; sofia.marques@halden.example",
    "company-consultant": "none", "company-financial": "none",
    "request-occasion": "new targets", "request-preferred_start": "2023-09-04",
    "basis-standards": "ISO 14064-1:2018, GHG Protocol", "basis-gwp_set": "AR6",
    "basis-base_year_reason": "First year with an inventory of all scopes that a third party verified.",
    "exclusions": "none",
    "maintenance-policy": "The base year is calculated again when changes of structure, method or figures add up to "
    "the threshold.",
    "maintenance-threshold": "0.05", "maintenance-channel": "CDP and the group's sustainability report",
    "maintenance-responsible": "Sofia Marques, project office",
    "sign_off-name": "Tone Vik", "sign_off-title": "Chief executive officer",
    "letter-addressee": "Science Based Targets initiative", "letter-choice": "near-term targets",
    "letter-consents": "yes",
}  # fmt: skip


def play_documents(stage: Stage) -> None:
    """The office states what the documents say of the group and asks for letter and dossier; the letter is signed."""
    with stage.acts(OFFICE) as uow:
        dossier_commands.state_facts(uow, group_of(uow.session, uow.actor), FACTS)
    for kind in (DocumentKind.LETTER, DocumentKind.DOSSIER):
        with stage.acts(OFFICE) as uow:
            dossier_commands.ask_version(uow, group_of(uow.session, uow.actor), kind)
    stage.settle()
    passphrase = next(played.passphrase for played in cast.CAST if played.name == SIGNATORY)
    sign_version(stage.actor(SIGNATORY), "letter-1", passphrase=passphrase or "")
