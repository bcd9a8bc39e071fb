"""What linters cannot see: sizes, names, the error tree, and what may stand in a file."""

from __future__ import annotations

import ast
import hashlib
import importlib
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import localgoals
from localgoals import errors

ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "src" / "localgoals"
NOT_OURS = {
    ".git", ".venv", ".venv-bench", ".cache", ".demo", ".hypothesis",
    "build", "dist", "site", "__pycache__",
}  # fmt: skip

ASK_ABOVE_LINES = 400
# path below src/localgoals: why it is one room all the same
LONG_FOR_A_REASON: dict[str, str] = {}

LOCKS = sorted((ROOT / "requirements").glob("*.lock"))

NAMES_THAT_SAY_NOTHING = {
    "util", "utils", "helper", "helpers", "common", "core", "base", "manager", "managers",
    "service", "services", "misc", "stuff", "lib", "tools",
}  # fmt: skip
BROAD = {"Exception", "BaseException"}
# The second is the last door of a worker process: one city's fault must not end the others.
BROAD_CATCH_ALLOWED = {"cli/main.py", "many_cities/worker.py"}
READS_THE_OUTSIDE = {
    "os.environ", "os.getenv", "time.time", "datetime.now", "datetime.datetime.now",
    "datetime.utcnow", "datetime.today", "date.today", "datetime.date.today",
}  # fmt: skip
MACHINE_PATH = re.compile(r"(?:^|[\s\"'`(=])/(?:work|root|home|Users)/", re.MULTILINE)
REGISTRY = re.compile(r"py[p]i[.]org|python[h]osted|np[m]js[.]|anaconda[.](?:org|com)|crates[.]io")
BINARY = {
    ".png", ".ico", ".woff2", ".parquet", ".zip", ".gpkg", ".tif", ".pbf", ".xlsx",
    ".shp", ".dbf", ".shx",
}  # fmt: skip


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(LIBRARY.rglob("*.py"))


def below(path: Path) -> str:
    """Name a module as a reader does: `cli/main.py`."""
    return path.relative_to(LIBRARY).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a module once for all tests."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def is_left_behind(folder: str) -> bool:
    """Tell whether a folder was made by set-up or by a tool."""
    return folder in NOT_OURS or folder.endswith((".egg-info", "_cache"))


def files_of_the_project() -> Iterator[Path]:
    """Walk over everything that is ours, without what tools and set-up leave behind."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not is_left_behind(name)]
        yield from (Path(folder) / name for name in names)


def texts_of_the_project() -> Iterator[tuple[str, str]]:
    """Give the path and the text of every file of ours that is text."""
    for path in files_of_the_project():
        # This file names what no other may.
        if path.suffix not in BINARY and path.name not in {".coverage", Path(__file__).name}:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8", errors="replace")


def project() -> dict[str, Any]:
    """Read the table [project] of pyproject.toml."""
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"])


def test_a_long_module_has_a_reason() -> None:
    lines = {below(path): len(path.read_text("utf-8").splitlines()) for path in modules()}

    long = {name for name, count in lines.items() if count > ASK_ABOVE_LINES}

    assert long == set(LONG_FOR_A_REASON)


def test_one_function_in_ten_at_most_is_longer_than_35_lines_of_code() -> None:
    lengths = {
        f"{below(path)}:{function.name}": code_lines(function)
        for path in modules()
        for function in functions(parsed(path))
    }

    long = [name for name, length in lengths.items() if length > 35]

    assert len(long) <= len(lengths) / 10, long


def test_no_module_has_a_name_that_says_nothing() -> None:
    folders = [ROOT / name for name in ("src", "tests", "examples", "benchmarks", "docs")]
    names = [path for folder in folders for path in folder.rglob("*.py")]

    assert [
        str(path) for path in names if {path.stem, path.parent.name} & NAMES_THAT_SAY_NOTHING
    ] == []


def test_only_the_front_door_catches_everything() -> None:
    broad = {
        below(path)
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    }

    assert broad <= BROAD_CATCH_ALLOWED


def test_only_the_command_line_prints() -> None:
    printing = [
        f"{below(path)}:{node.lineno}"
        for path in modules()
        if not below(path).startswith("cli/")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"print", "sys.stdout.write", "sys.stderr.write"}
    ]

    assert printing == []


def test_the_library_reads_neither_the_environment_nor_the_clock() -> None:
    reading = [
        f"{below(path)}:{node.lineno} {ast.unparse(node)}"
        for path in modules()
        if not below(path).startswith("cli/")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in READS_THE_OUTSIDE
    ]

    assert reading == []


def test_no_metadata_rides_in_a_data_frame() -> None:
    riding = [
        f"{below(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "attrs"
    ]

    assert riding == []


def test_every_room_says_what_it_is_for() -> None:
    silent = [below(path) for path in modules() if not ast.get_docstring(parsed(path))]

    assert silent == []


def test_nothing_is_put_off_or_pretended() -> None:
    later = re.compile(r"\b(?:TODO|FIXME|XXX|HACK|raise NotImplementedError|lorem ipsum)\b")

    found = [
        f"{below(path)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if later.search(line)
    ]

    assert found == []


def test_a_public_function_of_a_method_explains_its_parameters() -> None:
    silent = [
        f"{below(path)}:{function.name}"
        for path in modules()
        if below(path).split("/")[0] in {"spatial", "indicators", "scoring"}
        for function in parsed(path).body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and len(function.args.args) + len(function.args.kwonlyargs) > 2
        and "\nParameters" not in (ast.get_docstring(function) or "")
    ]

    assert silent == []


def test_the_error_tree_is_drawn_as_it_is() -> None:
    drawing = (errors.__doc__ or "").split("::", 1)[1]
    drawn = [
        (len(line) - len(line.lstrip(" │├└─")), re.sub(r"^[ │├└─]+", "", line).split()[0])
        for line in drawing.splitlines()
        if line.strip()
    ]
    margin = drawn[0][0]

    assert [((indent - margin) // 4, name) for indent, name in drawn] == tree(
        errors.LocalGoalsError
    )


def test_every_error_of_ours_stands_in_the_error_module() -> None:
    strangers = [
        f"{below(path)}:{node.name}"
        for path in modules()
        if below(path) != "errors.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
        and any(
            ast.unparse(parent).endswith(("Error", "Exception", "BadInput"))
            for parent in node.bases
        )
    ]

    assert strangers == []


def test_the_public_names_are_few_sorted_and_there() -> None:
    names: list[str] = localgoals.__all__

    assert list(names) == sorted(names)
    assert 0 < len(names) <= 25
    assert [name for name in names if not hasattr(localgoals, name)] == []


def test_every_module_can_be_imported_by_itself() -> None:
    for path in modules():
        name = ".".join(("localgoals", *path.relative_to(LIBRARY).with_suffix("").parts))

        assert importlib.import_module(name.removesuffix(".__init__")).__doc__


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    naming = [name for name, text in texts_of_the_project() if MACHINE_PATH.search(text)]

    assert naming == []


def test_no_file_names_a_package_registry() -> None:
    naming = [name for name, text in texts_of_the_project() if REGISTRY.search(text)]

    assert naming == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_holds_a_hash_for_every_package_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    pins = re.split(r"\n(?=\S)", text.strip())

    assert "://" not in text
    assert [pin.split()[0] for pin in pins if not re.match(r"[\w.\[\]-]+==\S+", pin)] == []
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_lock_file_pins_every_package_that_the_project_asks_for() -> None:
    extras = project()["optional-dependencies"]
    asked = [*project()["dependencies"], *(need for needs in extras.values() for need in needs)]
    text = (ROOT / "requirements" / "dev.lock").read_text("utf-8")

    pinned = set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))

    assert {re.split(r"[\[<>=]", need)[0] for need in asked} - pinned == set()


def test_the_licence_is_the_apache_licence_to_the_letter() -> None:
    digest = hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest()

    assert digest == "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"


def test_the_changelog_is_kept_as_keep_a_changelog_asks() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")

    versions = re.findall(r"^## \[(.+?)\]", text, re.MULTILINE)
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))

    assert versions[0] == "Unreleased"
    assert kinds
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_citation_names_the_version_of_the_package() -> None:
    assert re.search(
        rf"^version: {re.escape(str(project()['version']))}$",
        (ROOT / "CITATION.cff").read_text("utf-8"),
        re.MULTILINE,
    )


def test_the_names_of_test_files_are_unique() -> None:
    stems = Counter(path.stem for path in (ROOT / "tests").rglob("test_*.py"))

    assert [stem for stem, count in stems.items() if count > 1] == []


def test_every_test_can_fail() -> None:
    toothless = [
        f"{path.relative_to(ROOT)}:{function.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for function in functions(parsed(path))
        if function.name.startswith("test_") and not claims_something(function)
    ]

    assert toothless == []


def test_no_test_replaces_a_part_by_a_mock() -> None:
    mocking = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if any(is_mock(node) for node in ast.walk(parsed(path)))
    ]

    assert mocking == []


def is_mock(node: ast.AST) -> bool:
    """Tell whether a node brings in something that stands for a part of the software."""
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").startswith("unittest")
    if isinstance(node, ast.Import):
        return any(name.name.startswith("unittest") for name in node.names)
    return isinstance(node, ast.arg) and node.arg == "mocker"


def functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    """Every function and method of a module."""
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))


def code_lines(function: ast.FunctionDef) -> int:
    """Count the lines from the first statement to the last, without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """Tell whether an `except` names no error, or the root of all errors."""
    if handler.type is None:
        return True
    names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(name, ast.Name) and name.id in BROAD for name in names)


def tree(kind: type[BaseException], depth: int = 0) -> list[tuple[int, str]]:
    """List an error and all below it, in the order of their definition, with their depth."""
    ours = [child for child in kind.__subclasses__() if child.__module__ == errors.__name__]
    return [(depth, kind.__name__), *(row for child in ours for row in tree(child, depth + 1))]


def claims_something(function: ast.FunctionDef) -> bool:
    """Tell whether a test holds a claim that is not true by itself."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) and not isinstance(node.test, ast.Constant):
            return True
        if isinstance(node, ast.Call) and re.fullmatch(
            r"pytest\.(?:raises|warns|fail)|spec|.*\bassert_\w+", ast.unparse(node.func)
        ):
            return True
    return False
