"""Knows the words before or over a whole number that say it numbers something and counts nothing."""

from __future__ import annotations

import re

# What a text refers to by number, one or several: "Scope 1, 2 and 3", "Abs. 44 bis 55".
_REFERRED = re.compile(
    r"\b(?:[Ss]ections?|[Ss]copes?|[Cc]hapters?|[Cc]lauses?|[Pp]aragraphs?|[Aa]rticles?|[Aa]rt|[Aa]nnex(?:es)?|"
    r"[Cc]ategor(?:y|ies)|[Tt]ables?|[Ff]igures?|[Nn]otes?|[Pp]ages?|[Pp]p?|Abs|Absätze?|Abschnitte?|Kapitel|Anhang|Artikel|"
    r"Ziffern?|Tabellen?|Seiten?|Kategorien?|chapitres?|annexes?|catégories?|ESRS|GRI|IFRS|IAS|SDGs?|DR|Rn|AR[456]?|"
    r"[Ss]teps?|[Pp]hases?|[Pp]rinciples?|[Gg]oals?|[Vv]ersion|[Ee]dition|[Vv]ol|[Ii]ssue)\b\.?\s"
    r"(?:[A-Z]{0,2}\d+(?:[.-]\d+)*\s?(?:,|and|or|&|\+|und|oder|bis|et|ou|to|–|-)\s?)*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\b(?:No|Nos|Nr|nº|n°|N°|Num|Number|number|Tel|Fax|Telefon|Phone|Table|Tabelle|Tableau|Tab|"
    r"Abbildung|Abb|Figure|Page|page|Seite|Pagina|Exhibit|"
    r"Chapter|Section|Appendix|table|figure|exhibit|Bereich|Sheet|Suite|Box|BOX|HRB|HRA|GLN|GTIN|EAN|Id|ID|"
    r"Code|code|"
    r"Ref|Note|KW|Rev|PO BOX|P\.O\. Box|Personalnr|Abteilung|Kostenstelle|IBAN|BIC|BLZ|Konto|Kto|Age|Day|"
    r"Grade|Tier|"
    r"Scope|Category|Zip|ZIP|"
    # What a text refers to; "sections 6 and 7" refers twice.
    r"(?:[Ss]ections?|[Ss]copes?|[Cc]hapters?|[Cc]lauses?|[Pp]aragraphs?|[Aa]rticles?|[Aa]nnex(?:es)?|[Tt]iers?|"
    r"[Ss]tandards?|Acts?|pages?|Abschnitte?|Kapitel|Anhang|Artikel|Ziffer|chapitres?|annexes?)"
    r"(?: \d+(?:\.\d+)*(?:,| and| or| und| oder| et| ou))*|"
    r"[A-Za-zäöü]+-?(?:[Nn]r|nummer|Nummer))\b\.?\s?(?:/ ?\w+ ?)?\s?[:#：]{0,2}\s?|"
    r"[#№]\s?:?\s?|"
    r"(?:编号|号码|代码|账号|户号|电话|热线|邮编|税号|发票号|表号|单号|证号|序号|第|^表|^图)\s?[:：]?\s?)$"
)
_RATE_OR_CAPITAL = re.compile(
    r"(?i)(?:\b(?:VAT|value added tax|sales tax|tax rate|rate of tax|MwSt|USt|Mehrwertsteuer|Umsatzsteuer|TVA|"
    r"(?:share|registered|paid-up) capital|(?:Stamm|Grund)kapital|capital social)\b|"
    r"au capital|税率|注册资本)[^.;]{0,30}$"
)
_NUMBER_COLUMN = re.compile(
    r"(?i)\b(?:meter|account|invoice|serial|customer|policy|order|postal|project|document|article|item|z[äa]hler|vertrags|"
    r"kunden|rechnungs|artikel|beleg)[\s-]*(?:#|no\b\.?|nr\b\.?|number|nummer|id\b|code)\W*$|"
    r"^\W*(?:#|№|code|id|(?:see )?pages?|page ref\w*|seiten?|页码?)\W*$"
)


def is_rate_or_capital(text: str, at: int) -> bool:
    """Whether the words before a place speak of a rate of tax or of a company's capital."""
    return _RATE_OR_CAPITAL.search(text, max(0, at - 60), at) is not None


_NOTE_COLUMN = re.compile(r"(?i)^\W*(?:notes?|anhang|anm\.?|annexes?|附注|注释)\W*$")


def is_note_column(header: str) -> bool:
    """Whether the numbers below a column header, "3.1" among them, are those of notes."""
    return _NOTE_COLUMN.search(header) is not None


def is_number_column(header: str) -> bool:
    """Whether a column header says that the whole numbers below number something ("Meter #", "Invoice no.")."""
    return _NUMBER_COLUMN.search(header) is not None


def is_number_label(before: str) -> bool:
    """Whether these words, right before a bare whole number, say that it numbers something ("Order No.:",
    "表号").
    """
    return _NUMBERED.search(before[-40:]) is not None


def is_numbered(text: str, at: int) -> bool:
    """Whether the words right before a place say that the number there numbers something ("No. 7")."""
    return _NUMBERED.search(text, max(0, at - 20), at) is not None


def is_referred_to(text: str, at: int) -> bool:
    """Whether the number at a place is one of those that a text refers to ("Scope 1, 2 and 3")."""
    return _REFERRED.search(text, max(0, at - 60), at) is not None
