"""Sentences for people: kept as an id with parameters, put into a language only at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
LANGUAGES = ("en", "zh_Hans_CN")


def N_(sentence: str) -> str:  # noqa: N802  the marker that gettext tools look for
    """Mark a sentence for the catalogue without translating it here."""
    return sentence


@dataclass(frozen=True)
class Message:
    """A sentence with named parameters; the trail stores both, so any language can show it later."""

    id: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.id.format(**self.params) if self.params else self.id


def message(sentence: str, **params: object) -> Message:
    """A Message from an English sentence with {named} parameters."""
    return Message(sentence, params)


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> NullTranslations:
    """The gettext catalogue of a language; English is the source and needs none."""
    return Translations.load(str(CATALOGUES), [language])


def say(sentence: Message | str, language: str = "en") -> str:
    """The sentence in a language, English where the catalogue lacks it."""
    if isinstance(sentence, str):
        return str(catalogue(language).gettext(sentence))
    text = str(catalogue(language).gettext(sentence.id))
    return text.format(**sentence.params) if sentence.params else text
