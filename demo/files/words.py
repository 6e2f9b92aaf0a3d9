"""How numbers and dates are printed: grouped digits, Chinese dates, yuan in capital characters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def grouped(value: Decimal | int, places: int = 0) -> str:
    """1234567.8 as "1,234,567.80"."""
    return f"{Decimal(value):,.{places}f}"


def chinese_date(day: date) -> str:
    """2021年01月31日."""
    return f"{day.year}年{day.month:02d}月{day.day:02d}日"


def english_date(day: date) -> str:
    """31 January 2021."""
    return f"{day.day} {day:%B %Y}"


def yuan_in_words(amount: Decimal) -> str:
    """An amount as on a fapiao: 1205.30 as 壹仟贰佰零伍圆叁角整."""
    cents = int(amount * 100)
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    words = _whole_in_words(whole) + "圆"
    if jiao == 0 and fen == 0:
        return words + "整"
    words += _DIGITS[jiao] + "角" if jiao else "零"
    return words + (_DIGITS[fen] + "分" if fen else "整")


def _whole_in_words(whole: int) -> str:
    """Whole yuan in capital characters, one 零 for each run of zeros."""
    if whole == 0:
        return "零"
    digits = str(whole)
    words, zero = "", False
    for place, digit in enumerate(digits):
        left = len(digits) - 1 - place
        if digit == "0":
            zero = True
        else:
            words += ("零" if zero else "") + _DIGITS[int(digit)] + _PLACES[left % 4]
            zero = False
        if left % 4 == 0 and left and whole // 10**left % 10_000:
            words += _GROUPS[left // 4]
    return words
