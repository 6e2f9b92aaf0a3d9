"""The tables of a group's entities and eliminations, as the GHG report and the verification statement print them."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from reports.consolidated import Consolidated, ConsolidatedEntity
from reports.numbers import NOTHING, UNIT, number
from reports.style import Cell, Column, Compositor, Content

SHORT_HASH = 12


def entity_tables(
    compositor: Compositor, consolidated: Consolidated | None, *, annex: str = ""
) -> Sequence[Flowable]:
    """Return the tables with their heading; nothing for a statement that is no group's."""
    if consolidated is None:
        return ()
    say = compositor.say
    heading = compositor.heading(say(annex)) if annex else compositor.heading(say("Entities of the group"), 2)
    return [
        heading,
        compositor.text(
            say(
                "Each entity enters with its own GHG statement at its inclusion factor; a verification statement "
                "is named where it covers exactly that version."
            )
        ),
        _entities(compositor, consolidated),
        *_eliminations(compositor, consolidated),
    ]


def _entities(compositor: Compositor, consolidated: Consolidated) -> Flowable:
    say = compositor.say
    columns = [
        Column(say("Entity"), 30),
        Column(say("Version, SHA-256"), 20),
        Column(say("Verification statement"), 18),
        Column(say("Factor"), 8, "right"),
        Column(f"{say('Reported')}, {UNIT}", 12, "right"),
        Column(f"{say('In the group')}, {UNIT}", 12, "right"),
    ]
    rows: list[list[Content]] = [
        [
            f"{entity.name}\n{entity.case}",
            f"{entity.version}  {entity.sha256[:SHORT_HASH]}" if entity.version else NOTHING,
            _verified(compositor, entity),
            Cell(number(entity.inclusion)),
            entity.reported,
            entity.included,
        ]
        for entity in consolidated.entities
    ]
    for label, amount in (
        (say("Before elimination"), consolidated.before),
        (say("Eliminated inside the group"), -consolidated.eliminated),
        (say("After elimination"), consolidated.after),
    ):
        rows.append([label, "", "", "", "", amount])
    return compositor.table(columns, rows, kind="dense", totals=3)


def _verified(compositor: Compositor, entity: ConsolidatedEntity) -> str:
    if entity.left_out:
        return f"{compositor.say('left out')}: {entity.left_out}"
    if not entity.inclusion:
        return compositor.say("not held under the approach")
    return entity.statement or compositor.say("not verified")


def _eliminations(compositor: Compositor, consolidated: Consolidated) -> list[Flowable]:
    say = compositor.say
    if not consolidated.eliminations:
        return [compositor.text(say("Nothing was eliminated between entities."))]
    names = {entity.case: entity.name for entity in consolidated.entities}
    columns = [
        Column(say("Elimination"), 10),
        Column(say("Bought by, sold by"), 32),
        Column(say("Line"), 8),
        Column(f"{say('At the buyer')}, {UNIT}", 13, "right"),
        Column(say("What, and the evidence"), 37),
    ]
    rows: list[list[Content]] = [
        [
            Cell(row.code, bold=True),
            f"{names.get(row.buyer, row.buyer)}\n{names.get(row.seller, row.seller)}",
            row.line,
            row.tonnes,
            f"{row.reason}; {row.evidence}",
        ]
        for row in consolidated.eliminations
    ]
    return [
        compositor.space(6),
        compositor.heading(say("Eliminated inside the group"), 2),
        compositor.table(columns, rows, kind="dense"),
    ]
