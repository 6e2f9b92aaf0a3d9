"""Pages of evidence: upload, a document's page, downloads, page pictures, files tried without a case."""

from __future__ import annotations

from workflow.web import blueprint

bp = blueprint("documents")

from workflow.documents.routes import document, files, reading, tried, upload  # noqa: E402, F401  they add their views
