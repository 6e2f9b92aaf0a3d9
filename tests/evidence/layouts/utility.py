"""Layouts after the habits of utilities' bills, drawn before the reader saw any of them; for tuning and scoring."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.evidence.layouts.paper import CHINESE, LATIN, Sheet, on_paper
from tests.evidence.layouts.setting import Col, Hand
from tests.evidence.layouts.truth import OPEN, Language, Layout, Truth
from tests.evidence.layouts.words import SHORT_MONTHS, month


def british_power(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A British power bill: readings, units by day and night at a price in pence, standing charge, VAT."""
    span = month(chance.randint(2019, 2023), chance.randint(1, 12))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 60, "Your electricity bill", size=15)
        sheet.put(
            50, 80, f"Account number 8500 4421 7763    Bill date {span[1] + timedelta(days=6):%d %B %Y}"
        )
        sheet.put(50, 94, "Supply number (MPAN) 10 1234 5678 345    Call us on 0345 070 5400")
        sheet.put(50, 120, f"Electricity used {span[0]:%d %b %Y} to {span[1]:%d %b %Y}", size=11)
        hand.head(140, [(250, "Previous"), (330, "Latest"), (420, "Units (kWh)")])
        for number, label in enumerate(("Day", "Night")):
            cells = [Col(250, OPEN, span), Col(330, OPEN, span), Col(420, "kWh", span, 0, 4)]
            hand.row(50, 156 + 14 * number, label, cells)
        top = 205.0
        for label in ("Day units", "Night units"):
            kwh, price, money = (
                Col(0, "kWh", span, 0, 4),
                Col(0, "p", span, 2, 2),
                Col(500, "£", span, 2, 3, "£{}"),
            )
            hand.say(50, top, [f"{label} ", (kwh, label), " kWh at ", (price, label), "p each"])
            hand.figure(money, top, label)
            top += 14
        for label in ("Standing charge", "Total before VAT", "VAT at 20%", "Total for this period"):
            sheet.put(50, top, label)
            hand.figure(Col(500, "£", span, 2, 3, "£{}"), top, label.replace(" at 20%", ""))
            top += 14
        sheet.put(
            50, 800, "Example Energy Ltd. Registered in England No. 02366994. VAT No. 524 3684 62", size=7
        )

    return on_paper(path, draw, font=LATIN)


def german_split(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A German yearly bill whose table has a period of its own in each row, split where the price changed."""
    y = chance.randint(2019, 2023)
    parts = ((date(y, 1, 1), date(y, 6, 30)), (date(y, 7, 1), date(y, 12, 31)))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "de")
        sheet.put(50, 60, "Stromabrechnung", size=15)
        sheet.put(50, 80, f"Kundennummer 4711 0815   Rechnungsnummer 2023-118842   Zählernummer 1EMH00{y}412")
        sheet.put(50, 94, f"Abrechnungszeitraum 01.01.{y} – 31.12.{y}")
        hand.head(
            124, [(70, "von"), (130, "bis"), (250, "Verbrauch kWh"), (340, "ct/kWh"), (450, "Betrag EUR")]
        )
        for title, top in (("Arbeitspreis", 140.0), ("Stromsteuer", 196.0)):
            sheet.put(50, top, title, size=9.5)
            for number, span in enumerate(parts, 1):
                down = top + 14 * number
                sheet.put(50, down, f"{span[0]:%d.%m.%Y}")
                sheet.put(105, down, f"{span[1]:%d.%m.%Y}")
                hand.figure(Col(250, "kWh", span), down, title)
                hand.figure(Col(340, "ct/kWh", span, 3, 2), down, title)
                hand.figure(Col(450, "EUR", span, 2, 4), down, title)
        whole = parts[0][0], parts[1][1]
        for number, label in enumerate(("Summe netto", "Umsatzsteuer", "Summe brutto", "Gezahlte Abschläge")):
            sheet.put(280, 260 + 14 * number, label)
            hand.figure(Col(450, "EUR", whole, 2, 4), 260 + 14 * number, label)
        sheet.put(50, 800, "IBAN DE02 1203 0000 0000 2020 51   Amtsgericht Musterstadt HRB 12345", size=7)

    return on_paper(path, draw, font=LATIN)


def water_history(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """An American water bill: service dates with slashes, readings, charges in dollars, twelve months of use."""
    start = date(chance.randint(2019, 2022), chance.randint(2, 11), 14)
    span = start, start + timedelta(days=30)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 60, "City Water Services", size=14)
        sheet.put(
            50, 80, f"Account: 0044-118-2    Service from {span[0]:%m/%d/%Y} to {span[1]:%m/%d/%Y}    31 days"
        )
        hand.head(108, [(150, "Previous read"), (260, "Current read"), (370, "Usage (gallons)")])
        hand.row(50, 124, "Water", [Col(150, OPEN, span), Col(260, OPEN, span), Col(370, "gallons", span)])
        for number, label in enumerate(("Base charge", "Water usage charge", "Sewer charge", "Amount due")):
            sheet.put(50, 160 + 14 * number, label)
            hand.figure(Col(370, "$", span, 2, 3, "${}"), 160 + 14 * number, label)
        sheet.put(50, 250, "Usage history (gallons)", size=10)
        for number in range(6):
            at = month(start.year - 1, number + 1)
            sheet.put(50, 268 + 13 * number, f"{SHORT_MONTHS['en'][number]} {at[0].year}")
            hand.figure(Col(200, "gallons", at), 268 + 13 * number, SHORT_MONTHS["en"][number])
        sheet.put(50, 790, "PO Box 2210, Springfield, IL 62704   (217) 555-0134", size=7)

    return on_paper(path, draw, font=LATIN)


def american_gas(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """An American gas bill: therms from hundreds of cubic feet, charges in sentences, what was paid before."""
    start = date(chance.randint(2018, 2022), 12, 14)
    span = start, start + timedelta(days=29)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance)
        sheet.put(50, 60, "Gas statement", size=14)
        sheet.put(350, 60, f"Statement date: {span[1] + timedelta(days=3):%m/%d/%Y}")
        sheet.put(350, 74, "Account ID: 4417732981-5")
        sheet.put(50, 100, f"Billing period: {span[0]:%m/%d/%Y} - {span[1]:%m/%d/%Y} (30 billing days)")
        sheet.put(50, 128, "Your gas usage", size=11)
        hand.head(146, [(130, "Meter #"), (230, "Difference"), (330, "Multiplier"), (460, "Total usage")])
        sheet.put(130, 162, "40113257", "right")
        hand.figure(Col(230, OPEN, span, 0, 3), 162, "")
        hand.figure(Col(330, None, span, 6, 1), 162, "")
        hand.figure(Col(460, "Therms", span, 2, 3, "{}"), 162, "")
        sheet.put(464, 162, "Therms")
        sheet.put(50, 200, "Charges", size=11)
        top = 218.0
        for label in ("Gas supply charge", "Transmission charge"):
            use, price = Col(0, "Therms", span, 2, 3), Col(0, "$", span, 5, 1, "${}")
            hand.say(50, top, [f"{label} ", (use, label), " Therms @ ", (price, label)])
            hand.figure(Col(460, "$", span, 2, 3, "${}"), top, label)
            top += 14
        for label in ("Customer charge", "Previous balance", "Payments received", "Total amount due"):
            sheet.put(50, top, label)
            hand.figure(Col(460, "$", span, 2, 3, "-${}" if label.startswith("Pay") else "${}"), top, label)
            top += 14

    return on_paper(path, draw, font=LATIN)


def french_peak(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A French power bill: full and hollow hours, prices before tax, taxes at two rates."""
    start = date(chance.randint(2019, 2023), chance.randint(1, 9), 12)
    span = start, start + timedelta(days=59)

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "fr")
        sheet.put(50, 60, "Votre facture d'électricité", size=15)
        sheet.put(
            50, 80, "Référence client 6 012 345 678   N° de facture 10 142 857 331   PDL 07140123456789"
        )
        sheet.put(50, 110, f"Consommation du {span[0]:%d/%m/%Y} au {span[1]:%d/%m/%Y}", size=11)
        hand.head(130, [(260, "Conso (kWh)"), (360, "Prix (c€/kWh)"), (460, "Montant HT (€)")])
        for number, label in enumerate(("Heures pleines", "Heures creuses")):
            cells = [Col(260, "kWh", span), Col(360, "c€/kWh", span, 2, 2), Col(460, "€", span, 2, 3)]
            hand.row(50, 146 + 14 * number, label, cells)
        rows = ("Abonnement", "Taxe sur la consommation finale", "Contribution au service public", "Total hors TVA",
                "TVA à 5,50 %", "TVA à 20,00 %", "Total TTC")  # fmt: skip
        for number, label in enumerate(rows):
            top = 190 + 14 * number
            sheet.put(50, top, label)
            hand.figure(Col(460, "€", span, 2, 3), top, label.split(" à ")[0])
        sheet.put(
            50, 800, "SA au capital de 1 084 000 000 € - RCS Paris 552 081 317 - Tél. 09 69 32 15 15", size=7
        )
        sheet.put(50, 320, f"À régler avant le {span[1] + timedelta(days=20):%d/%m/%Y}")

    return on_paper(path, draw, font=LATIN)


def chinese_peak(path: Path, chance: Random, _language: Language) -> list[Truth]:
    """A Chinese bill by peak, flat and valley: readings, multiplier, use and money, the period as a month."""
    span = month(chance.randint(2019, 2023), chance.randint(1, 12))

    def draw(sheet: Sheet) -> None:
        hand = Hand(sheet, chance, "zh")
        sheet.put(200, 60, "电费通知单", size=15)
        sheet.put(
            50, 84, f"户号：3301125567    电费年月：{span[0].year}年{span[0].month:02d}月    电压等级：10kV"
        )
        edges = [(150.0, "上次示数"), (230.0, "本次示数"), (310.0, "电量（千瓦时）"), (400.0, "电价（元/千瓦时）"),
                 (490.0, "电费（元）")]  # fmt: skip
        hand.head(112, edges)
        for number, label in enumerate(("尖峰", "高峰", "平段", "低谷")):
            cells = [Col(150, OPEN, span, 2), Col(230, OPEN, span, 2), Col(310, "千瓦时", span),
                     Col(400, "元/千瓦时", span, 4, 1), Col(490, "元", span, 2)]  # fmt: skip
            hand.row(50, 130 + 15 * number, label, cells)
        for number, label in enumerate(("基本电费", "力调电费", "合计金额")):
            sheet.put(330, 205 + 15 * number, f"{label}（元）")
            hand.figure(Col(490, "元", span, 2), 205 + 15 * number, label)
        sheet.put(50, 280, "客户服务热线：95598    缴费截止日期：每月25日", size=8)

    return on_paper(path, draw, font=CHINESE)


_EN: tuple[Language, ...] = ("en",)
TUNING = (
    Layout("british-power", "bills", "tuning", ".pdf", british_power, _EN, 2),
    Layout("german-split", "bills", "tuning", ".pdf", german_split, ("de",), 2),
    Layout("water-history", "bills", "tuning", ".pdf", water_history, _EN, 2),
)
HELD = (
    Layout("american-gas", "bills", "scoring", ".pdf", american_gas, _EN, 2),
    Layout("french-peak", "bills", "scoring", ".pdf", french_peak, ("fr",), 2),
    Layout("chinese-peak", "bills", "scoring", ".pdf", chinese_peak, ("zh",), 2),
)
