"""The one error of this package: a calculation that cannot be made, as a sentence with named values."""

from __future__ import annotations

from decimal import Decimal


class Uncomputable(ValueError):
    """A calculation that cannot be made; `template` and `params` let the edge translate the sentence."""

    def __init__(self, template: str, **params: object) -> None:
        self.template = template
        self.params: dict[str, str] = {name: _printed(value) for name, value in params.items()}
        super().__init__(template % self.params)


def _printed(value: object) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)
