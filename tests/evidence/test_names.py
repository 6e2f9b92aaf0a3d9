"""A received name is shown whole, safe and on one line, and is never a path."""

from dataclasses import replace

import pytest

from evidence.limits import Limits
from evidence.names import clean_name, clean_path, ending_of

LIMITS = Limits()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("报告.PDF", "报告.PDF"),
        ("发票_2024.pdf", "发票_2024.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\bill.pdf", "bill.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("bill\r\nSet-Cookie: x.pdf", "bill Set-Cookie: x.pdf"),
        ("bill\u202efdp.exe", "billfdp.exe"),
        ("a\u200b\u2066b\x00c.pdf", "abc.pdf"),
        ("  a   b .pdf ", "a b .pdf"),
        ("\udcff.pdf", ".pdf"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("\x07/", "unnamed"),
    ],
)
def test_a_name_is_cleaned(raw: str, shown: str) -> None:
    assert clean_name(raw, LIMITS) == shown


def test_a_name_at_the_limit_is_kept_and_a_longer_one_keeps_its_ending() -> None:
    limits = replace(LIMITS, name_characters=10)
    assert clean_name("abcdef.pdf", limits) == "abcdef.pdf"
    assert clean_name("abcdefg.pdf", limits) == "abcde….pdf"
    assert clean_name("x" * 11, limits) == "x" * 9 + "…"


def test_a_path_keeps_its_folders() -> None:
    assert clean_path("2021\\七月/./bill.pdf", LIMITS) == "2021/七月/bill.pdf"


@pytest.mark.parametrize(
    ("name", "ending"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), (".bashrc", ""), ("a", "")]
)
def test_an_ending_is_in_lower_case(name: str, ending: str) -> None:
    assert ending_of(name) == ending
