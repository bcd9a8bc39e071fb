"""The benchmarks and their page fit together: each section has its script, each row its figures."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "benchmarks"
SCRIPTS = sorted(BENCHMARKS.glob("*.py"))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the module that writes the page."""
    monkeypatch.syspath_prepend(BENCHMARKS / "ways")
    return importlib.import_module("page")


def published(script: Path) -> list[str]:
    """List the sections that a script writes."""
    calls = [one for one in ast.walk(ast.parse(script.read_text("utf-8"))) if _publishes(one)]
    return [ast.literal_eval(call.args[0]) for call in calls]


def _publishes(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "publish"


def test_every_benchmark_writes_one_section() -> None:
    assert {script.name: len(published(script)) for script in SCRIPTS} == {
        script.name: 1 for script in SCRIPTS
    }


@pytest.mark.parametrize("name", ["PAGE", "CHINESE_PAGE"])
def test_every_section_of_the_page_has_a_benchmark_and_the_other_way_round(
    page: ModuleType, name: str
) -> None:
    text = getattr(page, name).read_text("utf-8")
    begun, ended = (re.findall(rf"^<!-- {mark}([\w-]+) -->$", text, re.M) for mark in ("", "end "))

    written = [section for script in SCRIPTS for section in published(script)]

    assert sorted(begun) == sorted(ended) == sorted([*written, page.LIMITS])


def test_every_section_has_a_measured_table_or_says_that_it_has_none_yet(page: ModuleType) -> None:
    sections = page.sections(page.PAGE.read_text("utf-8"))
    measured = {name: bool(list(page.measured_rows(text))) for name, text in sections.items()}

    without = [name for name in sections if not measured[name] and name != page.LIMITS]

    assert {sections[name] for name in without} <= {page.NOT_YET}


def test_every_measured_row_has_ratio_memory_and_limit_or_says_that_it_has_no_peer(
    page: ModuleType,
) -> None:
    sections = page.sections(page.PAGE.read_text("utf-8"))
    rows = [row for text in sections.values() for row in page.measured_rows(text)]

    empty = {
        row[0]: [head for head, cell in zip(page.HEADER, row, strict=True) if not cell]
        for row in rows
    }

    alone = ["peer, s", "ratio", "peer, MB"]
    assert {row[0]: alone if row[2] == "no peer" else [] for row in rows} == empty


def test_how_far_from_the_limit_is_what_the_other_tables_say(page: ModuleType) -> None:
    text = page.PAGE.read_text("utf-8")

    assert page.sections(text)[page.LIMITS] == page.limits_of(text)


def test_all_words_of_the_measured_tables_are_known_in_chinese(page: ModuleType) -> None:
    sections = page.sections(page.PAGE.read_text("utf-8"))

    assert {name: page.without_chinese(text) for name, text in sections.items()} == {
        name: [] for name in sections
    }


def test_the_readme_of_the_benchmarks_has_a_row_for_each() -> None:
    rows = re.findall(r"^\| `(\w+\.py)` \|", (BENCHMARKS / "README.md").read_text("utf-8"), re.M)

    assert sorted(rows) == [script.name for script in SCRIPTS]


def test_work_with_several_peers_is_summed_up_beside_the_fastest(page: ModuleType) -> None:
    rows = [
        ["sum", "2", "slow", "9", "4.5", "1", "1", "1", "2"],
        ["sum", "2", "fast", "3", "1.5", "1", "1", "1", "2"],
        ["count", "1", "no peer", "", "", "1", "", "0.5", "2"],
    ]
    text = f"<!-- zones -->\n\n{page.markdown_table(page.HEADER, rows)}\n\n<!-- end zones -->"

    assert page.limits_of(text).split("\n")[2:] == [
        "| sum | 2 | 1 | 2 | fast | 1.5 |",
        "| count | 1 | 0.5 | 2 | no peer |  |",
    ]


def test_a_sentence_tells_of_other_work_only_where_there_was_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS / "ways")
    machine = importlib.import_module("machine")

    monkeypatch.setattr(machine, "OTHERS_BEFORE_S", float("inf"))
    quiet = machine.machine(["numpy"])
    monkeypatch.setattr(machine, "OTHERS_BEFORE_S", -1e12)
    busy = machine.machine(["numpy"])

    assert "Other work" not in quiet
    assert "Other work took" in busy
