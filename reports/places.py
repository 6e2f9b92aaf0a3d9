"""Where each document stands inside a package, so that documents can link to each other by relative path."""

from __future__ import annotations

import posixpath

STATEMENT = "01-statement/verification-statement.pdf"
CONTRACT = "01-statement/contract.json"
REPORT = "02-report/verification-report.pdf"
GHG_REPORT = "03-ghg-statement/ghg-report.pdf"
FINDINGS_LOG = "04-findings/findings-log.xlsx"
EVIDENCE_INDEX = "05-evidence-index/evidence-index.pdf"
EVIDENCE_TABLE = "05-evidence-index/evidence-index.csv"
EVALUATION = "07-evaluation/evaluation.xlsx"
TRACE = "16-trace/trace-pages.pdf"


def link_to(target: str, name: str, origin: str) -> str:
    """Return the href of a named destination of another file, relative to the origin's folder."""
    return f"pdf:{posixpath.relpath(target, posixpath.dirname(origin))}#{name}"


def line_name(line: str) -> str:
    """Return the named destination of a statement line on the trace pages."""
    return f"line.{line}"


def figure_name(figure: str) -> str:
    """Return the named destination of a figure on the trace pages."""
    return f"figure.{figure}"


def category_name(category: int) -> str:
    """Return the named destination of a category's sum on the trace pages."""
    return f"category.{category}"


TOTAL_NAME = "total"
# The table of lines in statement and report, where trace pages lead back to.
LINES_NAME = "lines"
