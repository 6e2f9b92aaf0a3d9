"""Layouts of energy bills in English, German and French: key and value, tables of tariffs, meter readings."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import LATIN, Meaning, Row, Sheet, Style, draw_table, on_paper
from tests.evidence.layouts.truth import OPEN, Language, Layout, Span, Truth
from tests.evidence.layouts.words import a_value, day, printed


def _span(chance: Random) -> Span:
    start = date(chance.randint(2016, 2023), chance.randint(1, 12), chance.randint(3, 27))
    return start, start + timedelta(days=chance.randint(27, 33))


def _put_line(  # noqa: PLR0917 - written as the line is
    sheet: Sheet, top: float, label: str, raw: str, means: Meaning, unit: str = ""
) -> None:
    """A label at the left, its value at the right."""
    sheet.put(60, top, label)
    box = sheet.figure(380, top, raw, means, "right")
    if unit:
        sheet.put(box[2] + 4, top, unit)


def therms(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A gas bill with three decimals in the quantity, times a rate, and the charge at the right."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, "GAS SERVICE BILL", size=14)
        sheet.put(60, 100, f"Billing period: {span[0]:%b %d, %Y} - {span[1]:%b %d, %Y}")
        for number, label in enumerate(("Gas commodity charge", "Gas transportation charge")):
            top = 140.0 + 22 * number
            used, rate, cost = a_value(chance, 3, 2), a_value(chance, 6, 1), a_value(chance, 2, 3)
            sheet.flow(60, top, (
                f"{label} ", (f"{used}", Meaning(used, "therms", span, label)), " therms x ",
                (f"${rate}", Meaning(rate, "$", span, label)),
            ))  # fmt: skip
            sheet.figure(480, top, f"${cost}", Meaning(cost, "$", span, label), "right")
        total = a_value(chance, 2, 4)
        _put_line(
            sheet, 210, "Total amount due", f"${total:,}", Meaning(total, "$", span, "Total amount due")
        )

    return on_paper(path, draw)


def readings_table(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """An electricity bill: a table of meters with readings, usage and charges; American dates."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, "Electric service statement", size=14)
        sheet.put(60, 96, f"Service period {span[0]:%m/%d/%Y} to {span[1]:%m/%d/%Y}")
        rows = []
        for label in ("On-peak energy", "Off-peak energy", "Demand"):
            unit = "kW" if label == "Demand" else "kWh"
            readings = [
                (str(v), Meaning(Decimal(v), OPEN, span, label)) for v in chance.sample(range(3000, 99000), 2)
            ]
            used, cost = a_value(chance, 0, 5), a_value(chance, 2, 4)
            rows.append(Row((label,), (
                *readings, (f"{used:,}", Meaning(used, unit, span, label)), unit,
                (f"${cost:,}", Meaning(cost, "$", span, label)),
            )))  # fmt: skip
        head = [("Service", "Previous reading", "Present reading", "Usage", "Unit", "Charges")]
        bottom = draw_table(sheet, 50, 130, head, rows, Style((110, 90, 90, 80, 40, 80), 18, "lines"))
        total = a_value(chance, 2, 5)
        sheet.put(60, bottom + 20, "Amount due")
        sheet.figure(536, bottom + 20, f"${total:,}", Meaning(total, "$", span, "Amount due"), "right")

    return on_paper(path, draw)


def stromrechnung(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A German electricity bill of lines: quantity with unit, price in ct/kWh, amount in EUR."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, "Ihre Stromrechnung", size=14)
        sheet.put(
            60,
            98,
            f"Abrechnungszeitraum: {day(span[0], 'de', numeric=True)} - {day(span[1], 'de', numeric=True)}",
        )
        for number, label in enumerate(("Arbeitspreis", "Stromsteuer", "Konzessionsabgabe")):
            used, price, cost = a_value(chance, 0, 5), a_value(chance, 3, 2), a_value(chance, 2, 4)
            top = 140.0 + 20 * number
            sheet.flow(60, top, (
                f"{label} ", (printed(used, "de"), Meaning(used, "kWh", span, label)), " kWh x ",
                (printed(price, "de"), Meaning(price, "ct/kWh", span, label)), " ct/kWh",
            ))  # fmt: skip
            box = sheet.figure(450, top, printed(cost, "de"), Meaning(cost, "EUR", span, label), "right")
            sheet.put(box[2] + 3, top, "EUR")
        total = a_value(chance, 2, 5)
        _put_line(
            sheet,
            220,
            "Rechnungsbetrag",
            printed(total, "de"),
            Meaning(total, "EUR", span, "Rechnungsbetrag"),
            "EUR",
        )

    return on_paper(path, draw)


def gasrechnung(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A German gas bill: a ruled table from m³ to kWh with calorific value; dates in the rows."""
    start = _span(chance)[0]

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, "Gasabrechnung", size=14)
        rows = []
        for number in range(3):
            span = (start + timedelta(days=31 * number), start + timedelta(days=31 * number + 30))
            label = f"{day(span[0], 'de', numeric=True)} - {day(span[1], 'de', numeric=True)}"
            volume, heat, used, cost = (
                a_value(chance, 0, 4),
                a_value(chance, 3, 2),
                a_value(chance, 0, 5),
                a_value(chance, 2, 4),
            )
            rows.append(Row((label,), (
                (printed(volume, "de"), Meaning(volume, "m³", span, "")),
                (printed(heat, "de"), Meaning(heat, "kWh/m³", span, "")),
                (printed(used, "de"), Meaning(used, "kWh", span, "")),
                (printed(cost, "de"), Meaning(cost, "EUR", span, "")),
            )))  # fmt: skip
        head = [("Zeitraum", "Verbrauch (m³)", "Brennwert (kWh/m³)", "Energie (kWh)", "Betrag (EUR)")]
        draw_table(sheet, 45, 120, head, rows, Style((125, 90, 110, 90, 85), 20, "grid"))

    return on_paper(path, draw, font=LATIN)


def electricite(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A French electricity bill: thousands parted by spaces beside numbers without them."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, "Votre facture d'électricité", size=14)
        sheet.put(
            60,
            98,
            f"Période de facturation : du {day(span[0], 'fr', numeric=True)} au {day(span[1], 'fr', numeric=True)}",
        )
        for number, label in enumerate(("Consommation heures pleines", "Consommation heures creuses")):
            used = a_value(chance, 0, 4)
            raw = printed(used, "fr", group=" ")
            _put_line(sheet, 140 + 20.0 * number, label, raw, Meaning(used, "kWh", span, label), "kWh")
        for number, label in enumerate(("Abonnement", "Taxes et contributions", "Montant total TTC")):
            cost = a_value(chance, 2, 4)
            raw = printed(cost, "fr", group="" if number % 2 else " ")
            _put_line(sheet, 190 + 20.0 * number, label, raw, Meaning(cost, "€", span, label), "€")

    return on_paper(path, draw)


def facture_gaz(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A French gas bill on its side with turned text in the margin, a table with units in the header."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, "Facture de gaz naturel", size=14)
        sheet.put(60, 96, f"Consommation du {day(span[0], 'fr')} au {day(span[1], 'fr')}")
        sheet.canvas.saveState()
        sheet.canvas.translate(28, sheet.height - 500)
        sheet.canvas.rotate(90)
        sheet.canvas.drawString(0, 0, "Document sans valeur comptable")
        sheet.canvas.restoreState()
        rows = []
        for label in ("Gaz acheminé", "Gaz livré", "Taxe intérieure"):
            volume, used, cost = a_value(chance, 0, 4), a_value(chance, 0, 5), a_value(chance, 2, 4)
            rows.append(Row((label,), (
                (printed(volume, "fr"), Meaning(volume, "m³", span, label)),
                (printed(used, "fr"), Meaning(used, "kWh", span, label)),
                (printed(cost, "fr"), Meaning(cost, "€", span, label)),
            )))  # fmt: skip
        head = [("Poste", "Volume", "Énergie", "Montant"), ("", "en m³", "en kWh", "en €")]
        draw_table(sheet, 60, 130, head, rows, Style((150, 90, 90, 90), 18, "lines"))

    return on_paper(path, draw, turned=True)


def small_print(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A water and power bill in five-point print with mixed decimals; period start and end on their own."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 60, "MUNICIPAL UTILITIES", size=9)
        sheet.put(60, 80, f"Service from {span[0]:%m/%d/%y} to {span[1]:%m/%d/%y}")
        lines = (("Water usage", "CCF", 3, 2), ("Electricity usage", "kWh", 0, 5), ("Sewer charge", "$", 2, 3),
                 ("Street light fee", "$", 2, 2), ("Balance due", "$", 2, 4))  # fmt: skip
        for number, (label, unit, decimals, digits) in enumerate(lines):
            value = a_value(chance, decimals, digits)
            top = 100.0 + 11 * number
            if unit == "$":
                sheet.flow(60, top, (f"{label} ", (f"${value:,}", Meaning(value, unit, span, label))))
            else:
                sheet.flow(
                    60, top, (f"{label} ", (f"{value:,}", Meaning(value, unit, span, label)), f" {unit}")
                )

    return on_paper(path, draw, size=5.5)


def two_columns(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A bill of two blocks beside one another, each of labels and values; the MediaBox begins elsewhere."""
    span = _span(chance)

    def draw(sheet: Sheet) -> None:
        sheet.put(60, 70, "Energy account summary", size=14)
        sheet.put(60, 96, f"Bill period: {day(span[0], 'en')} to {day(span[1], 'en')}")
        left = (("Day units used", "kWh", 0), ("Night units used", "kWh", 0), ("Reactive power", "kVArh", 0))
        right = (("Day charge", "£", 2), ("Night charge", "£", 2), ("Standing charge", "£", 2))
        for number, ((one, unit, _), (two, money, decimals)) in enumerate(zip(left, right, strict=True)):
            top = 130.0 + 18 * number
            used, cost = a_value(chance, 0, 5), a_value(chance, decimals, 4)
            sheet.put(60, top, one)
            box = sheet.figure(230, top, f"{used:,}", Meaning(used, unit, span, one), "right")
            sheet.put(box[2] + 3, top, unit)
            sheet.put(320, top, two)
            sheet.figure(500, top, f"{money}{cost:,}", Meaning(cost, money, span, two), "right")
        total = a_value(chance, 2, 5)
        sheet.put(320, 200, "Total charges")
        sheet.figure(500, 200, f"£{total:,}", Meaning(total, "£", span, "Total charges"), "right")

    return on_paper(path, draw, origin=(-30.0, 25.0))


_EN: tuple[Language, ...] = ("en",)
_DE: tuple[Language, ...] = ("de",)
_FR: tuple[Language, ...] = ("fr",)
TUNING = (
    Layout("therms", "bills", "tuning", ".pdf", therms, _EN, 2),
    Layout("stromrechnung", "bills", "tuning", ".pdf", stromrechnung, _DE, 2),
    Layout("electricite", "bills", "tuning", ".pdf", electricite, _FR, 2),
    Layout("two-columns", "bills", "tuning", ".pdf", two_columns, _EN, 2),
)
SCORING = (
    Layout("readings-table", "bills", "scoring", ".pdf", readings_table, _EN, 2),
    Layout("gasrechnung", "bills", "scoring", ".pdf", gasrechnung, _DE, 2),
    Layout("facture-gaz", "bills", "scoring", ".pdf", facture_gaz, _FR, 2),
    Layout("small-print", "bills", "scoring", ".pdf", small_print, _EN, 2),
)
