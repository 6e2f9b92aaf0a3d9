"""A reader of our workbooks that calculates: the few functions that the sheets use, in decimals."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl import Workbook

_NUMBER = re.compile(r"(?<![\w.])(\d+\.?\d*)(?![\w.])")
_RANGE = re.compile(r"(?:(?:'([^']+)'|([A-Za-z]+))!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


def value_of(book: Workbook, sheet: str, place: str) -> Any:
    """Return what a cell shows after calculation."""
    content = book[sheet][place].value
    if isinstance(content, str) and book[sheet][place].data_type == "f":
        return _calculate(book, sheet, content[1:])
    return Decimal(str(content)) if isinstance(content, int | float) else content


def _cells(book: Workbook, sheet: str, match: re.Match[str]) -> list[Any]:
    on = match[1] or match[2] or sheet
    last = (match[5] or match[3], match[6] or match[4])
    block = book[on][f"{match[3]}{match[4]}:{last[0]}{last[1]}"]
    return [value_of(book, on, cell.coordinate) for row in block for cell in row]


def _calculate(book: Workbook, sheet: str, formula: str) -> Any:
    names: dict[str, Any] = {}
    quoted = re.split(r'("[^"]*")', formula)

    def named(match: re.Match[str]) -> str:
        if match.group().isalpha():
            return match.group()
        values = _cells(book, sheet, match)
        name = f"_{len(names)}"
        names[name] = values if match[5] else values[0]
        return name

    spelled = "".join(
        part
        if part.startswith('"')
        else re.sub(r"(?<![\w.])(\d+\.?\d*)(?![\w.])", r'Decimal("\1")', _RANGE.sub(named, part))
        for part in quoted
    )
    functions = {
        "SUM": lambda values: sum(filter(_is_number, values), Decimal(0)),
        "MAX": lambda *values: max(
            item for value in values for item in (value if isinstance(value, list) else [value])
        ),
        "ABS": abs,
        "ROUND": lambda value, places: value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP),
        "IF": lambda condition, yes, no: yes if condition else no,
        "SUMIFS": _sum_where,
        "Decimal": Decimal,
    }
    return eval(spelled, {"__builtins__": {}}, functions | names)


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal)


def _sum_where(cells: list[Any], *conditions: Any) -> Decimal:
    pairs = list(zip(conditions[::2], conditions[1::2], strict=True))
    return sum(
        (cell for at, cell in enumerate(cells) if all(column[at] == wanted for column, wanted in pairs)),
        Decimal(0),
    )
