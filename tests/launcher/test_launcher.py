"""The one command: plain words before anything is installed, one install at a time, then the product."""

from __future__ import annotations

import fcntl
import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launcher.small_house import clean_environment, free_port, wait_for_line
from tests.servers import wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
COMMANDS = ("run", "test", "check", "worker", "doctor", "package", "verify", "read")
ECHO = "import json, os, sys\nprint(json.dumps([sys.argv[1:], os.getcwd()]))\n"
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The launcher and its requirements in a folder of their own, with a command line that echoes."""
    house = tmp_path / "house"
    (house / "workflow").mkdir(parents=True)
    for name in ("assay", *REQUIREMENTS):
        shutil.copy(ROOT / name, house)
    (house / "workflow" / "__init__.py").touch()
    (house / "workflow" / "cli.py").write_text(ECHO)
    return house


def launch(folder: Path, *words: str, **how: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(folder / "assay"), *words],
        capture_output=True, text=True, check=False, env=clean_environment(), **how,
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


def launch_after(folder: Path, preparation: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher in a Python that was changed first, to be like another machine."""
    code = f"import runpy, sys; {preparation}; sys.argv = {['assay', *words]!r};"
    code += f"runpy.run_path({str(folder / 'assay')!r}, run_name='__main__')"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def make_ready(folder: Path) -> None:
    """Stand in for a finished install: an environment without packages, stamped as complete."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / ".venv")], check=True)
    stamp(folder)


def stamp(folder: Path) -> None:
    launcher = runpy.run_path(str(folder / "assay"))
    (folder / ".venv" / "assay-installed.json").write_text(
        json.dumps({"product": launcher["fingerprint"]("product")})
    )


@pytest.mark.parametrize("words", [(), *((command,) for command in COMMANDS)], ids=" ".join)
def test_help_is_there_before_anything_is_installed(folder: Path, words: tuple[str, ...]) -> None:
    said = launch(folder, *words, "--help")
    assert said.returncode == 0
    assert said.stdout.startswith("usage: ./assay " + " ".join(words))
    assert not (folder / ".venv").exists()


def test_the_overview_names_every_command(folder: Path) -> None:
    said = launch(folder, "--help").stdout
    assert [command for command in COMMANDS if f"    {command} " not in said] == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("rum",), "invalid choice: 'rum'"),
        (("run", "--port", "eighty"), "invalid int value: 'eighty'"),
        (("package", "N-1", "out.zip", "--profile", "everyone"), "invalid choice: 'everyone'"),
        (("read", "bill.pdf"), "--json"),
    ],
)
def test_a_mistyped_command_is_told_before_anything_is_installed(
    folder: Path, words: tuple[str, ...], answer: str
) -> None:
    said = launch(folder, *words)
    assert said.returncode == 2
    assert answer in said.stderr
    assert not (folder / ".venv").exists()


def test_an_older_python_gets_one_plain_sentence(folder: Path) -> None:
    said = launch_after(folder, "sys.version_info = (3, 9, 2, 'final', 0)", "run")
    assert said.returncode == 1
    assert said.stderr.startswith("Assay needs Python 3.11 or newer, and this is 3.9.")
    assert len(said.stderr.splitlines()) == 1


def test_windows_is_sent_to_wsl(folder: Path) -> None:
    said = launch_after(folder, "import os; os.name = 'nt'", "run")
    assert "WSL" in said.stderr
    assert len(said.stderr.splitlines()) == 1


def test_a_python_without_pip_gets_one_line_with_the_package_to_install(folder: Path) -> None:
    without = "import importlib.util as u; real = u.find_spec;"
    without += "u.find_spec = lambda name, *rest: None if name == 'ensurepip' else real(name, *rest)"
    said = launch_after(folder, without, "doctor")
    assert said.returncode == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"apt-get install python{version}-venv" in said.stderr
    assert len(said.stderr.splitlines()) == 1


def test_a_ready_environment_gets_the_words_as_typed_in_the_folder_of_the_person(
    folder: Path, tmp_path: Path
) -> None:
    make_ready(folder)
    said = launch(folder, "doctor", "--data", "there", cwd=tmp_path)
    assert said.stderr == ""
    assert json.loads(said.stdout) == [["doctor", "--data", "there"], str(tmp_path)]


def test_a_module_in_the_folder_of_the_person_does_not_stand_in_for_ours(
    folder: Path, tmp_path: Path
) -> None:
    make_ready(folder)
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong one')")
    assert launch(folder, "doctor", cwd=tmp_path).returncode == 0


def test_verify_and_read_ask_checker_and_reader_themselves(folder: Path) -> None:
    make_ready(folder)
    for package, module in (("reports", "check"), ("evidence", "prediction")):
        (folder / package).mkdir()
        (folder / package / f"{module}.py").write_text(
            f"def main(words, *now):\n    print('{module}', *words, len(now))\n    return 5\n"
        )
    said = launch(folder, "verify", "a.zip", "--trust", "AB:CD")
    assert (said.stdout, said.returncode) == ("check a.zip --trust AB:CD 1\n", 5)
    said = launch(folder, "read", "a.pdf", "--json", "out.json")
    assert (said.stdout, said.returncode) == ("prediction a.pdf --json out.json 0\n", 5)


def test_changed_pins_make_the_environment_unready(folder: Path) -> None:
    make_ready(folder)
    is_ready = runpy.run_path(str(folder / "assay"))["is_ready"]
    assert is_ready("product")
    assert not is_ready("tests")
    with (folder / "requirements.txt").open("a") as file:
        file.write("# one more\n")
    assert not is_ready("product")


def test_a_second_start_waits_for_the_one_that_installs(folder: Path) -> None:
    make_ready(folder)
    mark = folder / ".venv" / "assay-installed.json"
    mark.unlink()
    with (folder / "assay").open("rb") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        second = subprocess.Popen(
            [sys.executable, str(folder / "assay"), "doctor"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean_environment(),
        )  # fmt: skip
        assert second.stderr is not None
        assert "waiting" in second.stderr.readline()
        stamp(folder)
    said, _ = second.communicate(timeout=20)
    assert json.loads(said)[0] == ["doctor"]


@pytest.fixture(scope="module")
def clean_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """The files that belong to the project, in a new folder, for a person with an empty home."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so which files belong to it is unknown")
    place = tmp_path_factory.mktemp("copy")
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (place / "assay" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / "assay" / name)
    home = place / "home"
    home.mkdir()
    yield place / "assay", {**clean_environment(), "HOME": str(home)}


@pytest.mark.slow
def test_a_clean_copy_installs_itself_and_is_ready_by_one_command(
    clean_copy: tuple[Path, dict[str, str]],
) -> None:
    house, surroundings = clean_copy
    port = free_port()
    for _start in ("first", "second"):
        process = subprocess.Popen(
            ["./assay", "run", "--empty", "--port", str(port)],
            cwd=house, env=surroundings, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert wait_for_line(process, "Assay is ready at").split()[-1] == f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=60)


@pytest.mark.slow
def test_an_install_that_was_killed_is_finished_by_the_next_start(
    clean_copy: tuple[Path, dict[str, str]],
) -> None:
    house, surroundings = clean_copy
    shutil.rmtree(house / ".venv", ignore_errors=True)
    first = subprocess.Popen(["./assay", "doctor"], cwd=house, env=surroundings, start_new_session=True)
    wait_until((house / ".venv" / "bin" / "python").exists, what="a half-made environment")
    os.killpg(first.pid, 9)
    first.wait()
    again = subprocess.run(
        ["./assay", "read", "requirements.in", "--json", "seen.json"],
        cwd=house, env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert json.loads((house / "seen.json").read_text())
