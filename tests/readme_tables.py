"""The README's tables of moves, gates and roles, written from the product's own data.

`python -m tests.readme_tables` writes them; a test holds the README to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from workflow.access import GRANTS, Permission
from workflow.cases import gates as engagement
from workflow.consolidation import rules as consolidation
from workflow.evaluation import gates as evaluation
from workflow.findings import gates as findings
from workflow.findings.machine import FINDING
from workflow.ghg_statement import gates as statement
from workflow.lifecycle.machine import CASE
from workflow.machine import Gate, Machine
from workflow.opinion import gates as opinion
from workflow.opinion.machine import ISSUE
from workflow.planning import gates as planning
from workflow.programme import machine as programme
from workflow.programme.machine import CLOSING
from workflow.targets import dossier_machine as documents
from workflow.targets import machine as targets
from workflow.targets import validation_machine as validation
from workflow.targets.dossier_machine import DOSSIER_VERSION
from workflow.targets.machine import TARGET
from workflow.targets.validation_machine import QUERY, VALIDATION

README = Path(__file__).resolve().parent.parent / "README.md"


def words(value: str) -> str:
    return value.replace("_", " ")


def roles_with(permission: Permission) -> str:
    """Who holds a permission, in words; the system for those that nobody on a case holds."""
    return ", ".join(words(r.value) for r, held in GRANTS.items() if permission in held) or "system"


def moves_table(machine: Machine) -> str:
    """One row per move: from, to, who, which gates."""
    rows = ["| Move | From | To | Who | Gates |", "|---|---|---|---|---|"]
    for move in machine.moves:
        sources = ", ".join(words(s.value) for s in move.sources)
        codes = ", ".join(dict.fromkeys(g.code for g in move.gates if g.code != "G-SUSPENDED"))
        who = "the system" if move.permission is Permission.OPERATE else roles_with(move.permission)
        rows.append(f"| {words(move.name)} | {sources} | {words(move.target.value)} | {who} | {codes} |")
    return "\n".join(rows)


def all_gates() -> Iterator[Gate]:
    """Every gate of the case, noun by noun."""
    for module in (
        engagement, statement, consolidation, planning, findings, evaluation, opinion, programme, targets,
        documents, validation,
    ):  # fmt: skip
        for value in vars(module).values():
            if isinstance(value, Gate):
                yield value


def gates_table() -> str:
    """One row per gate: its code, and the claim that reads true when it is open."""
    rows = ["| Gate | Open when |", "|---|---|"]
    seen = dict.fromkeys((g.code, g.claim) for g in all_gates())
    rows += [f"| {code} | {claim} |" for code, claim in seen]
    return "\n".join(rows)


def roles_table() -> str:
    """One row per role: what it may do."""
    rows = ["| Role | May |", "|---|---|"]
    for role, held in GRANTS.items():
        rows.append(f"| {words(role.value)} | {', '.join(sorted(words(p.value) for p in held)) or '–'} |")
    return "\n".join(rows)


def tables() -> dict[str, str]:
    """Every generated table by the name of its markers."""
    return {
        "case": moves_table(CASE),
        "finding": moves_table(FINDING),
        "issue": moves_table(ISSUE),
        "milestone": moves_table(CLOSING),
        "target": moves_table(TARGET),
        "dossier version": moves_table(DOSSIER_VERSION),
        "validation": moves_table(VALIDATION),
        "validation query": moves_table(QUERY),
        "gates": gates_table(),
        "roles": roles_table(),
    }


def written(text: str) -> str:
    """The README with its tables as the data say them now."""
    for name, table in tables().items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)", re.DOTALL)
        text = pattern.sub(lambda m, table=table: m.group(1) + table + m.group(2), text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text()))
