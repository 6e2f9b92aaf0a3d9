"""The opening of statement and report: conclusion, level and totals stand before anything else."""

from __future__ import annotations

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Flowable

from reports import places
from reports.contract import CategoryTotal, Conclusion, EmissionSummary, GroupOpinion, StatementContract
from reports.numbers import NO_BREAK, UNIT, number, tonnes, whole_percent
from reports.palette import CONTENT_WIDTH
from reports.style import Cell, Column, Compositor

_QR = 68.0
MARKS = {
    Conclusion.UNMODIFIED: "closed",
    Conclusion.MODIFIED: "open",
    Conclusion.ADVERSE: "refused",
    Conclusion.DISCLAIMER: "none",
}


def status_link(statement: StatementContract, contract_sha256: str) -> str:
    """Return the address behind the QR: number and the first 32 hex digits of the contract hash."""
    return f"{statement.status_url}/{statement.number}?h={contract_sha256[:32]}"


def status_address(base: str, number_of_statement: str) -> str:
    """Return the address of the status page as the foot prints it."""
    return f"{base}/{number_of_statement}" if number_of_statement else base


def numbered(statement: StatementContract) -> str:
    """Return NUMBER rev REV; a draft may have no number yet."""
    return f"{statement.number} rev {statement.revision}" if statement.number else "no number yet"


def qr_code(address: str, size: float = _QR) -> Drawing:
    """Return the QR of an address as vector rectangles without a quiet zone of its own."""
    widget = QrCodeWidget(address, barLevel="M", barBorder=0)
    left, bottom, right, top = widget.getBounds()
    drawing = Drawing(
        size, size, transform=[size / (right - left), 0, 0, size / (top - bottom), -left, -bottom]
    )
    drawing.add(widget)
    return drawing


def opening(
    compositor: Compositor, statement: StatementContract, contract_sha256: str, title_text: str, origin: str
) -> list[Flowable]:
    """Return the top of the first page; ``origin`` is the place of this document in its package."""
    say, words = compositor.say, compositor.words
    title = [
        compositor.text(statement.body.name, "table", quiet=True, after=3),
        compositor.text(title_text, "title", after=5),
        compositor.text(
            f"{numbered(statement)}  ·  {say('opinion')}: {words.day(statement.opinion_date)}",
            "body",
            bold=True,
            after=2,
        ),
    ]
    if not statement.number:
        return [*title, compositor.space(8), *_conclusions(compositor, statement, origin)]
    qr = compositor.drawing(qr_code(status_link(statement, contract_sha256)))
    head = compositor.beside([title, qr], [CONTENT_WIDTH - _QR - 14, _QR + 14], right_last=True)
    return [head, compositor.space(8), *_conclusions(compositor, statement, origin)]


def _conclusions(compositor: Compositor, statement: StatementContract, origin: str) -> list[Flowable]:
    say, words, summary = compositor.say, compositor.words, statement.summary
    assert summary is not None  # element 13 is refused before
    columns = [
        Column(say("Assurance group"), 23),
        Column(say("Conclusion"), 17),
        Column(say("Level of assurance"), 19),
        Column(say("Materiality threshold"), 22, "right"),
        Column(f"{say('Group total')}, {UNIT}", 19, "right"),
    ]
    rows: list[list[Cell]] = [
        [
            Cell(f"{group.code}{NO_BREAK * 2}{words.categories(group.categories)}", bold=True),
            Cell(words.conclusion(_decided(group)), bold=True, mark=MARKS[_decided(group)]),
            Cell(words.level(group.level)),
            Cell(f"{whole_percent(group.threshold)} = {number(group.threshold_tonnes, 2)} t"),
            Cell(tonnes(group.denominator), link=places.link_to(places.TRACE, places.TOTAL_NAME, origin)),
        ]
        for group in statement.groups
    ]
    total = places.link_to(places.TRACE, places.TOTAL_NAME, origin)
    blank = Cell("")
    rows += [
        [Cell(say("Total, location-based")), blank, blank, blank, Cell(tonnes(summary.total), link=total)],
        [
            Cell(say("Total, market-based")),
            blank,
            blank,
            blank,
            Cell(tonnes(summary.market_total), link=total),
        ],
    ]
    return [compositor.table(columns, rows, totals=2), compositor.space(4)]


def _decided(group: GroupOpinion) -> Conclusion:
    assert group.conclusion is not None  # element 16 is refused before
    return group.conclusion


def opinions(compositor: Compositor, statement: StatementContract) -> list[Flowable]:
    """Return the conclusion of each group in full sentences, with the matters of a modification in them."""
    words = compositor.words
    story: list[Flowable] = [compositor.heading(words.say("Opinion"))]
    for group in statement.groups:
        whole = (
            f"{words.say('Group')} {group.code}",
            words.categories(group.categories),
            words.level(group.level),
        )
        story.append(compositor.heading(", ".join(whole), 2))
        story.append(compositor.text(words.opinion(statement, group), "lead", after=5))
    return story


def summary_table(compositor: Compositor, summary: EmissionSummary, origin: str) -> list[Flowable]:
    """Return tonnes per category on both bases; biogenic CO2 and removals stand under the table, apart."""
    say, words = compositor.say, compositor.words
    columns = [
        Column(say("ISO 14064-1 category"), 58),
        Column(f"{say('Location-based')}, {UNIT}", 21, "right"),
        Column(f"{say('Market-based')}, {UNIT}", 21, "right"),
    ]
    rows = [
        [
            Cell(f"{row.category}{NO_BREAK * 2}{words.category(row.category)}"),
            Cell(tonnes(row.tonnes), link=_category_link(row, origin)),
            Cell(
                tonnes(row.tonnes if row.market_tonnes is None else row.market_tonnes),
                link=_category_link(row, origin),
            ),
        ]
        for row in summary.categories
    ]
    total = places.link_to(places.TRACE, places.TOTAL_NAME, origin)
    rows.append(
        [
            Cell(say("Total")),
            Cell(tonnes(summary.total), link=total),
            Cell(tonnes(summary.market_total), link=total),
        ]
    )
    apart = apart_from_total(compositor, summary)
    return [
        compositor.table(columns, rows, totals=1),
        compositor.space(3),
        compositor.text(apart, "table", quiet=True),
    ]


def apart_from_total(compositor: Compositor, summary: EmissionSummary) -> str:
    """Return the sentence that names what is reported apart and the GWP set."""
    say = compositor.say
    return (
        f"{say('Apart from the total')}: {say('biogenic CO2')} {tonnes(summary.biogenic_co2)} t CO2, "
        f"{say('removals')} {tonnes(summary.removals)} {UNIT}. {say('GWP set')}: {summary.gwp_set}."
    )


def _category_link(row: CategoryTotal, origin: str) -> str:
    return places.link_to(places.TRACE, places.category_name(row.category), origin)
