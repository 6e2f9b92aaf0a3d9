"""Words of the evaluation and of the conclusion per assurance group (section 1.6)."""

from __future__ import annotations

from enum import StrEnum


class OpinionKind(StrEnum):
    """The conclusion; a disclaimer is the decision not to issue an opinion on the group."""

    UNMODIFIED = "unmodified"
    MODIFIED = "modified"
    ADVERSE = "adverse"
    DISCLAIMER = "disclaimer"


SEVERITY = (OpinionKind.UNMODIFIED, OpinionKind.MODIFIED, OpinionKind.ADVERSE, OpinionKind.DISCLAIMER)


def headline(kinds: list[OpinionKind]) -> OpinionKind:
    """The worst of the groups' conclusions; never shown without each group's own."""
    return max(kinds, key=SEVERITY.index)
