"""The house keeps its own rules: who imports whom, how long a file may be, what is never written."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("workflow", "evidence", "methods", "reports", "demo")
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
WEB_LIBRARIES = re.compile(r"(flask|flask_\w+|wtforms|werkzeug)(\.|$)")
WEB_FILES = {"routes", "forms", "guard", "web", "cli"}
# The environment has one reader; the supervisor hands it on to the parts, unread.
ENVIRONMENT_READERS = {"workflow/config.py", "workflow/supervisor.py"}
EMPTY_WORDS = {"manager", "helper", "helpers", "utils", "util", "data", "process", "misc", "common"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError|xfail)\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|root|home/\w+)/")


def files() -> list[Path]:
    """Every Python file of the product, the launcher included."""
    found = [ROOT / "assay", ROOT / "app.py"]
    for package in PACKAGES:
        found += sorted((ROOT / package).rglob("*.py"))
    return found


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """The full names that a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def lint_imports(folder: Path) -> str:
    command = [sys.executable, "-c", LINT_IMPORTS, "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


PLANTED = {
    "methods/planted.py": "import evidence\nimport flask\n",
    "evidence/planted.py": "import reports\nimport sqlalchemy\n",
    "workflow/planted.py": "import app\n",
    "workflow/errors.py": "import sqlalchemy\n",
    "workflow/people/models.py": "import flask\nimport workflow.findings.models\n",
}


def test_each_import_contract_catches_an_import_planted_against_it(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for name, lines in PLANTED.items():
        with (tmp_path / name).open("a") as file:
            file.write(lines)
    said = lint_imports(tmp_path)
    assert "Contracts: 0 kept, 6 broken." in said, said


def test_a_new_folder_in_workflow_must_be_given_its_place(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "workflow" / "newcomer").mkdir()
    (tmp_path / "workflow" / "newcomer" / "__init__.py").write_text("")
    assert "newcomer" in lint_imports(tmp_path)


@pytest.mark.parametrize("path", files(), ids=place)
def test_a_file_fits_the_house(path: Path) -> None:
    module = tree(path)
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE, "split the file by meaning"
    assert ast.get_docstring(module), "say in a sentence what the file is for"
    assert path.stem not in EMPTY_WORDS, "name the file after what it is about"
    assert not UNFINISHED.search(text), "finish it"
    assert not MACHINE_PATH.search(text), "a path of one machine"
    # A function that draws one paper is as long as that paper.
    longest = LONGEST_FILE if place(path).startswith("demo/files/") else LONGEST_FUNCTION
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= longest, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", [path for path in files() if place(path).startswith("workflow/")], ids=place)
def test_a_file_of_workflow_knows_the_web_only_where_it_may(path: Path) -> None:
    if WEB_FILES & {path.stem, *path.parent.relative_to(ROOT).parts}:
        return
    known = [name for name in imports(path) if WEB_LIBRARIES.match(name) or name == "workflow.web"]
    assert known == []


def test_the_environment_is_read_in_one_place() -> None:
    readers = {place(path) for path in files()[1:] if re.search(r"os\.(environ|getenv)", path.read_text())}
    assert readers <= ENVIRONMENT_READERS


def test_only_the_unit_of_work_sets_a_state() -> None:
    setters = []
    for path in files():
        for node in ast.walk(tree(path)):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
                setters.append(place(path))
    assert sorted(set(setters) - {"workflow/unit_of_work.py"}) == []


def test_nothing_at_the_top_but_what_the_readme_names() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so which files belong to it is unknown")
    tops = {line.split("/")[0] for line in listed.stdout.splitlines()}
    known = {
        ".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "app.py", "assay",
        "benchmarks", "demo", "evidence", "methods", "migrations", "pyproject.toml", "reports",
        "requirements-dev.in", "requirements-dev.txt", "requirements-uv.txt", "requirements.in",
        "requirements.txt", "templates", "tests", "translations", "workflow",
    }  # fmt: skip
    assert tops - known == set()
