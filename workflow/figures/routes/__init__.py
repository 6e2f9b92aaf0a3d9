"""Pages of figures: the Evidence tab, the viewer with its acts, and the Tests tab."""

from __future__ import annotations

from workflow.web import blueprint

bp = blueprint("figures")

from workflow.figures.routes import (  # noqa: E402, F401  they add their views
    acts,
    carried,
    evidence,
    layouts,
    line_links,
    month_grid,
    tables,
    tests_tab,
    viewer,
)
