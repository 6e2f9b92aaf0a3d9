"""A person at the product's pages: opens them, fills in the forms that stand on them, reads what they say."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

SIGN_IN = "/demo/sign-in/{}"
Typed = str | int | bool | Iterable[Any] | None


def flat(text: str) -> str:
    """Text as it is read: runs of white space as one space, thin spaces as spaces."""
    return re.sub(r"[\s\u2009\u202f\u00a0]+", " ", text).strip()


class Visitor:
    """One signed-in browser, without scripts; knows the page that it looks at."""

    def __init__(self, app: Flask, name: str, person_id: int | None) -> None:
        self.name = name
        self._client = app.test_client()
        self._person_id = person_id
        self.answer: TestResponse
        self.at = ""
        if person_id is not None:
            self.sign_in()

    def sign_in(self) -> None:
        """Take one's card on the sign-in page."""
        self.get("/sign-in")
        self.send(SIGN_IN.format(self._person_id))

    def freshly(self) -> Visitor:
        """Sign in once more, as signing asks when the last time is long ago."""
        if self._person_id is not None:
            self.sign_in()
        return self

    # Looking

    def get(self, path: str, expect: int = 200) -> Visitor:
        """Open a page; redirects are followed."""
        self._took(self._client.get(path, follow_redirects=True), expect, f"GET {path}")
        return self

    def look(self, path: str) -> TestResponse:
        """The answer of an address as it comes, redirects followed."""
        return self._client.get(path, follow_redirects=True)

    def download(self, path: str, expect: int = 200) -> bytes:
        """The bytes behind an address, without leaving the page."""
        answer = self._client.get(path)
        assert answer.status_code == expect, f"{self.name}: GET {path} gave {answer.status_code}"
        return bytes(answer.get_data())

    @property
    def page(self) -> html.HtmlElement:
        return html.document_fromstring(self.answer.get_data(as_text=True))

    @property
    def text(self) -> str:
        """All that the page says, in order."""
        body = self.page
        for hidden in body.xpath("//script|//style|//template"):
            hidden.drop_tree()
        return flat(" ".join(body.itertext()))

    def sees(self, *sentences: str) -> Visitor:
        """Each sentence stands on the page."""
        text = self.text
        for sentence in sentences:
            assert flat(sentence) in text, f"{self.name} at {self.at} does not read {sentence!r} in: {text}"
        return self

    def misses(self, *sentences: str) -> Visitor:
        """None of the sentences stands on the page."""
        text = self.text
        for sentence in sentences:
            assert flat(sentence) not in text, f"{self.name} at {self.at} reads {sentence!r}"
        return self

    def link(self, pattern: str) -> str:
        """The first address on the page that matches the pattern."""
        for address in self.page.xpath("//a/@href"):
            if re.search(pattern, address):
                return str(address)
        raise AssertionError(f"{self.name} at {self.at} finds no link like {pattern!r}")

    # Acting

    def forms(self) -> dict[str, html.FormElement]:
        """The forms of the page by the path that they are sent to."""
        return {_path(form.get("action") or self.at): form for form in self.page.forms}

    def form(self, action: str) -> html.FormElement:
        """The form whose address is or ends with `action`."""
        found = self.forms()
        for address, form in found.items():
            if address == action or address.endswith("/" + action.lstrip("/")):
                return form
        raise AssertionError(
            f"{self.name} at {self.at} finds no form for {action!r}; there are {sorted(found)}"
        )

    def send(
        self, action: str, expect: int = 200, files: Iterable[tuple[str, bytes]] = (), *,
        follow: bool = True, **typed: Typed,
    ) -> Visitor:  # fmt: skip
        """Fill in and send a form of the page, found by its address; redirects are followed.

        What is not typed goes as the form holds it; a field that the form does not have is an error.
        """
        form = self.form(action)
        fields = _as_it_stands(form)
        for name, value in typed.items():
            known = _inputs(form, name)
            assert known, f"the form {action} at {self.at} has no field {name!r}; it has {_names(form)}"
            _check_choice(known, value, f"{action}.{name}")
            fields[name] = _as_sent(value)
        sent: dict[str, Any] = {name: values for name, values in fields.items() if values}
        for number, (name, content) in enumerate(files):
            if number == 0:
                field = _file_field(form, action)
                sent[field] = []
            sent[field].append((io.BytesIO(content), name))
        answer = self._post(_path(form.get("action") or self.at), sent, follow=follow)
        self._took(answer, expect if follow else HTTPStatus.SEE_OTHER, f"POST {action}")
        return self

    def push(self, path: str, expect: int, /, **typed: str) -> Visitor:
        """Send a form that no page offers, as somebody who tries what is not theirs."""
        token = self.page.xpath("//input[@name='csrf_token']/@value")[0]
        self._took(self._post(path, {"csrf_token": token, **typed}), expect, f"POST {path}")
        return self

    def _post(self, path: str, sent: Mapping[str, Any], *, follow: bool = True) -> TestResponse:
        here = {"Referer": f"http://localhost{self.at}"}
        return self._client.post(path, data=sent, headers=here, follow_redirects=follow)

    def _took(self, answer: TestResponse, expect: int, what: str) -> None:
        self.answer = answer
        self.at = answer.request.full_path.rstrip("?")
        if answer.status_code != expect:
            raise AssertionError(f"{self.name}: {what} gave {answer.status_code}, not {expect}: {self.text}")


def _path(address: str) -> str:
    return address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]


def _elements(form: html.FormElement) -> list[html.HtmlElement]:
    """The form's fields, those that stand outside and name it included."""
    inside: list[html.HtmlElement] = form.xpath(".//input|.//select|.//textarea")
    inside = [e for e in inside if e.get("form") in {None, form.get("id")}]
    if form.get("id"):
        outside = form.getroottree().xpath("//*[@form=$id]", id=form.get("id"))
        inside += [e for e in outside if e not in inside]
    return inside


def _inputs(form: html.FormElement, name: str) -> list[html.HtmlElement]:
    return [e for e in _elements(form) if e.get("name") == name]


def _names(form: html.FormElement) -> list[str]:
    return sorted({e.get("name") for e in _elements(form) if e.get("name")})


def _check_choice(known: list[html.HtmlElement], value: Typed, place: str) -> None:
    """What is chosen from a list must stand in the list."""
    if known[0].tag == "select" and value is not None:
        offered = known[0].xpath(".//option/@value")
        for one in _as_sent(value):
            assert one in offered, f"{place} does not offer {one!r}; it offers {offered}"
    if known[0].get("type") in {"radio", "checkbox"} and not isinstance(value, bool):
        offered = [e.get("value") for e in known]
        for one in _as_sent(value):
            assert one in offered, f"{place} does not offer {one!r}; it offers {offered}"


def _as_sent(value: Typed) -> list[str]:
    if value is None or value is False:
        return []
    if value is True:
        return ["y"]
    if isinstance(value, (str, int)):
        return [str(value)]
    return [str(one) for one in value]


def _as_it_stands(form: html.FormElement) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody touched."""
    fields: dict[str, list[str]] = {}
    for element in _elements(form):
        name, kind = element.get("name"), element.get("type")
        if not name or element.get("disabled") is not None or kind == "file" or element.tag == "button":
            continue
        if kind in {"checkbox", "radio"}:
            if element.get("checked") is not None:
                fields.setdefault(name, []).append(element.get("value", "on"))
        elif element.tag == "select":
            options = element.xpath(".//option")
            chosen = [o for o in options if o.get("selected") is not None]
            if not chosen and element.get("multiple") is None:
                chosen = options[:1]
            fields.setdefault(name, []).extend(o.get("value", o.text or "") for o in chosen)
        elif element.tag == "textarea":
            fields.setdefault(name, []).append((element.text or "").removeprefix("\n"))
        else:
            fields.setdefault(name, []).append(element.get("value", ""))
    return fields


def _file_field(form: html.FormElement, action: str) -> str:
    names = form.xpath(".//input[@type='file']/@name")
    assert names, f"the form {action} takes no file"
    return str(names[0])
