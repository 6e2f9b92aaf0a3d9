"""The commands behind the launcher: run, worker, doctor, package."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from workflow.config import Config, from_environment

HOUSE = Path(__file__).resolve().parent.parent


def _config(folder: str | None) -> Config:
    """The settings for a data folder; without one, that of the environment or `data` beside the launcher."""
    return from_environment(Path(folder).absolute() if folder else None, HOUSE / "data")


def run(given: argparse.Namespace) -> int:
    """Start everything under one supervisor, until told to stop."""
    from workflow import supervisor

    return supervisor.supervise(_config(given.data), host=given.host, port=given.port, empty=given.empty)


def worker(given: argparse.Namespace) -> int:
    """Run workers alone, for a second machine."""
    from workflow import supervisor

    return supervisor.supervise_workers(_config(given.data), tuple(given.queues) or supervisor.QUEUES)


def doctor(given: argparse.Namespace) -> int:
    """Say what is in order and what is not; 0 only when all is."""
    from workflow.admin.doctor import examine
    from workflow.start import start

    start(_config(given.data))
    wrong = 0
    for answer in examine():
        wrong += not answer.is_in_order
        print(f"{'in order ' if answer.is_in_order else 'NOT SO   '} {answer.what}: {answer.sentence}")
    return 1 if wrong else 0


def package(given: argparse.Namespace) -> int:
    """Write a package that was built at issue, byte for byte as it was sealed."""
    from workflow.opinion.served import packaged_file
    from workflow.start import start

    start(_config(given.data))
    try:
        path, sentence = packaged_file(given.number, given.profile)
    except LookupError as missing:
        print(missing, file=sys.stderr)
        return 1
    target = Path(given.out)
    fresh = target.with_name(target.name + ".part")
    shutil.copyfile(path, fresh)
    fresh.replace(target)
    print(sentence)
    return 0


def main(arguments: Sequence[str]) -> int:
    """Answer one command; the launcher has checked the words already."""
    words = argparse.ArgumentParser(prog="assay")
    commands = words.add_subparsers(dest="command", required=True)
    parsers = {name: commands.add_parser(name) for name in ("run", "worker", "doctor", "package")}
    for parser in parsers.values():
        parser.add_argument("--data")
    parsers["run"].add_argument("--port", type=int, default=8000)
    parsers["run"].add_argument("--host", default="127.0.0.1")
    parsers["run"].add_argument("--empty", action="store_true")
    parsers["worker"].add_argument("queues", nargs="*")
    parsers["package"].add_argument("number")
    parsers["package"].add_argument("out")
    parsers["package"].add_argument("--profile", default="client")
    given = words.parse_args(arguments)
    acts = {"run": run, "worker": worker, "doctor": doctor, "package": package}
    return acts[given.command](given)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
