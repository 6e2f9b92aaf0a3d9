"""Words of a text as the search knows them, and what somebody typed as a question about such words.

Pure. The same function cuts pages and questions, so both databases compare whole words and nothing else: case,
full width and accents are folded, each Chinese, Japanese or Korean character is a word of its own, and a number is
one word whichever way its thousands are printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

LONGEST_WORD = 60
LONGEST_QUESTION = 200
MOST_TERMS = 12
SHORTEST_BEGINNING = 3
# Between the digits of a number: a decimal point, and a point that may as well stand for thousands.
POINT, DOUBTFUL = "\u00b7", "\u00a6"
_THIN = "\u00a0"
_THIN_SPACES = frozenset("\u00a0\u2007\u2009\u202f")
_GROUPING = frozenset(f"{_THIN}'\u2019")
_CJK = (
    "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_IS_CJK = re.compile(f"[{_CJK}]")
_WORD = re.compile(
    rf"(?P<cjk>[{_CJK}])"
    rf"|(?P<number>\d+(?:[.,'\u2019{_THIN}]\d+)*)"
    rf"|[^\W\d_{_CJK}][^\W_{_CJK}]*"
)
_DIGITS = re.compile(r"\d+")
_SPACED_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")
_TERM = re.compile(r'([-\u2212]?)(?:"([^"]*)"?|([^ "]+))')
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\uff02", '"'))
_NO_PRINT = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
_MOST_WAYS = 24


class Word(NamedTuple):
    """One word as it is compared, and where it stands in the text."""

    folded: str
    start: int
    end: int


class Term(NamedTuple):
    """One thing asked for: ways to print it, each a row of words; `is_beginning` lets the last word go on."""

    typed: str
    ways: tuple[tuple[str, ...], ...]
    is_beginning: bool


class Question(NamedTuple):
    """What must stand on a page and what must not; `is_cut` when more was typed than is asked."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]
    is_cut: bool


@lru_cache(maxsize=20_000)
def _fold(character: str) -> str:
    if character in _THIN_SPACES:
        return _THIN
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    plain = unicodedata.normalize("NFKC", character)
    if not _IS_CJK.match(plain):
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return plain.casefold()


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in order."""
    if text.isascii():
        folded, places = text.lower(), None
    else:
        pieces = [_fold(character) for character in text]
        folded = "".join(pieces)
        places = [at for at, piece in enumerate(pieces) for _ in piece]
    for found in _WORD.finditer(folded):
        for word, start, end in _cut(found):
            kept = word[:LONGEST_WORD]
            if places is None:
                yield Word(kept, start, end)
            else:
                yield Word(kept, places[start], places[end - 1] + 1)


def _cut(found: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    printed = found.group()
    one = _one_number(printed) if found.lastgroup == "number" else printed
    if one is not None:
        yield one, found.start(), found.end()
        return
    for digits in _DIGITS.finditer(printed):
        yield digits.group(), found.start() + digits.start(), found.start() + digits.end()


def _one_number(printed: str) -> str | None:
    """A number with its thousands joined, 52267·92; None for digits that are no one number (31.12.2021)."""
    groups, marks = _DIGITS.findall(printed), _DIGITS.sub("", printed)
    if not marks:
        return printed
    before, last = marks[:-1], marks[-1]
    if marks == last and last not in _GROUPING:
        head, tail = groups
        is_doubtful = len(tail) == 3 and len(head) <= 3 and not head.startswith("0")
        return f"{head}{DOUBTFUL if is_doubtful else POINT}{tail}"
    is_decimal = last not in _GROUPING and last not in before
    whole = groups[:-1] if is_decimal else groups
    is_grouped = len(whole[0]) <= 3 and all(len(group) == 3 for group in whole[1:])
    if not is_grouped or len(set(before if is_decimal else marks)) != 1:
        return None
    return "".join(whole) + (f"{POINT}{groups[-1]}" if is_decimal else "")


def understand(typed: str) -> Question:
    """The question that was typed: words, "a phrase" in quotes, -without; any text gives one, the empty too."""
    is_cut = len(typed) > LONGEST_QUESTION
    plain = "".join(
        " " if unicodedata.category(c) in _NO_PRINT else c for c in typed[:LONGEST_QUESTION]
    ).translate(_QUOTES)
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for minus, phrase, word in _TERM.findall(_join_spaced(plain)):
        term = _term(phrase or word, is_phrase=bool(phrase))
        if term is None:
            continue
        if len(wanted) + len(unwanted) == MOST_TERMS:
            is_cut = True
            break
        (unwanted if minus else wanted).append(term)
    return Question(tuple(wanted), tuple(unwanted), is_cut)


def _join_spaced(plain: str) -> str:
    parts = plain.split('"')
    # Every second part stands in quotes: there the words are taken one by one, as they are.
    parts[::2] = [_SPACED_NUMBER.sub(lambda m: m.group().replace(" ", _THIN), part) for part in parts[::2]]
    return '"'.join(parts)


def _term(typed: str, *, is_phrase: bool) -> Term | None:
    words = [word.folded for word in words_of(typed)]
    if not words:
        return None
    ways = tuple(
        tuple(word for way in chosen for word in way)
        for chosen in islice(product(*(_ways(word) for word in words)), _MOST_WAYS)
    )
    last = words[-1]
    may_go_on = last[0].isalpha() and len(last) >= SHORTEST_BEGINNING and not _IS_CJK.match(last)
    return Term(typed.replace(_THIN, " "), ways, may_go_on and not is_phrase)


def _ways(word: str) -> list[tuple[str, ...]]:
    """How a word may stand in a text: a number with or without its thousands apart."""
    if not word[0].isdigit():
        return [(word,)]
    whole, doubt, thousandths = word.partition(DOUBTFUL)
    if doubt:
        return [(word,), (whole + thousandths,), (f"{whole}{POINT}{thousandths}",), (whole, thousandths)]
    whole, point, decimals = word.partition(POINT)
    ways: list[tuple[str, ...]] = [(word,)]
    if point and len(decimals) == 3 and len(whole) <= 3:
        ways.append((f"{whole}{DOUBTFUL}{decimals}",))
    if not point and 3 < len(whole) <= 6:
        ways.append((f"{whole[:-3]}{DOUBTFUL}{whole[-3:]}",))
    if len(whole) > 3:
        first = len(whole) % 3 or 3
        groups = [whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]
        groups[-1] += point + decimals
        ways.append(tuple(groups))
    return ways


def value_of(term: Term) -> set[str]:
    """The numbers that a term may mean as plain decimals, 52267.92; none when it is no number."""
    singles = [way[0] for way in term.ways if len(way) == 1 and way[0][0].isdigit()]
    return {way.replace(POINT, ".") for way in singles if DOUBTFUL not in way}


def hits_in(words: list[str], question: Question) -> list[tuple[int, int]]:
    """Where the wanted terms stand among words: first and last place of each hit, in order, none within another."""
    starts: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        starts.setdefault(word, []).append(at)
    found: set[tuple[int, int]] = set()
    for term in question.wanted:
        for way in term.ways:
            found.update((at, at + len(way) - 1) for at in _places(words, starts, way, term.is_beginning))
    hits: list[tuple[int, int]] = []
    for first, last in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        if not hits or first > hits[-1][1]:
            hits.append((first, last))
    return hits


def _places(
    words: list[str], starts: dict[str, list[int]], way: tuple[str, ...], is_beginning: bool
) -> Iterator[int]:
    *before, last = way
    if before:
        firsts = starts.get(before[0], [])
    elif is_beginning:
        firsts = [at for word, places in starts.items() if word.startswith(last) for at in places]
    else:
        firsts = starts.get(last, [])
    for at in firsts:
        end = at + len(before)
        if end >= len(words) or words[at:end] != before:
            continue
        if words[end] == last or (is_beginning and words[end].startswith(last)):
            yield at


def for_sqlite(question: Question) -> str:
    """The question in the words of FTS5; all words are quoted, so nothing typed is taken for an operator."""

    def said(term: Term) -> str:
        more = " *" if term.is_beginning else ""
        return "(" + " OR ".join(f'"{" ".join(way)}"{more}' for way in term.ways) + ")"

    wanted = " AND ".join(map(said, question.wanted))
    without = " OR ".join(map(said, question.unwanted))
    return f"({wanted}) NOT ({without})" if without else wanted


def for_postgres(question: Question) -> str:
    """The question as the text of a tsquery; all words are quoted."""

    def said(term: Term) -> str:
        more = ":*" if term.is_beginning else ""
        ways = (" <-> ".join(f"'{word}'" for word in way) + more for way in term.ways)
        return "(" + " | ".join(f"({way})" for way in ways) + ")"

    return " & ".join([*map(said, question.wanted), *(f"!{said(term)}" for term in question.unwanted)])
