"""Pages of findings: the queue, drafting, the finding with its thread, and its moves."""

from __future__ import annotations

from workflow.web import blueprint

bp = blueprint("findings", "/cases/<reference>/findings")

from workflow.findings.routes import acts, drafting, moves, queue  # noqa: E402  they hang their views on bp

__all__ = ["acts", "bp", "drafting", "moves", "queue"]
