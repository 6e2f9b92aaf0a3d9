"""The words that label a fact on bills, invoices and certificates, in English, German, Dutch and Chinese."""

from __future__ import annotations

from evidence.reading import FieldName

LABELS: tuple[tuple[FieldName, str], ...] = (
    (
        "reading_start",
        r"previous (?:meter )?read(?:ing)?|opening read(?:ing)?|start(?:ing)? read(?:ing)?|"
        r"begin(?:ning)? read(?:ing)?|prior read(?:ing)?|last read(?:ing)?|"
        r"上(?:次|期|月)(?:抄表)?(?:示数|读数|表底|底数|抄见数|抄码|行度|止码|指数)|起始?(?:示数|读数|码)|"
        r"期初(?:示数|读数)|起码|anfangsstand|zählerstand alt",
    ),
    (
        "reading_end",
        r"(?:present|current|closing|end(?:ing)?|latest) (?:meter )?read(?:ing)?|"
        r"本(?:次|期|月)(?:抄表)?(?:示数|读数|表底|底数|抄见数|抄码|行度|止码|指数)|止(?:示数|读数|码)|"
        r"终止(?:示数|读数)|期末(?:示数|读数)|endstand|zählerstand neu",
    ),
    (
        "multiplier",
        r"multiplier|meter (?:factor|constant)|ct ?[x×] ?pt(?: ratio)?|综合倍率|计费倍率|倍率|乘率|"
        r"wandlerfaktor",
    ),
    (
        "meter",
        r"(?:electricity |gas |steam |water )?meter (?:no\.?|number|id|serial(?: no\.?| number)?|#)|"
        r"serial (?:no\.?|number)|(?:电能)?表(?:计)?(?:编)?号|电能表(?:编|资产)?号|资产编号|"
        r"计量点(?:编)?号|表具(?:编)?号|燃气表号|出厂编号|器具编号|zähler-?(?:nr\.?|nummer)|zählpunkt",
    ),
    (
        "account",
        r"(?:customer |client )?account (?:no\.?|number|#)|customer (?:no\.?|number|id)|account id|户号|"
        r"用户编号|客户编号|用户号|用电户号|缴费号|kunden-?(?:nr\.?|nummer)|klantnummer",
    ),
    (
        "invoice_number",
        r"(?:tax )?invoice (?:no\.?|number|#|id)|bill (?:no\.?|number|id)|"
        r"(?:delivery )?note (?:no\.?|number)|发票号码|发票号|账单(?:编)?号|单据编号|结算单号|票据号码|"
        r"rechnungs-?(?:nr\.?|nummer)|beleg-?nr\.?|factuurnummer|facture n°",
    ),
    (
        "period_start",
        r"(?:billing |service |reading |supply )?(?:start|from) date|period (?:start|from)|"
        r"begin(?:ning)? date|起始日期|开始日期|起日",
    ),
    (
        "period_end",
        r"(?:billing |service |reading |supply )?(?:end|to) date|period (?:end|to)|end(?:ing)? date|"
        r"终止日期|结束日期|截止日期|止日",
    ),
    (
        "valid_to",
        r"valid (?:to|until|till|through)|expir(?:y|es|ation)(?: date)?|due date of (?:next )?calibration|"
        r"next calibration(?: due)?|recalibration due|有效期至|有效期限?至|有效日期至|"
        r"下次(?:检定|校准)日期",
    ),
    (
        "valid_from",
        r"valid from|(?:date of )?calibration date|date of calibration|calibrated on|"
        r"effective (?:from|date)|校准日期|检定日期|有效期自|生效日期",
    ),
    (
        "issue_date",
        r"issue date|date of issue|invoice date|bill(?:ing)? date|date issued|statement date|开票日期|"
        r"签发日期|出账日期|账单日期|发布日期|rechnungsdatum|beleg-?datum|factuurdatum|redemption date|"
        r"注销日期",
    ),
    (
        "uscc",
        r"unified social credit (?:code|identifier)|uscc|(?:buyer |customer )?tax (?:number|no\.?|id)|"
        r"统一社会信用代码(?:/纳税人识别号)?|纳税人识别号|"
        r"税号",
    ),
    (
        "certificate",
        r"(?:redemption |i-?rec |gec |rec |energy attribute )?certificate (?:no\.?|number|id|identifier|"
        r"range|serial)s?|"
        r"(?:绿证|证书)(?:编)?号|证书编号|certificate ids?",
    ),
    (
        "beneficiary",
        r"beneficiary(?: name)?|受益方|受益人|绿证受益方|redeemed (?:for|on behalf of)",
    ),
    (
        "buyer",
        r"buyer|bill(?:ed)? to|sold to|customer name|purchaser|购买方(?:名称)?|买方|受票方|用户名称|户名|"
        r"客户名称|用热单位|用汽单位|用气单位|用电单位|收货单位|移出单位|产废单位|käufer|rechnungsempfänger",
    ),
    (
        "seller",
        r"seller|supplier name|vendor|issued by|销售方(?:名称)?|卖方|供电单位|供气单位|供汽单位|供应商|"
        r"收款单位|verkäufer|lieferant",
    ),
    (
        "site",
        r"(?:site|supply(?: point)?|service|premises|consumption|delivery(?: point)?) address|"
        r"用(?:电|气|汽|热|水|能)地址|供(?:电|气|热)地址|(?:收货|送货|交货|卸货)(?:地址|地点)|装表地址|"
        r"verbrauchsstelle|lieferstelle|abnahmestelle|entnahmestelle",
    ),
)
