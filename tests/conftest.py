"""Fixtures for all tests: real servers where a test asks for one."""

from __future__ import annotations

import gc

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

pytest_plugins = ["tests.servers"]


class CompiledOnce(BytecodeCache):
    """Keeps compiled templates for every application of this process: most files of tests open one of their own."""

    def __init__(self) -> None:
        self.compiled: dict[tuple[object, ...], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the template's code when it was compiled from these very words before."""
        kept = self.compiled.get(_place_of(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the template's code."""
        self.compiled[_place_of(bucket)] = bucket.bytecode_to_string()


def _place_of(bucket: Bucket) -> tuple[object, ...]:
    # Another way of escaping compiles to other code.
    return bucket.key, bucket.environment.autoescape is True, *sorted(bucket.environment.extensions)


Flask.jinja_options = {"bytecode_cache": CompiledOnce()}
# What a suite has loaded lives to its end: walking it again and again takes a fifth of the time.
gc.freeze()
gc.set_threshold(100_000, 50, 100)
