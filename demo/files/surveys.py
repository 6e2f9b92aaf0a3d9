"""Reports on people: attendance as a Word file, the commuting survey as a workbook, air travel as a PDF."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from docx import Document

from demo.files.containers import CellValue, Formula, Sheet, write_word, write_workbook
from demo.files.demo_file import DemoFile, ExpectedFigure
from demo.files.fonts import Fonts
from demo.files.ledgers import PERIOD_LINE, YEAR
from demo.files.metering import month
from demo.files.paper import GREY, Paper
from demo.files.parties import HIK
from demo.files.words import grouped

PERSON_DAYS = (86000, 66000, 92000, 86000, 81000, 86500, 90000, 90500, 86500, 74000, 91000, 90500)
COMMUTING = (
    ("Company shuttle 班车", 1600, 10),
    ("Bus and metro 公交地铁", 900, 12),
    ("Private car 私家车", 520, 16),
    ("Electric bicycle 电动自行车", 720, 6),
    ("Walking, bicycle 步行自行车", 360, 6),
)
WORKING_DAYS = 250
_SURVEY_METHOD: tuple[tuple[CellValue, ...], ...] = (
    ("Method 方法",),
    ("Questionnaire by phone app in November 2021, voluntary.",),
    ("Item 项目", "Number 数量"),
    ("Employees asked 发放", 4100),
    ("Answers 回收", 3362),
    ("Response rate 回收率 (%)", 82),
    ("Non-response: mode and distance of the answers of the same department were applied.",),
)
TRAVEL = (
    ("Domestic, economy", 980, 1_372_000),
    ("Asia, economy", 142, 710_000),
    ("Long haul, economy", 88, 968_000),
    ("Long haul, business", 18, 200_000),
)


def draw_attendance_report(folder: Path) -> DemoFile:
    """E-010: person-days by month, 1,020,000 in the year."""
    path = folder / "Attendance report 考勤汇总 2021.docx"
    document = Document()
    document.add_heading("Attendance report 考勤汇总 2021", level=1)
    document.add_paragraph(f"{HIK.english}  {HIK.chinese}")
    document.add_paragraph(PERIOD_LINE)
    document.add_paragraph(
        "Source: time clock system, human resources department. Agency workers are included; "
        "days on leave and business trips are not."
    )
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    heads = ("Month 月份", "On the payroll 在册人数", "Attendance 出勤 (person-days)")
    for cell, words in zip(table.rows[0].cells, heads, strict=True):
        cell.text = words
    for number, days in enumerate(PERSON_DAYS, 1):
        cells = table.add_row().cells
        cells[0].text = f"2021-{number:02d}"
        cells[1].text = grouped(4070 + number * 9 % 50)
        cells[2].text = grouped(days)
    cells = table.add_row().cells
    cells[0].text, cells[1].text, cells[2].text = "Total 合计", "", grouped(sum(PERSON_DAYS))
    document.add_paragraph("")
    document.add_paragraph("Prepared by 制表: HR, Sun (demo)    Approved 审核: Qian (demo)    2022-01-14")
    write_word(path, document, "Attendance report 2021")
    total = Decimal(sum(PERSON_DAYS))
    figure = ExpectedFigure(total, "person-days", "primary", 1, "Total", "S05", "Table 1!R14C3", *YEAR)
    title = "Attendance report 2021"
    return DemoFile("E-010", path.name, path, "client", "attendance report", title, "S05", (figure,))


def draw_commuting_survey(folder: Path) -> DemoFile:
    """E-013: persons x kilometres x days by mode, 10,400,000 p.km."""
    path = folder / "Commuting survey 通勤调查 2021.xlsx"
    rows: list[list[CellValue]] = [
        ["Commuting survey 员工通勤调查"],
        [f"{HIK.english}  {HIK.chinese}"],
        [PERIOD_LINE],
        [
            "Mode 方式",
            "Employees 人数",
            "Distance there and back 往返 (km)",
            "Days 天数",
            "Passenger transport 客运量 (p.km)",
        ],
    ]
    total = Decimal(0)
    for mode, people, distance in COMMUTING:
        row = len(rows) + 1
        work = Formula(f"=B{row}*C{row}*D{row}", Decimal(people * distance * WORKING_DAYS))
        total += work.value
        rows.append([mode, people, distance, WORKING_DAYS, work])
    rows.append(
        ["Total 合计", Formula("=SUM(B5:B9)", Decimal(4100)), None, None, Formula("=SUM(E5:E9)", total)]
    )
    sheets = (
        Sheet("Survey 2021", rows, (32, 18, 26, 14, 32), (4,), (10,), {2: "#,##0", 5: "#,##0"}),
        Sheet("Method", _SURVEY_METHOD, (44, 16), (3,), (), {2: "#,##0"}),
    )
    write_workbook(path, sheets, "Commuting survey 2021")
    figure = ExpectedFigure(total, "p.km", "primary", 1, "Total", "S09", "Survey 2021!E10", *YEAR)
    title = "Commuting survey 2021"
    return DemoFile("E-013", path.name, path, "client", "commuting survey", title, "S09", (figure,))


def draw_travel_report(folder: Path, fonts: Fonts) -> DemoFile:
    """E-014: the travel agent's year report, 3,250,000 p.km."""
    path = folder / "Travel agent report 2021.pdf"
    paper = Paper(path, "Travel agent report", fonts, face="latin")
    paper.text(56, 70, "Blue Heron Travel", 22, bold=True, colour="#23577a")
    paper.text(56, 88, "Corporate travel report - air", 11, colour=GREY)
    paper.rule(56, 100, paper.width - 56, 3, "#23577a")
    facts = (
        f"Client: {HIK.english}",
        "Reporting period: 01 Jan 2021 to 31 Dec 2021",
        "Drawn up: 20 Jan 2022",
    )
    paper.lines(56, 128, facts, 10, 17)
    paper.text(56, 210, "1  Passenger-kilometres by route group", 12, bold=True)
    rows = [["Route group and class", "Tickets", "Passenger-km (p.km)"]]
    rows += [[name, grouped(tickets), grouped(work)] for name, tickets, work in TRAVEL]
    rows.append(["Total", grouped(sum(t for _, t, _ in TRAVEL)), grouped(sum(w for *_, w in TRAVEL))])
    paper.table(
        56, 222, (220, 110, 150), rows, "lrr", size=10, height=24, grid=False, line="#aebdc9", total=True
    )
    paper.text(56, 412, "2  Tickets by month", 12, bold=True)
    _draw_bars(paper, 56, 430, (88, 61, 104, 110, 118, 121, 96, 74, 112, 109, 120, 115))
    notes = (
        "Distances: great circle between airports plus 95 km for each flight.",
        "Tickets that were refunded are not contained. Rail and hotel: see separate report.",
    )
    paper.lines(56, 624, notes, 8.5, 13)
    paper.turn()
    paper.save()
    total = Decimal(sum(w for *_, w in TRAVEL))
    figure = ExpectedFigure(total, "p.km", "primary", 1, "Total", "S10", None, *YEAR)
    title = "Air travel report of the travel agent, 2021"
    return DemoFile("E-014", path.name, path, "client", "travel report", title, "S10", (figure,))


def _draw_bars(paper: Paper, x: float, top: float, tickets: tuple[int, ...]) -> None:
    """A bar for each month with its number above."""
    for number, count in enumerate(tickets):
        at = x + number * 40
        paper.box(at, top + 140 - count, 26, count, fill="#7fb0cf", line=None)
        paper.text(at + 13, top + 135 - count, str(count), 7.5, align="c")
        paper.text(at + 13, top + 154, f"{month(2021, number + 1)[0]:%b}", 8, align="c", colour=GREY)
