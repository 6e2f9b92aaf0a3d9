"""What all SBT documents share: cover, head and foot with version and hash, facts, sign-off, charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from reportlab.graphics.shapes import Drawing

from methods.target_rules import Outcome
from reports.chart_drawings import picture_of
from reports.fonts import FontSet, font_set
from reports.numbers import NO_BREAK, number, whole_percent
from reports.sbt_contract import Fact, RuleRow, SbtHeader, SignOff, Stater, contract_hash, facts_of
from reports.word import Quiet, Rich, WordCell, WordColumn, WordPaper
from reports.word_styles import CONTENT_MM
from reports.wording import English

Draw = Callable[[FontSet], Drawing]
SHORT = 16
PRE_CHECK = (
    "The rule results of this document are a pre-check that the group ran on its own figures. Whether targets are "
    "science-based is decided by the validation service alone."
)
NOT_SEALED = "Issued and signed by the group. No verification body signs or seals this document."


def text_column(title: str, part: float) -> WordColumn:
    """Return a column of text."""
    return WordColumn(title, part)


def number_column(title: str, part: float) -> WordColumn:
    """Return a column of numbers, set to the right."""
    return WordColumn(title, part, "number")


@dataclass(slots=True)
class SbtPaper:
    """One SBT document under construction, in its language, bound to the hash of its contract."""

    word: WordPaper
    words: English
    header: SbtHeader
    sha256: str

    def say(self, label: str, **params: object) -> str:
        """Return a label or sentence in the document's language, its places filled."""
        said = self.words.say(label)
        return said.format(**params) if params else said

    def shown(self, value: Any, unit: str = "") -> str:
        """Return a value as it is printed: shares as per cent, dates in words, lists joined."""
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, date):
            return self.words.day(value)
        if isinstance(value, Enum):
            return self.say(str(value.value))
        if isinstance(value, tuple):
            return ", ".join(self.shown(item) for item in value)
        if unit == "year":
            return str(value)
        if isinstance(value, int):
            return f"{value:,d}{NO_BREAK}{self.say(unit)}" if unit else str(value)
        if isinstance(value, Decimal):
            if unit == "share":
                return whole_percent(value)
            return f"{number(value)}{NO_BREAK}{unit}" if unit else number(value)
        return str(value)

    def lacking(self, by: Stater) -> Quiet:
        """Return what stands in place of a value that nobody stated."""
        return Quiet(f"{self.say('not stated')} ({self.say('{who} can state it', who=self.say(by.value))})")

    def value(self, fact: Fact, unit: str = "") -> WordCell:
        """Return a field's value, or who can state it."""
        if not fact.is_stated:
            return self.lacking(fact.terms.by)
        if fact.terms.unit == "hash":
            return Rich(fact.value, tone="hash")
        return self.shown(fact.value, unit or fact.terms.unit)

    def facts(self, part: Any, *, but: Sequence[str] = (), units: dict[str, str] | None = None) -> None:
        """Print the fields of a part as label and value, those of `but` left to tables of their own."""
        known = units or {}
        self.word.facts(
            [
                (self.say(fact.terms.label), self.value(fact, known.get(fact.terms.unit, "")))
                for fact in facts_of(part)
                if fact.name not in but
            ]
        )

    def table(
        self,
        caption: str,
        columns: Sequence[WordColumn],
        rows: Sequence[Sequence[WordCell]],
        total: Sequence[WordCell] = (),
        *,
        by: Stater = Stater.OFFICE,
    ) -> None:
        """Print a captioned table; without rows, who can state them."""
        if not rows:
            self.word.note(f"{caption}: {self.lacking(by).text}.")
            return
        self.word.table(caption, columns, rows, total)

    def chart(self, caption: str, draw: Draw, words: Iterable[str], told: str) -> None:
        """Print a chart as a picture; `words` are all texts in it, so that no glyph is missing."""
        fonts = font_set("".join(words) + "t CO₂e")
        self.word.picture(caption, picture_of(draw(fonts)), CONTENT_MM, told)

    def sign_off(self, part: SignOff, *, but: Sequence[str] = ()) -> None:
        """Print the signature block: what is declared, who, when, and over what the signature stands."""
        self.word.text(part.statement)
        self.word.note(
            self.say(
                "The electronic signature of the signatory stands beside this file (.p7s) and covers all of its "
                "bytes; the hash below is that of the data from which the file was made."
            )
        )
        rows = {fact.name: (self.say(fact.terms.label), self.value(fact)) for fact in facts_of(part)}
        if part.name and part.signed_on is None:
            rows["signed_on"] = (rows["signed_on"][0], Quiet(self.say("that of the electronic signature")))
        signature: list[tuple[str, WordCell]] = [
            (self.say("Signature"), ""),
            (self.say("Data of this document"), Rich(self.sha256, tone="hash")),
        ]
        named = [row for name, row in rows.items() if name not in {"statement", *but}]
        self.word.facts(named + signature, is_kept_whole=True)

    def bytes(self) -> bytes:
        """Return the finished file."""
        return self.word.bytes()


def begin_paper(title: str, header: SbtHeader, contract: object, words: English) -> SbtPaper:
    """Begin a document: its properties, the head and the foot of its pages."""
    said, sha256 = words.say(title), contract_hash(contract)
    word = WordPaper(
        title=f"{said}, {header.group.name}",
        author=header.prepared_by or header.group.name,
        subject=f"{words.say('version')} {header.version}, SHA-256 {sha256}",
        dated=header.dated,
        language=header.language,
        say=words.say,
    )
    paper = SbtPaper(word, words, header, sha256)
    version = f"{words.say('version')} {header.version}, {words.day(header.dated)}"
    foot = f"{words.say('Data')} SHA-256 {sha256[:SHORT]}…"
    word.running(f"{said} · {header.group.name}", foot, version, words.say("page"), words.say("of"))
    return paper


def print_cover(
    paper: SbtPaper,
    title: str,
    lead: Sequence[str],
    more: Sequence[tuple[str, WordCell]] = (),
    notes: Sequence[str] = (NOT_SEALED,),
) -> None:
    """Print the first page: title, group, what matters most, version and hash, and what this document is not."""
    header, word, say = paper.header, paper.word, paper.say
    word.text(say(title), "Title")
    local = f"\n{header.group.local_name}" if header.group.local_name else ""
    word.text(f"{header.group.name}{local}", "Subtitle")
    for sentence in lead:
        word.text(sentence)
    rows: list[tuple[str, WordCell]] = [
        *more,
        (
            say("Version"),
            header.version + (f" ({say('replaces')} {header.replaces})" if header.replaces else ""),
        ),
        (say("Date"), paper.words.day(header.dated)),
        (say("Rule sets"), "\n".join(header.rule_sets) or paper.lacking(Stater.OFFICE)),
        (say("Prepared by"), header.prepared_by or paper.lacking(Stater.OFFICE)),
        (say("Data (SHA-256)"), Rich(paper.sha256, tone="hash")),
    ]
    word.facts(rows)
    for note in notes:
        word.note(say(note))


def print_changes(paper: SbtPaper) -> None:
    """Print the differences to the version before, where there was one."""
    header, say = paper.header, paper.say
    if not header.replaces:
        return
    paper.word.heading(say("Changes since version {version}", version=header.replaces), 2)
    if not header.changes:
        paper.word.text(say("No value differs from version {version}.", version=header.replaces))
        return
    columns = (text_column(say("Where"), 26), text_column(say("Was"), 37), text_column(say("Is"), 37))
    rows = [(change.where, change.was, change.now) for change in header.changes]
    paper.table(say("Differences to version {version}", version=header.replaces), columns, rows)


def count_rules(rules: Iterable[RuleRow]) -> dict[str, dict[Outcome, int]]:
    """Return how many results of each rule set have each outcome."""
    found: dict[str, dict[Outcome, int]] = {}
    for rule in rules:
        found.setdefault(rule.rule_set_id, dict.fromkeys(Outcome, 0))[rule.outcome] += 1
    return found


def say_rules(paper: SbtPaper, rules: Iterable[RuleRow]) -> list[str]:
    """Return one sentence for each rule set: how its pre-check came out."""
    template = (
        "Pre-check under {set}: {passed} kept, {failed} broken, {warned} to look at, {missing} with inputs missing, "
        "{not_applicable} not applicable."
    )
    return [
        paper.say(
            template,
            set=name,
            passed=counts[Outcome.PASS],
            failed=counts[Outcome.FAIL],
            warned=counts[Outcome.WARN],
            missing=counts[Outcome.MISSING],
            not_applicable=counts[Outcome.NOT_APPLICABLE],
        )
        for name, counts in count_rules(rules).items()
    ]
