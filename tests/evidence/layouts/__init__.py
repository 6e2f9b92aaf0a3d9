"""Documents whose truth is known by construction, in two disjoint sets of layouts: for tuning, for scoring."""

from tests.evidence.layouts import bills, chinese, crowded, fresh, grids, reports

TUNING = reports.TUNING + bills.TUNING + chinese.TUNING + grids.TUNING + crowded.TUNING
SCORING = reports.SCORING + bills.SCORING + chinese.SCORING + grids.SCORING + crowded.SCORING + fresh.SCORING
