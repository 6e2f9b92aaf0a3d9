"""The demo's second and third entity: Halden Cable gathers evidence, Halden Stamping is planned."""

from __future__ import annotations

from demo.cable import play_cable
from demo.stamping import play_stamping

__all__ = ["play_cable", "play_stamping"]
