"""The words, numbers and dates of the drawn documents, in the habits of four languages."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal
from random import Random

from tests.evidence.layouts.truth import Language, Span

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")

MONTHS: dict[Language, tuple[str, ...]] = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
           "November", "Dezember"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
    "zh": tuple(f"{month}月" for month in range(1, 13)),
}  # fmt: skip

SHORT_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "de": ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "zh": MONTHS["zh"],
}  # fmt: skip

EMISSIONS: dict[Language, tuple[str, ...]] = {
    "en": ("Stationary combustion", "Company vehicles", "Refrigerant losses", "Purchased electricity",
           "District heating", "Business travel", "Employee commuting", "Waste disposal",
           "Purchased goods and services", "Upstream transport"),
    "de": ("Stationäre Verbrennung", "Firmenfahrzeuge", "Kältemittelverluste", "Bezogener Strom",
           "Fernwärme", "Geschäftsreisen", "Pendelverkehr der Mitarbeitenden", "Abfallentsorgung",
           "Eingekaufte Güter", "Vorgelagerter Transport"),
    "fr": ("Combustion fixe", "Véhicules de société", "Pertes de fluides frigorigènes", "Électricité achetée",
           "Chauffage urbain", "Voyages d'affaires", "Trajets domicile-travail", "Traitement des déchets",
           "Biens et services achetés", "Transport amont"),
    "zh": ("固定燃烧", "公司车辆", "制冷剂逸散", "外购电力", "外购蒸汽", "商务差旅", "员工通勤", "废弃物处理"),
}  # fmt: skip

LONG_LABELS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (("Direct emissions from sources owned or", "controlled by the group"),
           ("Indirect emissions from purchased electricity,", "steam and heat"),
           ("Emissions from the transport of goods and", "materials bought"),
           ("Emissions from the use of products sold in", "the reporting year")),
    "de": (("Direkte Emissionen aus eigenen oder", "kontrollierten Quellen"),
           ("Indirekte Emissionen aus bezogenem Strom und", "bezogener Wärme"),
           ("Emissionen aus dem Transport gekaufter Güter und", "Stoffe"),
           ("Emissionen aus der Nutzung verkaufter", "erzeugnisbezogener Leistungen")),
    "fr": (("Émissions directes des sources détenues et", "contrôlées par le groupe"),
           ("Émissions indirectes de l'électricité et", "de la chaleur achetées"),
           ("Émissions du transport des biens", "et matières achetés"),
           ("Émissions liées à l'usage des", "produits vendus")),
    "zh": (),
}  # fmt: skip

MEDIA: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (("Electricity", "MWh"), ("Natural gas", "MWh"), ("Water withdrawal", "m³"), ("Diesel", "litres"),
           ("District heat", "GJ"), ("Hazardous waste", "t"), ("Floor area", "m²")),
    "de": (("Strom", "MWh"), ("Erdgas", "MWh"), ("Wasserentnahme", "m³"), ("Diesel", "Liter"),
           ("Fernwärme", "GJ"), ("Gefährliche Abfälle", "t"), ("Bürofläche", "m²")),
    "fr": (("Électricité", "MWh"), ("Gaz naturel", "MWh"), ("Prélèvement d'eau", "m³"), ("Gazole", "litres"),
           ("Chaleur urbaine", "GJ"), ("Déchets dangereux", "t"), ("Surface de bureaux", "m²")),
    "zh": (("电力", "千瓦时"), ("天然气", "立方米"), ("蒸汽", "吉焦"), ("柴油", "升"), ("自来水", "吨")),
}  # fmt: skip

SAID: dict[str, dict[Language, str]] = {
    "emissions": {"en": "Emissions", "de": "Emissionen", "fr": "Émissions", "zh": "排放量"},
    "caption": {"en": "Greenhouse gas emissions by source", "de": "Treibhausgasemissionen nach Quelle",
                "fr": "Émissions de gaz à effet de serre par source", "zh": "温室气体排放量"},
    "resources": {"en": "Use of resources", "de": "Verbrauch von Ressourcen",
                  "fr": "Consommation de ressources", "zh": "能源消耗"},
    "unit": {"en": "Unit", "de": "Einheit", "fr": "Unité", "zh": "单位"},
    "total": {"en": "Total", "de": "Summe", "fr": "Total", "zh": "合计"},
    "source": {"en": "Source", "de": "Quelle", "fr": "Source", "zh": "排放源"},
    "medium": {"en": "Energy and materials", "de": "Energie und Stoffe", "fr": "Énergie et matières",
               "zh": "项目"},
    "month": {"en": "Month", "de": "Monat", "fr": "Mois", "zh": "月份"},
    "change": {"en": "Change in %", "de": "Veränderung in %", "fr": "Variation en %", "zh": "变化率（%）"},
    "period": {"en": "Reporting period: {} to {}", "de": "Berichtszeitraum: {} bis {}",
               "fr": "Période de reporting : du {} au {}", "zh": "报告期：{}至{}"},
    "thousand": {"en": "in thousand tonnes CO2e", "de": "in Tsd. t CO2e", "fr": "en milliers de tonnes CO2e",
                 "zh": "单位：万吨二氧化碳当量"},
}  # fmt: skip


def printed(value: Decimal, language: Language, *, group: str | None = None) -> str:
    """The value as the language prints it: 1,234.5 or 1.234,5 or 1 234,5."""
    text = f"{value:,f}"
    if language == "de":
        text = text.replace(",", "_").replace(".", ",").replace("_", group or ".")
    elif language == "fr":
        text = text.replace(",", "_").replace(".", ",").replace("_", group or "\u00a0")
    elif group is not None:
        text = text.replace(",", group)
    return text


def a_value(chance: Random, decimals: int = 0, digits: int = 5) -> Decimal:
    """A quantity of at most so many digits before the point, never a bare year."""
    while True:
        whole = chance.randrange(10 ** (chance.randint(max(1, digits - 2), digits) - 1), 10**digits)
        part = chance.randrange(1, 10**decimals) if decimals else 0
        if decimals or not 1900 <= whole <= 2100:
            return Decimal(whole * 10**decimals + part).scaleb(-decimals)


def year(of: int) -> Span:
    return date(of, 1, 1), date(of, 12, 31)


def month(of: int, number: int) -> Span:
    return date(of, number, 1), date(of, number, calendar.monthrange(of, number)[1])


def day(when: date, language: Language, *, numeric: bool = False) -> str:
    """The day as a document of the language prints it."""
    if language == "zh":
        return when.isoformat() if numeric else f"{when.year}年{when.month}月{when.day}日"
    if numeric:
        return f"{when:%d.%m.%Y}" if language == "de" else f"{when:%d/%m/%Y}"
    name = MONTHS[language][when.month - 1]
    return f"{when.day}. {name} {when.year}" if language == "de" else f"{when.day} {name} {when.year}"
