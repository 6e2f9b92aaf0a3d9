"""Faults 1 to 5: the web process is killed around an upload; what was acknowledged is there, and there once."""

from __future__ import annotations

import socket

import pytest

from tests.drills.drill import Drill, a_bill
from tests.drills.visitor import multipart

pytestmark = pytest.mark.drill


def test_web_killed_during_the_body_keeps_nothing_and_the_same_sending_is_taken_later(drill: Drill) -> None:
    content = a_bill()
    body = multipart("mark", [("bill.pdf", content)])
    with socket.create_connection(("127.0.0.1", drill.installation.port)) as line:
        head = [
            "POST /cases/C-2022-0001/evidence/upload HTTP/1.1",
            "Host: 127.0.0.1",
            f"X-CSRFToken: {drill.party.form_token()}",
            *(f"{name}: {value}" for name, value in drill.party.headers().items()),
            "Content-Type: multipart/form-data; boundary=mark",
            f"Content-Length: {len(body)}",
        ]
        line.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body[: len(body) // 2])
        drill.kill("web")
    drill.send_until_acknowledged("bill.pdf", content)


@pytest.mark.parametrize(
    "point",
    [
        "upload.after_fsync",
        "store.after_rename",
        "upload.before_commit",
        "commit.before_send",
        "upload.after_commit",
    ],
)
def test_web_killed_in_an_upload_loses_nothing_and_takes_it_once(drill: Drill, point: str) -> None:
    drill.arm(f"{point}=exit")
    content = a_bill()
    assert drill.send("bill.pdf", content, key=f"first {point}").status == 0
    assert drill.has_struck()
    drill.send_until_acknowledged("bill.pdf", content)
    drill.wait_until_read(drill.acknowledged[-1].code)


def test_the_same_sending_is_taken_once_however_often_it_comes_after_a_crash(drill: Drill) -> None:
    drill.arm("upload.after_commit=exit")
    content = a_bill()
    assert drill.send("bill.pdf", content, key="a sending").status == 0
    answers = [drill.send("bill.pdf", content, key="a sending") for _ in range(3)]
    assert {answer.status for answer in answers} == {200}
    assert len({one.code for one in drill.acknowledged}) == 1
