"""Changed copies of a signed PDF, as someone makes them who wants other words under the signatures."""

from __future__ import annotations

import io
import re

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from reports.authority import Authority
from reports.keys import PersonKey
from reports.seal import _library_signer
from tests.reports.sealing import a_signer, an_unsigned_pdf


def replaced_page_content(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    words = generic.StreamObject(stream_data=b"BT /F1 20 Tf 60 700 Td (No misstatement was found) Tj ET")
    writer.add_stream_to_page(0, writer.add_object(words))
    return _written(writer)


def added_annotation(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (60, 600, 300, 640))),
            generic.pdf_name("/Contents"): generic.TextStringObject("Limited to nothing"),
        }
    )
    writer.register_annotation(writer.root["/Pages"]["/Kids"].raw_get(0), writer.add_object(note))
    return _written(writer)


def flipped_byte(pdf: bytes) -> bytes:
    place = pdf.index(b"stream") + 20
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def flipped_byte_in_the_certificate_box(pdf: bytes) -> bytes:
    place = pdf.rindex(b"/Rect") + 8
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def wider_gap(pdf: bytes) -> bytes:
    """Signature wrapping: the second range moves back, so that unsigned bytes fit into the gap."""
    found = _last_range(pdf)
    first, length, start, rest = (int(number) for number in found.group(1).split())
    moved = b"[%d %d %d %d]" % (first, length, start + 64, rest - 64)
    return _in_place(pdf, found, b"/ByteRange " + moved)


def null_byte_range(pdf: bytes) -> bytes:
    return _in_place(pdf, _last_range(pdf), b"/ByteRange null")


def emptied_contents(pdf: bytes) -> bytes:
    found = re.search(rb"/Contents\s*<([0-9A-Fa-f]{1000,})>", pdf)
    assert found is not None
    return pdf[: found.start(1)] + b"0" * len(found.group(1)) + pdf[found.end(1) :]


def trailing_bytes(pdf: bytes) -> bytes:
    return pdf + b"\n% and one more thing\n"


def cut_back_to_the_first_signature(pdf: bytes) -> bytes:
    return pdf[: _revision_ends(pdf)[1]]


def cut_back_before_the_archive_stamp(pdf: bytes) -> bytes:
    return pdf[: _revision_ends(pdf)[2]]


def stripped(pdf: bytes) -> bytes:
    return an_unsigned_pdf()


def signed_a_third_time(pdf: bytes, authority: Authority) -> bytes:
    return signed_elsewhere(pdf, a_signer(authority, "Third Person", "Verifier"), "Third")


def signed_elsewhere(pdf: bytes, person: PersonKey, field: str) -> bytes:
    """A signature that another program makes with a key of ours."""
    signer = _library_signer(person.key, person.certificate, person.chain)
    spec = fields.SigFieldSpec(field, on_page=0, box=(50, 200, 200, 240))
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    meta = signers.PdfSignatureMetadata(field_name=field)
    signed: io.BytesIO = signers.PdfSigner(meta, signer, new_field_spec=spec).sign_pdf(writer)
    return signed.getvalue()


ATTACKS = (
    replaced_page_content,
    added_annotation,
    flipped_byte,
    flipped_byte_in_the_certificate_box,
    wider_gap,
    null_byte_range,
    emptied_contents,
    trailing_bytes,
    cut_back_to_the_first_signature,
    cut_back_before_the_archive_stamp,
    stripped,
)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _last_range(pdf: bytes) -> re.Match[bytes]:
    return list(re.finditer(rb"/ByteRange \[([\d ]+)\]", pdf))[-1]


def _in_place(pdf: bytes, found: re.Match[bytes], words: bytes) -> bytes:
    """Overwrite without moving anything: the cross-reference tables stay right."""
    room = len(found.group())
    assert len(words) <= room
    return pdf[: found.start()] + words.ljust(room) + pdf[found.end() :]


def _revision_ends(pdf: bytes) -> list[int]:

    return [found.end() for found in re.finditer(rb"%%EOF\r?\n?", pdf)]
