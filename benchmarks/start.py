"""Seconds from migration to ready with the demo's first load, and seconds of the second start.

    .venv/bin/python -m benchmarks.start

Both are the product's own supervisor on an empty folder of its own, ended as by Ctrl-C.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOAD_LIMIT, SECOND_LIMIT, ROUNDS = 90.0, 5.0, 3
READY = "Assay is ready"
GIVE_UP_SECONDS = 900
SUPERVISE = (
    "import sys; from pathlib import Path; from workflow.config import from_environment; "
    "from workflow.supervisor import supervise; "
    "sys.exit(supervise(from_environment(Path(sys.argv[1])), host='127.0.0.1', port=int(sys.argv[2]), empty=False))"
)


def start_and_stop(folder: Path) -> tuple[float, float]:
    """Seconds until the product says that it is ready, and processor seconds of all that it started."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    used = _processor_seconds()
    began = time.monotonic()
    product = subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, str(folder), str(port)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "ASSAY_DATA": str(folder)},
    )  # fmt: skip
    assert product.stdout is not None
    took = None
    for line in product.stdout:
        if line.startswith(READY):
            took = time.monotonic() - began
            product.send_signal(signal.SIGINT)
        if time.monotonic() - began > GIVE_UP_SECONDS:
            product.send_signal(signal.SIGINT)
    product.wait(60)
    if took is None:
        raise SystemExit(f"The product did not start; see {folder / 'logs'}.")
    return took, _processor_seconds() - used


def _processor_seconds() -> float:
    """Processor time of all children that have ended, theirs included."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> int:
    """Print one table row for each figure; exit 1 when one misses its bound."""
    with tempfile.TemporaryDirectory(prefix="start-") as name:
        folder = Path(name) / "data"
        folder.mkdir()
        loaded, processor = start_and_stop(folder)
        second = min(start_and_stop(folder)[0] for _ in range(ROUNDS))
    rows = (
        ("first start with the demo", f"{loaded:.0f} s ({processor:.0f} s of processor)", loaded, LOAD_LIMIT),
        (f"second start, best of {ROUNDS}", f"{second:.1f} s", second, SECOND_LIMIT),
    )  # fmt: skip
    print("| Measure | Figure | Bound | Met |\n| --- | --- | --- | --- |")
    for measure, said, seconds, limit in rows:
        print(f"| {measure} | {said} | ≤ {limit:.0f} s | {'yes' if seconds <= limit else 'no'} |")
    return 0 if all(seconds <= limit for *_said, seconds, limit in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
