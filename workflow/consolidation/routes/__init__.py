"""Pages of a group case: its entities, one of them, its consolidated statement, and the acts on them."""

from __future__ import annotations

from workflow.web import blueprint

bp = blueprint("consolidation", "/cases/<reference>/entities")

from workflow.consolidation.routes import acts, reading  # noqa: E402  they hang their views on bp

__all__ = ["acts", "bp", "reading"]
