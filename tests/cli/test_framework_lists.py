"""`localgoals catalogue list | show | feeds | compare` on the lists of frameworks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from localgoals.catalogue.load import load
from localgoals.cli.catalogue import app
from localgoals.errors import BadInput

Say = Callable[..., Result]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Say:
    """Run a command on a wide terminal, so that no word is broken."""
    monkeypatch.setenv("COLUMNS", "600")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    return run


@pytest.mark.parametrize(
    ("framework", "caption"),
    [
        ("sdg", "2020-2024 list: 248 active, 5 retired, 1 not confirmed"),
        ("sendai", "38 active, 0 retired, 28 not confirmed"),
        ("cpi", "City Prosperity Index, 2016: 62 active, 0 retired, 62 not confirmed"),
    ],
)
def test_a_list_has_every_item_and_counts_them(say: Say, framework: str, caption: str) -> None:
    shown = say("list", framework).stdout

    assert caption in shown
    for code, item in load().lists[framework].items():
        assert code in shown
        assert item.title.en in shown


def test_a_list_is_chinese_when_asked(say: Say) -> None:
    shown = say("list", "sdg", "--lang", "zh").stdout

    assert "2020—2024年清单：有效 248 项，停用 5 项，未经核实 1 项" in shown
    assert "全球公民教育" in shown
    assert "Title" not in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("4.7.1",), ("Listed; it has no method here yet.", "12.8.1, 13.3.1", "4.7 By 2030")),
        (("1.a.3",), ("Retired: the edition named above has it no more.", "no method here yet")),
        (("1.a.3", "--lang", "zh"), ("已停用", "尚无方法", "2020—2024年清单")),
        (("A-1",), ("Target A: deaths", "per 100,000", "11.5.1 – stands in for it")),
        (("public-libraries",), ("Not confirmed in the publication itself.",)),
        (("4.7",), ("listed item", "global citizenship education")),
        (("1",), ("retired", "1.a.3")),
    ],
)
def test_show_tells_what_is_known_of_a_listed_item(
    say: Say, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    result = say("show", *arguments)

    assert result.exit_code == 0
    assert all(one in result.stdout for one in words)


def test_feeds_shows_the_items_and_how_closely(say: Say) -> None:
    shown = say("feeds", "11.5.1").stdout

    line = next(one for one in shown.splitlines() if "13.1.1" in one)
    assert "the same" in line
    assert "official" in line
    assert "stands in for it" in next(one for one in shown.splitlines() if "A-1" in one)


def test_feeds_tells_official_codes_from_those_of_the_project_in_chinese(say: Say) -> None:
    lines = say("feeds", "11.2.1", "--lang", "zh").stdout.splitlines()

    assert "正式代码" in next(one for one in lines if " 11.2.1 " in one)
    assert "本项目编制" in next(one for one in lines if "3.2-P1" in one)


@pytest.mark.parametrize(
    ("code", "message"),
    [("4.7.1", "4.7.1 is listed but has no method here yet"), ("11.2.9", "Near to it: 11.2.1")],
)
def test_feeds_of_what_has_no_value_is_refused(say: Say, code: str, message: str) -> None:
    result = say("feeds", code)

    assert isinstance(result.exception, BadInput)
    assert message in str(result.exception)


def test_compare_says_what_a_newer_list_changes(say: Say, tmp_path: Path) -> None:
    rows = [
        f'{code},"{item.title.en}"'
        for code, item in load().lists["sdg"].items()
        if item.status == "active" and code != "17.19.2"
    ]
    rows[0] = "1.1.1,Poverty"
    newer = tmp_path / "newer.csv"
    newer.write_text("\n".join(["code,title_en", *rows, "13.4.1,Heat"]), encoding="utf-8")

    result = say("compare", str(newer))

    assert result.exit_code == 0
    assert "248 items in newer.csv: 1 new, 1 gone, 1 reworded against 2020-2024 list." in (
        result.stdout
    )
    assert "Heat" in next(one for one in result.stdout.splitlines() if "13.4.1" in one)


def test_compare_names_every_fault_in_chinese_and_ends_with_code_1(
    say: Say, tmp_path: Path
) -> None:
    newer = tmp_path / "newer.csv"
    newer.write_text("code,title_en\nA-1,\n\\[red],x\n", encoding="utf-8")

    result = say("compare", str(newer), "--framework", "sendai", "--lang", "zh")

    assert result.exit_code == 1
    assert "空单元格" in result.stdout
    assert "[red]" in result.stdout
    assert "形如 A-1 的代码" in result.stdout
