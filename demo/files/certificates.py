"""Certificates: calibration of the gas meter with a gap between two of them, and redemptions of I-RECs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from demo.files.demo_file import DemoFile, ExpectedField, ExpectedFigure
from demo.files.fonts import Fonts
from demo.files.paper import GREY, Paper
from demo.files.parties import HCD, HIK, LABORATORY, Firm
from demo.files.stamps import draw_seal
from demo.files.words import chinese_date, english_date, grouped


@dataclass(frozen=True, slots=True)
class Calibration:
    """One calibration certificate of one meter."""

    number: str
    meter: str
    owner: Firm
    calibrated: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Redemption:
    """One redemption of I-RECs (1 MWh each) for one beneficiary."""

    name: str
    volume: int
    first: int
    beneficiary: str
    redeemed: date
    device: str

    @property
    def identifiers(self) -> str:
        """The range of certificate numbers."""
        return f"{self.code(self.first)} - {self.code(self.first + self.volume - 1)}"

    @staticmethod
    def code(number: int) -> str:
        """One certificate number in groups."""
        return f"0000-0073-{number // 10_000:04d}-{number % 10_000:04d}"


R1 = Redemption("R1", 4500, 41_200_001, HIK.english, date(2022, 3, 8), "Qinghe wind farm, phase II")
R2 = Redemption("R2", 1500, 41_204_501, HCD.english, date(2022, 3, 8), "Qinghe wind farm, phase II")


def draw_calibration(folder: Path, fonts: Fonts) -> DemoFile:
    """E-006: valid to 2021-10-31, the next from 2022-03-15: 61 days of 2021 without."""
    certificates = (
        Calibration("JT2020-G-11873", "HIK-G1", HIK, date(2020, 11, 1), date(2021, 10, 31)),
        Calibration("JT2022-G-02941", "HIK-G1", HIK, date(2022, 3, 15), date(2023, 3, 14)),
    )
    path = folder / "Gas meter HIK-G1 校准证书.pdf"
    title = "Calibration certificates of gas meter HIK-G1"
    return calibration_file("E-006", path, title, fonts, certificates)


def calibration_file(
    code: str, path: Path, title: str, fonts: Fonts, certificates: Sequence[Calibration]
) -> DemoFile:
    """Draw one certificate a page, and say what must be read."""
    paper = Paper(path, title, fonts)
    seal = draw_seal(fonts, LABORATORY.chinese, "校准专用章")
    fields = []
    for page, certificate in enumerate(certificates, 1):
        _draw_calibration(paper, certificate)
        paper.picture(400, 628, 100, 100, seal)
        paper.turn()
        fields += [
            ExpectedField("meter", certificate.meter, page),
            ExpectedField("valid_from", certificate.calibrated.isoformat(), page),
            ExpectedField("valid_to", certificate.valid_to.isoformat(), page),
        ]
    paper.save()
    return DemoFile(code, path.name, path, "client", "calibration certificate", title, fields=tuple(fields))


def _draw_calibration(paper: Paper, certificate: Calibration) -> None:
    paper.box(30, 30, paper.width - 60, paper.height - 60, line="#1d5b79", pen=2)
    paper.box(35, 35, paper.width - 70, paper.height - 70, line="#1d5b79", pen=0.5)
    paper.text(paper.width / 2, 86, LABORATORY.chinese, 15, bold=True, align="c", colour="#1d5b79")
    paper.text(paper.width / 2, 104, LABORATORY.english, 10, align="c", colour=GREY)
    paper.text(paper.width / 2, 150, "校 准 证 书", 26, bold=True, align="c")
    paper.text(paper.width / 2, 172, "Calibration Certificate", 12, align="c")
    paper.text(paper.width / 2, 194, f"证书编号 Certificate No. {certificate.number}", 10, align="c")
    facts = (
        ("委托单位 Client", certificate.owner.chinese),
        ("器具名称 Instrument", "气体涡轮流量计"),
        ("型号规格 Type", "TBQ-80 DN80"),
        ("表号 Meter No.", certificate.meter),
        ("准确度等级 Class", "1.0 级"),
        ("校准日期 Date of calibration", chinese_date(certificate.calibrated)),
        ("有效期自 Valid from", chinese_date(certificate.calibrated)),
        ("有效期至 Valid to", chinese_date(certificate.valid_to)),
    )
    for number, (label, value) in enumerate(facts):
        paper.text(84, 236 + number * 24, label, 10, colour=GREY)
        paper.text(270, 236 + number * 24, value, 11)
        paper.rule(266, 241 + number * 24, 510, 0.4, GREY)
    rows = [
        ["流量点 Flow", "示值误差 Error", "最大允许误差 MPE", "结论"],
        ["qmax", "+0.32%", "±1.0%", "合格"],
        ["0.4 qmax", "+0.18%", "±1.0%", "合格"],
        ["0.2 qmax", "-0.21%", "±1.0%", "合格"],
        ["qmin", "-0.47%", "±2.0%", "合格"],
    ]
    paper.table(84, 446, (106, 106, 122, 92), rows, "lccc", size=9, height=21, line="#1d5b79", head="#e2edf2")
    paper.text(84, 590, "认可号 Accreditation: DEMO-CAL-0007", 9)
    paper.text(84, 660, "校准员：冯演示", 10)
    paper.text(84, 684, "核验员：蒋演示", 10)
    paper.text(84, 708, "批准人：沈演示", 10)


def draw_redemptions(folder: Path, fonts: Fonts) -> DemoFile:
    """E-018: R1 4,500 MWh for HIK, R2 1,500 MWh whose beneficiary is the sister company."""
    path = folder / "I-REC redemption statements 2021.pdf"
    title = "I-REC redemption statements R1 and R2, production 2021"
    return redemption_file("E-018", path, title, fonts, (R1, R2), source="S06")


def redemption_file(
    code: str, path: Path, title: str, fonts: Fonts, redemptions: Sequence[Redemption], *, source: str
) -> DemoFile:
    """Draw one statement a page, and say what must be read; `source` is the electricity it is claimed for."""
    paper = Paper(path, title, fonts, face="latin")
    figures, fields = [], []
    year = (date(2021, 1, 1), date(2021, 12, 31))
    for page, redemption in enumerate(redemptions, 1):
        _draw_redemption(paper, redemption)
        paper.turn()
        figures.append(
            ExpectedFigure(Decimal(redemption.volume), "MWh", "certificate", page, "", source, None, *year)
        )
        fields.append(ExpectedField("beneficiary", redemption.beneficiary, page))
        fields.append(ExpectedField("certificate", redemption.identifiers, page))
    paper.save()
    return DemoFile(
        code, path.name, path, "client", "energy certificate", title, None, tuple(figures), tuple(fields)
    )


def _draw_redemption(paper: Paper, redemption: Redemption) -> None:
    paper.box(0, 0, 150, paper.height, fill="#e8f2e4", line=None)
    paper.box(40, 60, 70, 70, fill="#3b7d3a", line=None, radius=35)
    paper.text(75, 104, "REC", 20, bold=True, align="c", colour="#ffffff")
    paper.text(180, 84, "Redemption Statement", 24, bold=True, colour="#2b5d2a")
    paper.text(180, 106, "Renewable energy certificates - demo registry", 10, colour=GREY)
    paper.text(180, 140, f"Statement {redemption.name}-2022-{redemption.first % 100_000:05d}", 10)
    paper.text(180, 170, "This statement was produced for", 9, colour=GREY)
    paper.text(180, 190, redemption.beneficiary, 14, bold=True)
    facts = (
        ("Beneficiary", redemption.beneficiary),
        ("Volume redeemed", f"{grouped(redemption.volume)} MWh"),
        ("Certificate numbers", redemption.identifiers),
        ("Production device", redemption.device),
        ("Technology", "Wind, onshore"),
        ("Country of production", "China"),
        ("Production period", "2021-01-01 to 2021-12-31"),
        ("Redemption date", english_date(redemption.redeemed)),
        ("Redemption purpose", "Electricity use of the beneficiary in reporting year 2021"),
        ("Market boundary", "China"),
        ("Status", "Redeemed"),
    )
    for number, (label, value) in enumerate(facts):
        top = 230 + number * 30
        paper.text(180, top, label, 8.5, colour=GREY)
        paper.text(180, top + 13, value, 10.5)
        paper.rule(180, top + 18, paper.width - 40, 0.4, "#b9cdb5")
    paper.qr(180, 590, 84, f"DEMO|IREC|{redemption.name}|{redemption.identifiers}")
    paper.lines(
        280,
        612,
        (
            "One certificate stands for 1 MWh. Certificates of this statement",
            "cannot be redeemed again.",
            f"Printed on {english_date(redemption.redeemed + timedelta(days=1))}.",
        ),
        8.5,
        13,
    )
