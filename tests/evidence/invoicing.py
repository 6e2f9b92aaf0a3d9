"""Makes invoices that are XML, and PDF bills that carry one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from reportlab.pdfgen.canvas import Canvas

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:a" xmlns:udt="urn:b">
<rsm:ExchangedDocument><ram:ID>RE-2021-17</ram:ID><ram:IssueDateTime>
<udt:DateTimeString format="102">20210205</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem>
<ram:SpecifiedTradeProduct><ram:Name>Strom Januar</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>0.2</ram:ChargeAmount>
</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="{code}">{quantity}</ram:BilledQuantity>
</ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>
<ram:LineTotalAmount>2469.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>Stadtwerke Beispiel</ram:Name></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>Muster GmbH</ram:Name></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:BillingSpecifiedPeriod><ram:StartDateTime><udt:DateTimeString format="102">20210101</udt:DateTimeString>
</ram:StartDateTime><ram:EndDateTime><udt:DateTimeString format="102">20210131</udt:DateTimeString></ram:EndDateTime>
</ram:BillingSpecifiedPeriod>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>2469.00</ram:LineTotalAmount>
<ram:GrandTotalAmount>{total}</ram:GrandTotalAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""

UBL = """<?xml version="1.0"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cbc="urn:c" xmlns:cac="urn:d">
<cbc:ID>77</cbc:ID><cbc:IssueDate>2021-02-05</cbc:IssueDate><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:InvoicePeriod><cbc:StartDate>2021-01-01</cbc:StartDate><cbc:EndDate>2021-01-31</cbc:EndDate></cac:InvoicePeriod>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Gaz Exemple</cbc:Name></cac:PartyName></cac:Party>
</cac:AccountingSupplierParty>
<cac:LegalMonetaryTotal>
<cbc:TaxInclusiveAmount currencyID="EUR">600.00</cbc:TaxInclusiveAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="MTQ">512.5</cbc:InvoicedQuantity>
<cac:Item><cbc:Name>Gaz naturel</cbc:Name></cac:Item></cac:InvoiceLine></Invoice>"""

FAPIAO = """<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EIid>24312000000000000001</EIid></Header><EInvoiceData>
<SellerInformation><SellerIdNum>91310000000000000X</SellerIdNum><SellerName>某某供电公司</SellerName></SellerInformation>
<BuyerInformation><BuyerIdNum>91320000000000000Y</BuyerIdNum><BuyerName>某某电子有限公司</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>6000.00</TotalAmWithoutTax><TotalTaxAm>780.00</TotalTaxAm>
<TotalTax-includedAmount>6780.00</TotalTax-includedAmount></BasicInformation>
<IssuItemInformation><ItemName>*供电*电费</ItemName><MeaUnits>千瓦时</MeaUnits><Quantity>12000</Quantity>
<UnPrice>0.5</UnPrice><Amount>6000.00</Amount></IssuItemInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>24312000000000000001</InvoiceNumber><IssueTime>2021-02-05</IssueTime>
</TaxSupervisionInfo></EInvoice>"""


def a_cii(quantity: str = "12345.00", code: str = "KWH", total: str = "2938.11") -> bytes:
    """A CII invoice of one line of electricity for January 2021."""
    return CII.format(quantity=quantity, code=code, total=total).encode()


def a_bill(path: Path, lines: Sequence[str], attached: dict[str, bytes]) -> Path:
    """A PDF with these lines that carries these files."""
    drawn = io.BytesIO()
    canvas = Canvas(drawn, pagesize=(595, 842), invariant=1)
    for number, line in enumerate(lines):
        canvas.drawString(60, 780 - 20 * number, line)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(drawn) as pdf:
        for name, content in attached.items():
            pdf.attachments[name] = pikepdf.AttachedFileSpec(
                pdf,
                content,
                description="",
                filename=name,
                mime_type="text/xml",
                creation_date="",
                mod_date="",
            )
        pdf.save(path)
    return path
