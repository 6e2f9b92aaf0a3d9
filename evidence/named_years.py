"""Years that are named by two or by their last digits: "2020/21", "FY23"."""

from __future__ import annotations

import re

# A year named by two: "2020/21", "FY 2020-2021".
SPLIT_YEAR = re.compile(r"(?<![\w.,/-])(?:FY\s?)?((?:19|20)\d\d)\s?[/–-]\s?((?:19|20)?\d\d)(?![\w/-]|[.,]\d)")
# A fiscal year named by two digits: "FY23", "FY'23".
FISCAL_YEAR = re.compile(r"(?<!\w)FY\s?['’]?(\d\d)(?![\d/–-])")
_GLUED = re.compile(r"(?<!\w)FY(?=(?:19|20)\d\d)")
_SHORT_SPLIT = re.compile(r"(?<!\w)FY\s?['’]?(\d\d)\s?(?=[/–-]\s?['’]?\d\d(?!\d))")


def with_whole_years(text: str) -> str:
    """The text with fiscal years of two digits written out: "FY23" as "FY 2023", "FY22/23" as "FY 2022/23"."""
    if "FY" not in text:
        return text
    return _GLUED.sub("FY ", FISCAL_YEAR.sub(r"FY 20\1", _SHORT_SPLIT.sub(r"FY 20\1", text)))


def follows(split: re.Match[str]) -> bool:
    """Whether the second year of a SPLIT_YEAR is the one after the first."""
    return int(split.group(2)) % 100 == (int(split.group(1)) + 1) % 100
