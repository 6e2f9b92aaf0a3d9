"""Finds the labelled facts that checks use: meter, account, readings, multiplier, validity, beneficiary and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evidence.dates import DateOrder, dates_in
from evidence.numbers import scan
from evidence.reading import Box, Field, FieldName

_COLON = r"\s*(?:[:：#]|\bis\b|为)?\s*"
_LABELS: tuple[tuple[FieldName, str], ...] = (
    ("reading_start", r"previous (?:meter )?read(?:ing)?|opening read(?:ing)?|start(?:ing)? read(?:ing)?|begin(?:ning)? read(?:ing)?|"
                      r"prior read(?:ing)?|last read(?:ing)?|上(?:次|期|月)(?:抄表)?(?:示数|读数|表底|底数|抄见数|抄码|行度|止码|指数)|起始?(?:示数|读数|码)|期初(?:示数|读数)|起码|"
                      r"anfangsstand|zählerstand alt"),
    ("reading_end", r"(?:present|current|closing|end(?:ing)?|latest) (?:meter )?read(?:ing)?|本(?:次|期|月)(?:抄表)?(?:示数|读数|表底|底数|抄见数|抄码|行度|止码|指数)|"
                    r"止(?:示数|读数|码)|终止(?:示数|读数)|期末(?:示数|读数)|endstand|zählerstand neu"),
    ("multiplier", r"multiplier|meter (?:factor|constant)|ct ?[x×] ?pt(?: ratio)?|综合倍率|计费倍率|倍率|乘率|wandlerfaktor"),
    ("meter", r"(?:electricity |gas |steam |water )?meter (?:no\.?|number|id|serial(?: no\.?| number)?|#)|serial (?:no\.?|number)|"
              r"(?:电能)?表(?:计)?(?:编)?号|电能表(?:编|资产)?号|资产编号|计量点(?:编)?号|表具(?:编)?号|燃气表号|出厂编号|器具编号|"
              r"zähler-?(?:nr\.?|nummer)|zählpunkt"),
    ("account", r"(?:customer |client )?account (?:no\.?|number|#)|customer (?:no\.?|number|id)|account id|"
                r"户号|用户编号|客户编号|用户号|用电户号|缴费号|kunden-?(?:nr\.?|nummer)|klantnummer"),
    ("invoice_number", r"(?:tax )?invoice (?:no\.?|number|#|id)|bill (?:no\.?|number|id)|(?:delivery )?note (?:no\.?|number)|"
                       r"发票号码|发票号|账单(?:编)?号|单据编号|结算单号|票据号码|rechnungs-?(?:nr\.?|nummer)|beleg-?nr\.?|factuurnummer|facture n°"),
    ("period_start", r"(?:billing |service |reading |supply )?(?:start|from) date|period (?:start|from)|begin(?:ning)? date|起始日期|开始日期|起日"),
    ("period_end", r"(?:billing |service |reading |supply )?(?:end|to) date|period (?:end|to)|end(?:ing)? date|终止日期|结束日期|截止日期|止日"),
    ("valid_to", r"valid (?:to|until|till|through)|expir(?:y|es|ation)(?: date)?|due date of (?:next )?calibration|next calibration(?: due)?|"
                 r"recalibration due|有效期至|有效期限?至|有效日期至|下次(?:检定|校准)日期"),
    ("valid_from", r"valid from|(?:date of )?calibration date|date of calibration|calibrated on|effective (?:from|date)|校准日期|检定日期|有效期自|生效日期"),
    ("issue_date", r"issue date|date of issue|invoice date|bill(?:ing)? date|date issued|statement date|开票日期|签发日期|出账日期|账单日期|发布日期|"
                   r"rechnungsdatum|beleg-?datum|factuurdatum|redemption date|注销日期"),
    ("uscc", r"unified social credit (?:code|identifier)|uscc|统一社会信用代码(?:/纳税人识别号)?|纳税人识别号|税号"),
    ("certificate", r"(?:redemption |i-?rec |gec |rec |energy attribute )?certificate (?:no\.?|number|id|identifier|range|serial)s?|(?:绿证|证书)(?:编)?号|"
                    r"证书编号|certificate ids?"),
    ("beneficiary", r"beneficiary(?: name)?|受益方|受益人|绿证受益方|redeemed (?:for|on behalf of)"),
    ("buyer", r"buyer|bill(?:ed)? to|sold to|customer name|purchaser|购买方(?:名称)?|买方|受票方|用户名称|户名|客户名称|käufer|rechnungsempfänger"),
    ("seller", r"seller|supplier name|vendor|issued by|销售方(?:名称)?|卖方|供电单位|供气单位|供汽单位|供应商|收款单位|verkäufer|lieferant"),
)  # fmt: skip
_PATTERNS: tuple[tuple[FieldName, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", re.IGNORECASE)) for name, words in _LABELS
)
_ANY_LABEL = re.compile("|".join(f"(?:{words})" for _, words in _LABELS), re.IGNORECASE)
_PERIOD_LABEL = re.compile(
    r"(?i)(?:billing|service|reading|supply|production|consumption|settlement) period|起止日期|(?:计费|抄表|用电|用气|供汽|用汽|结算|计量|账单)(?:周期|期间)|账期"
)
_CODE = re.compile(r"(?=[\w\-/.]*\d)[A-Za-z0-9][A-Za-z0-9\-/.]{2,63}")
_DATES = frozenset({"period_start", "period_end", "valid_from", "valid_to", "issue_date"})
_DECIMALS = frozenset({"reading_start", "reading_end", "multiplier"})
_CODES = frozenset({"meter", "account", "invoice_number", "uscc", "certificate"})
_LONGEST_NAME = 120
_DEEPEST = 40
# Printed forms spread the characters of a short label ("户 号").
_CJK_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell or run of text: where it begins and ends across its row, and its place."""

    text: str
    left: float
    right: float
    page: int
    box: Box | None
    cell: str | None = None


def fields_in(rows: Sequence[Sequence[Piece]], order: DateOrder, comma: bool = False) -> tuple[Field, ...]:
    """Every labelled fact: the value stands after its label, in the next cell, or in the cells below it."""
    found: list[Field] = []
    rows = [[replace(piece, text=_CJK_GAP.sub("", piece.text)) for piece in row] for row in rows]
    for number, row in enumerate(rows):
        for place, piece in enumerate(row):
            if len(piece.text) > 300:
                continue
            for name, pattern in _PATTERNS:
                for label in pattern.finditer(piece.text):
                    found += _values(name, label, rows, number, place, order, comma)
            period = _PERIOD_LABEL.search(piece.text)
            if period:
                found += _period_fields(period, rows, number, place, order)
    return tuple(dict.fromkeys(found))


def _values(
    name: FieldName,
    label: re.Match[str],
    rows: Sequence[Sequence[Piece]],
    number: int,
    place: int,
    order: DateOrder,
    comma: bool,
) -> Iterator[Field]:
    piece = rows[number][place]
    rest = re.sub(rf"^{_COLON}", "", piece.text[label.end() :])
    colon = re.match(r"\s*(?:[(（][^)）]*[)）])?\s*[:：]", piece.text[label.end() :]) is not None
    if name in ("buyer", "seller", "beneficiary") and not colon and rest.strip():
        return
    value = _value(name, rest, order, comma)
    if value:
        yield Field(name, value, piece.page, piece.box, piece.cell)
        return
    if rest.strip(" )）]") and not re.fullmatch(r"[(（].*[)）]:?|[A-Za-z ().]{1,20}", rest.strip()):
        return
    row = rows[number]
    beside = row[place + 1] if place + 1 < len(row) else None
    if beside is not None and not _ANY_LABEL.search(beside.text):
        value = _value(name, beside.text.lstrip(" :："), order, comma)
        if value:
            yield Field(name, value, beside.page, beside.box, beside.cell)
            return
    if not colon:
        yield from _below(name, piece, rows[number + 1 : number + 1 + _DEEPEST], order, comma)


def _below(
    name: FieldName, head: Piece, rows: Sequence[Sequence[Piece]], order: DateOrder, comma: bool
) -> Iterator[Field]:
    """The values under a column header, row by row, until a row has text there that is no value."""
    missed = 0
    for row in rows:
        under = [p for p in row if min(p.right, head.right) - max(p.left, head.left) > 0]
        if not under:
            missed += 1
            if missed > 2:
                return
            continue
        value = _value(name, under[0].text, order, comma) if len(under[0].text) <= _LONGEST_NAME else None
        if value is None or _ANY_LABEL.search(under[0].text):
            return
        yield Field(name, value, under[0].page, under[0].box, under[0].cell)
        if name in ("buyer", "seller", "beneficiary"):
            return


def _period_fields(
    label: re.Match[str], rows: Sequence[Sequence[Piece]], number: int, place: int, order: DateOrder
) -> Iterator[Field]:
    row = rows[number]
    piece = row[place]
    beside = row[place + 1] if place + 1 < len(row) else None
    for text, where in ((piece.text[label.end() :], piece), (beside.text if beside else "", beside or piece)):
        for dated in dates_in(text, order):
            if dated.grain in ("range", "month") and dated.period.start and dated.period.end:
                yield Field("period_start", dated.period.start.isoformat(), where.page, where.box, where.cell)
                yield Field("period_end", dated.period.end.isoformat(), where.page, where.box, where.cell)
                return


def _value(name: FieldName, text: str, order: DateOrder, comma: bool) -> str | None:
    """The value at the beginning of the text in the form that its name asks for; None when it is not there."""
    text = text.strip()
    if not text:
        return None
    if name in _DATES:
        found = [d for d in dates_in(text, order) if d.grain == "day" and d.at <= 12]
        return found[0].days[0].isoformat() if found else None
    if name in _DECIMALS:
        return _decimal(text, comma)
    if name in _CODES:
        text = re.sub(r"(?<=\w) ?/ ?(?=\w)|(?<=\d) (?=\d{4}\b)", lambda m: m.group().strip(), text)
        code = _CODE.match(text)
        if code is None or (dates_in(code.group(), order) and name != "certificate"):
            return None
        if name == "certificate" and (
            span := re.match(rf"({_CODE.pattern})\s?(?:-|–|to|至|~)\s?({_CODE.pattern})", text)
        ):
            return span.group()
        return code.group().rstrip(".-/")
    word = re.match(r"[^\d\s:：|][^|]{1,%d}" % (_LONGEST_NAME - 1), text)
    return re.split(r"\s{3,}|(?:地址|电话|税号|Address|Tel)\b", word.group())[0].strip() if word else None


def _decimal(text: str, comma: bool) -> str | None:
    numbers = scan(text).numbers
    if not numbers or numbers[0].at > 3:
        return None
    first = numbers[0]
    value: Decimal | None = first.with_comma if comma else first.with_dot
    value = value if value is not None else (first.with_dot if comma else first.with_comma)
    return None if value is None else format(value, "f")
