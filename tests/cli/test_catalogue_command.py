"""`localgoals catalogue`, as a person types it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import files
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
    monkeypatch.setenv("COLUMNS", "250")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    return run


def test_without_words_it_lists_every_indicator(say: Say) -> None:
    result = say()

    assert result.exit_code == 0
    for code, indicator in load().indicators.items():
        assert code in result.stdout
        assert indicator.title.en in result.stdout


@pytest.mark.parametrize(
    "arguments", [("--lang", "zh"), ("list", "--lang", "zh"), ("--lang", "zh", "list")]
)
def test_the_list_is_chinese_when_asked(say: Say, arguments: tuple[str, ...]) -> None:
    result = say(*arguments)

    assert "可便利使用公共交通的人口" in result.stdout
    assert "街道、城市边界或城区" in result.stdout
    assert "Indicator" not in result.stdout


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("goals", "Sustainable cities and communities"),
        ("targets", "End all forms of discrimination against all women and girls everywhere"),
        ("frame", "3 Environment"),
        ("roles", "Ask the operator for the GTFS feed"),
        ("statistics", "people_below_national_poverty_line"),
        ("parameters", "walk_limit_low_capacity_m"),
    ],
)
def test_other_subjects_are_listed_too(say: Say, subject: str, words: str) -> None:
    assert words in say("list", subject).stdout


def test_the_frame_puts_each_indicator_in_its_cell(say: Say) -> None:
    frame = say("list", "frame").stdout
    environment = frame[frame.index("3 Env") : frame.index("4 Culture")].splitlines()

    codes = ("11.6.2", "11.2.1", "11.b.2", "11.3.1")
    columns = [next(line.index(code) for line in environment if code in line) for code in codes]

    assert columns == sorted(set(columns))


def test_search_finds_in_both_languages(say: Say) -> None:
    assert "11.2.1" in say("search", "public", "transport").stdout
    assert "11.2.1" in say("search", "公共交通", "--lang", "zh").stdout


def test_a_search_without_a_find_says_so(say: Say) -> None:
    with pytest.raises(BadInput, match="Nothing in the catalogue has the words volcano"):
        raise_from(say("search", "volcano"))


def test_show_tells_everything_about_an_indicator(say: Say) -> None:
    shown = say("show", "11.2.1").stdout

    assert "Population, Public transport stops" in shown
    assert "service_10: Near a stop with at least 10 departures an hour [% of people]" in shown
    assert "best 100, green 80, red 50, worst 9" in shown
    assert "(not confirmed)" in shown
    assert "SDG 11.2.1 – the same, official" in shown


def test_show_tells_which_statistics_a_ratio_needs(say: Say) -> None:
    shown = say("show", "8.5.2", "--lang", "zh").stdout

    assert "unemployed: 失业人口" in shown
    assert "labour_force: 劳动力人口" in shown
    assert "100 × 337,932 ÷ 4,412,075 = 7.66" in shown


def test_show_of_a_goal_gives_its_targets_and_what_measures_it(say: Say) -> None:
    shown = say("show", "6").stdout

    assert "6.b" in shown
    assert "Safely managed sanitation" in shown
    assert "Unemployment rate" not in shown


def test_show_of_a_target_gives_its_indicators(say: Say) -> None:
    shown = say("show", "11.6").stdout

    assert "Fine particles in the air" in shown
    assert "Open public space" not in shown


@pytest.mark.parametrize(
    ("code", "message"),
    [("11.2.9", "Near to it: 11.2.1"), ("volcano", "localgoals catalogue lists what there is")],
)
def test_an_unknown_code_is_refused_with_a_way_on(say: Say, code: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        raise_from(say("show", code))


def test_check_counts_what_it_checked(say: Say) -> None:
    result = say("check")

    assert result.exit_code == 0
    assert "17 goals and 169 targets keep all" in result.stdout


def test_check_of_a_broken_catalogue_ends_with_code_1(say: Say, tmp_path: Path) -> None:
    own = tmp_path / "catalogue"
    shutil.copytree(str(files("localgoals") / "catalogue"), own)
    unemployment = own / "indicators" / "8.5.2.yaml"
    text = unemployment.read_text(encoding="utf-8")
    unemployment.write_text(text.replace("value: 7.66", "value: 76.6"), encoding="utf-8")

    result = say("check", str(own))

    assert result.exit_code == 1
    assert "8.5.2" in result.stdout
    assert "7.66" in result.stdout


def test_a_folder_without_a_catalogue_is_refused(say: Say, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="The catalogue has no file .*references.yaml"):
        raise_from(say("check", str(tmp_path)))


def test_a_file_that_is_not_yaml_is_refused(say: Say, tmp_path: Path) -> None:
    (tmp_path / "references.yaml").write_text("a: [b")

    with pytest.raises(BadInput, match="references.yaml cannot be read as YAML: .*line 1"):
        raise_from(say("check", str(tmp_path)))


def raise_from(result: Result) -> None:
    """Raise what the command raised, as the front door would see it."""
    assert result.exception is not None
    raise result.exception


def test_feeds_says_how_a_derived_item_follows(say: Say) -> None:
    shown = "".join(say("feeds", "13.2.2").stdout.split())

    assert "Framework" in shown
    assert "standsinforit" not in shown
    assert "替代指标：本数值" in "".join(say("feeds", "9.4.1", "--lang", "zh").stdout.split())


def test_show_of_a_sum_gives_its_signs_and_its_example(say: Say) -> None:
    shown = say("show", "6.4.2").stdout

    assert "− environmental_flow: flow that the environment" in shown
    assert "100 × 150 ÷ (500 − 200) = 50" in shown


def test_show_of_a_stated_figure_names_its_statistic(say: Say) -> None:
    assert "life_expectancy: life expectancy at birth" in say("show", "1.3-P11").stdout


def test_a_list_that_is_not_whole_says_how_much_of_it_is_there(say: Say) -> None:
    shown = " ".join(say("list", "nua").stdout.split())

    assert "Of 77, 15 are listed; the others were not read." in shown
    assert "how many is not known" in " ".join(say("list", "gbf").stdout.split())
    assert "28 active, 0 retired, 28 not confirmed" in " ".join(
        say("list", "singapore").stdout.split()
    )
