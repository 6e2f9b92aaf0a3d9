"""Building and checking a package of 500 MB of evidence, against sha256sum over the same files.

    .venv/bin/python -m benchmarks.package [MEGABYTES]

Each act runs in a process of its own, so that its peak memory is its own; the clock starts when the
product is loaded, as in a worker. Both sides take the best of three, in turns.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path

from reports.authority import create_authority, open_authority
from reports.check import check_package
from reports.offline_check import ZEROS
from reports.package import PackageFacts, PackageItem, build_package

MEGABYTES, FILES, ROUNDS, MEMORY_MB, LIMIT = 500, 25, 3, 200, 0.5
NOW = datetime(2022, 11, 25, 9, 30, tzinfo=UTC)


def main(arguments: list[str]) -> None:
    """Print one table row for each act: megabytes a second, the same for sha256sum, ratio, peak memory."""
    if arguments[:1] in (["build"], ["check"]):
        _act(arguments[0], Path(arguments[1]))
        return
    megabytes = int(arguments[0]) if arguments else MEGABYTES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        evidence = _make_evidence(folder, megabytes)
        create_authority(
            folder / "keys",
            "benchmark",
            name="DEMO",
            valid_from=datetime(2022, 1, 1, tzinfo=UTC),
            valid_to=datetime(2052, 1, 1, tzinfo=UTC),
        )
        print("| measure | ours | baseline | ratio | to hold | peak memory |\n" + "| --- " * 6 + "|")
        for act in ("build", "check"):
            bare, took, peak = [], [], 0
            for _ in range(ROUNDS):
                bare.append(_seconds_of(["sha256sum", *map(str, evidence)]))
                seconds, memory = _said([sys.executable, "-m", "benchmarks.package", act, str(folder)])
                took.append(seconds)
                peak = max(peak, int(memory))
            print(
                f"| package {act}, {megabytes} MB ÷ sha256sum | {megabytes / min(took):.0f} MB/s "
                f"| {megabytes / min(bare):.0f} MB/s | {min(bare) / min(took):.2f} "
                f"| ≥ {LIMIT} | {peak} MB of {MEMORY_MB} |"
            )


def _seconds_of(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - begin


def _said(command: list[str]) -> tuple[float, float]:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def _make_evidence(folder: Path, megabytes: int) -> list[Path]:
    made = []
    for number in range(FILES):
        path = folder / f"E-{number + 1:03d}.bin"
        # Cheap bytes that no file system can leave out.
        block = sha256(str(number).encode()).digest() * 32768
        with path.open("wb") as file:
            for turn in range(megabytes // FILES):
                file.write(turn.to_bytes(8, "big") + block[8:])
        made.append(path)
    return made


def _act(act: str, folder: Path) -> None:
    authority = open_authority(folder / "keys")
    package = folder / "package.zip"
    items = _items(folder) if act == "build" else []
    begin = time.perf_counter()
    if act == "build":
        build_package(package, items, _facts(), authority=authority, now=NOW)
    else:
        verdict = check_package(package, authority.root_pem, NOW)
        if not (verdict.intact.holds and verdict.valid.holds and verdict.trusted.holds):
            raise SystemExit(f"the package that was built does not hold: {verdict}")
    seconds = time.perf_counter() - begin
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def _items(folder: Path) -> list[PackageItem]:
    items = []
    for path in sorted(folder.glob("E-*.bin")):
        with path.open("rb") as file:
            known = file_digest(file, "sha256").hexdigest()
        items.append(PackageItem(f"15/{path.name}", path, known, 15))
    return items


def _facts() -> PackageFacts:
    return PackageFacts(
        case="C-2022-0001",
        number="NA-2022-0041",
        revision=0,
        profile="accreditation",
        producer="benchmark",
        issued_at=NOW,
        trail_seq=0,
        trail_hash=ZEROS,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
