"""What a round of a submission holds, frozen by its hash when it is approved, and how two rounds differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import rfc8785

from workflow.targets.models import Target, TargetVersion
from workflow.targets.rules import TargetState
from workflow.targets.validation_models import ValidationFile, ValidationRound, ValidationSubmission


@dataclass(frozen=True)
class Difference:
    """One thing that a later round says otherwise: where, and what it was and is; None where it was absent."""

    where: str
    was: str | None
    now: str | None


def content_of(
    submission: ValidationSubmission,
    targets: Sequence[Target],
    versions: Iterable[TargetVersion],
    documents: Sequence[ValidationFile],
) -> dict[str, Any]:
    """Return what the round would hand in: each target by its approved version, each document by its hash."""
    frozen = {(version.target_id, version.number): version.sha256 for version in versions}
    return {
        "submission": submission.code,
        "round": submission.round,
        "asks_for": submission.kind.value,
        "targets": [
            {
                "code": t.code, "name": t.name, "version": t.number, "rule_set": t.rule_set_id,
                "sha256": frozen.get((t.id, t.number)),
            }
            for t in sorted(targets, key=lambda each: each.code)
        ],
        "documents": [
            {"name": file.name, "sha256": file.sha256, "version": file.version_code}
            for file in sorted(documents, key=lambda each: (each.name, each.id))
        ],
    }  # fmt: skip


def hash_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a round's content as canonical JSON."""
    return sha256(rfc8785.dumps(dict(content))).hexdigest()


def unapproved(targets: Iterable[Target]) -> tuple[str, ...]:
    """Return the codes of targets that have no approved version to hand in."""
    ready = {TargetState.APPROVED, TargetState.SUBMITTED}
    return tuple(sorted(target.code for target in targets if target.state not in ready))


def differences(
    before: ValidationRound, after: ValidationRound, versions: Iterable[TargetVersion]
) -> list[Difference]:
    """Return what the later round says otherwise: documents by hash, targets down to each answer and rule."""
    by_hash = {version.sha256: version.content for version in versions}
    return list(_differ("", _unfolded(before, by_hash), _unfolded(after, by_hash)))


def _unfolded(round_: ValidationRound, by_hash: Mapping[str, Any]) -> dict[str, Any]:
    targets = {row["code"]: by_hash.get(row["sha256"], row) for row in round_.content["targets"]}
    documents = {row["name"]: row["sha256"][:12] for row in round_.content["documents"]}
    return {**targets, "documents": documents, "asks for": round_.content["asks_for"]}


def _differ(where: str, was: Any, now: Any) -> Iterator[Difference]:
    if was == now:
        return
    was, now = _named(was), _named(now)
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in sorted({*was, *now}):
            yield from _differ(f"{where} › {key}" if where else key, was.get(key), now.get(key))
    else:
        yield Difference(where, _text(was), _text(now))


def _named(value: Any) -> Any:
    """A list of rule results is compared by the rule, other rows by their first cell."""
    if isinstance(value, list) and value and all(isinstance(row, Mapping) and "rule" in row for row in value):
        return {row["rule"]: f"{row['outcome']}: {row['sentence']}" for row in value}
    if isinstance(value, list) and value and all(isinstance(row, list) and len(row) == 2 for row in value):
        return {str(row[0]): row[1] for row in value}
    return value


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_text(each)}" for key, each in value.items())
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    return str(value)
