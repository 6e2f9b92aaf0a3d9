"""The servers that other tests rely on answer as real ones do."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from typing import Any

import psycopg
import pytest
import redis

from tests import system
from tests.servers import Mailbox, PostgresServer, is_a_loop_running, running_browser


@pytest.mark.postgres
def test_each_new_database_is_empty_and_apart(postgres_server: PostgresServer) -> None:
    one, two = postgres_server.new_database("one"), postgres_server.new_database("two")
    with psycopg.connect(one.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE here (n int)")
    with psycopg.connect(two.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT to_regclass('here')").fetchone() == (None,)


def test_the_bundled_queue_server_keeps_what_it_is_given_and_evicts_nothing(valkey_url: str) -> None:
    queue = redis.Redis.from_url(valkey_url)
    queue.rpush("line", "a", "b")
    assert queue.lrange("line", 0, -1) == [b"a", b"b"]
    assert queue.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    assert queue.config_get("appendonly") == {"appendonly": "yes"}
    assert queue.config_get("port") == {"port": "0"}


def test_an_outside_redis_serves_as_well(redis_url: str) -> None:
    assert redis.Redis.from_url(redis_url).ping()


def test_a_mail_arrives_with_its_envelope(smtp_server: Mailbox) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Ein Fund"
    mail.set_content("Bitte antworten.")
    with smtplib.SMTP(smtp_server.host, smtp_server.port) as line:
        line.send_message(mail, "from@assay.example", ["to@assay.example"])
    assert smtp_server.envelopes[0][1] == ["to@assay.example"]
    assert smtp_server.messages[0]["Subject"] == "Ein Fund"


@pytest.mark.browser
def test_a_browser_that_ended_leaves_no_loop_running() -> None:
    program = system.find_chromium()
    if program is None:
        pytest.skip("no browser here: apt-get install chromium")
    with running_browser(program):
        assert is_a_loop_running()
    assert not is_a_loop_running()


@pytest.mark.browser
def test_the_browser_draws_a_page(browser: Any) -> None:
    page = browser.new_page()
    page.set_content("<title>Assay</title><p id=sum>52,267.92</p>")
    assert page.inner_text("#sum") == "52,267.92"
    page.close()
