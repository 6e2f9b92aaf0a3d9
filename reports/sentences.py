"""Words for people: a template and its parameters, for the edge to translate and the trail to store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """One sentence: `text` is the message id (English, `{name}` places), `params` fills the places."""

    text: str
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.params) if self.params else self.text


class SealingError(Exception):
    """Something that was asked of keys, signatures or packages is refused; the sentence says what to do."""

    def __init__(self, text: str, **params: str) -> None:
        self.sentence = Sentence(text, params)
        super().__init__(str(self.sentence))
