"""`localgoals score prosperity`: figures in, the City Prosperity Index with all its doubts out."""

from __future__ import annotations

import csv
import json
from math import log
from pathlib import Path

import pytest
from typer.testing import CliRunner

from localgoals.cli.main import app
from localgoals.cli.reader import Reader
from localgoals.errors import BadInput

FIGURES = """series,area,period,value
economic-density,XX-BAY,2020,857.37
economic-specialization,XX-BAY,2020,0.1
sectors,XX-BAY,2020,7
unemployment-rate,XX-BAY,2019,1
unemployment-rate,XX-BAY,2020,28.2
informal-employment,XX-BAY,2020,75
number-of-monitoring-stations,XX-BAY,2021,2
people,XX-BAY,2021,1000000
pm10,XX-BAY,2021,40
homicide-rate,XX-BAY,2020,5
gini-coefficient,XX-BAY,2020,45
2.2-P16,XX-BAY,2020,50
9.9.9,XX-BAY,2020,98
economic-specialization,XX-ASH,2021,0.1
street-density,XX-ASH,2021,10
3.4-P3,XX-ASH,2021,20
6.1.1,XX-ASH,2021,80
11.1.1,XX-ASH,2021,40
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cities.csv").write_text(FIGURES, encoding="utf-8")
    return tmp_path


def run(*words: str | Path) -> str:
    done = CliRunner().invoke(
        app, ["score", "prosperity", *map(str, words)], obj=Reader("en"), catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.output


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def indicators(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["area"], row["code"]): row for row in rows(folder / "indicators.csv")}


def scores(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["area"], row["title"]): row for row in rows(folder / "scores.csv")}


def test_every_step_is_the_mean_of_the_one_below(folder: Path) -> None:
    run(folder / "cities.csv", "-o", folder / "out", "--minimum-coverage", "0.1")
    found = scores(folder / "out")

    # Specialisation 0.1 of a benchmark of 0.125 is 80; density meets its benchmark: 100.
    assert float(found["XX-BAY", "Productivity: economic agglomeration"]["score"]) == 90
    # The latest unemployment counts, and it is at the worst bound.
    assert float(found["XX-BAY", "Productivity: employment"]["score"]) == 0
    assert float(found["XX-BAY", "Productivity"]["score"]) == 45
    homicide = 100 * (1 - log(5) / log(1654))
    assert float(found["XX-BAY", "Quality of life"]["score"]) == pytest.approx(homicide, abs=1e-4)
    whole = found["XX-BAY", "City Prosperity Index"]
    # Computers in half of the homes; two stations of four.
    assert float(whole["score"]) == pytest.approx((45 + homicide + 50 + 50) / 4, abs=1e-4)
    assert (whole["known"], whole["members"], whole["suspect"]) == ("4", "6", "homicide-rate")


def test_a_score_has_its_band_in_words_and_none_has_a_reason(folder: Path) -> None:
    run(folder / "cities.csv", "-o", folder / "out", "--lang", "zh")
    found = scores(folder / "out")

    assert found["XX-BAY", "生产力：经济集聚"]["band"] == "非常稳固"
    lacking = found["XX-ASH", "城市繁荣指数"]
    assert (lacking["score"], lacking["band"]) == ("", "没有得分")
    assert lacking["why_no_score"].startswith("6 项中已知 0 项，需要 3 项；缺少：生产力")


def test_bounds_that_nobody_confirmed_say_so_on_every_row(folder: Path) -> None:
    said = run(folder / "cities.csv", "-o", folder / "out")
    found = indicators(folder / "out")

    assert len(found) == 2 * 62
    assert {row["bounds_are"] for row in found.values()} == {
        "not confirmed",
        "suspect, not confirmed",
    }
    assert "Suspect" in found["XX-BAY", "homicide-rate"]["note"]
    assert "62 of 62 bounds are not confirmed, 2 are suspect" in said
    record = json.loads((folder / "out" / "prosperity.json").read_text("utf-8"))
    assert record["suspect"] == ["sufficient-living-area", "homicide-rate"]


def test_a_figure_of_the_catalogue_counts_where_it_is_exactly_the_item(folder: Path) -> None:
    run(folder / "cities.csv", "-o", folder / "out")
    found = indicators(folder / "out")

    computers = found["XX-BAY", "home-computer-access"]
    assert (computers["taken_from"], float(computers["score"])) == ("2.2-P16 value", 50)
    slums = found["XX-ASH", "slum-households"]
    assert float(slums["score"]) == 50
    assert "counts people; the index counts households" in slums["note"]
    water = found["XX-ASH", "access-to-improved-water"]
    assert water["why_no_score"] == (
        "no figure; 6.1.1 is near, but not exactly this, and does not count"
    )


def test_what_is_given_under_a_code_of_the_index_stands_before_an_indicator(folder: Path) -> None:
    run(folder / "cities.csv", "-o", folder / "out")
    streets = indicators(folder / "out")["XX-ASH", "street-density"]

    assert (streets["value"], streets["taken_from"]) == ("10.0", "street-density")


def test_a_benchmark_that_is_not_known_gives_no_score(folder: Path) -> None:
    run(folder / "cities.csv", "-o", folder / "out")
    found = indicators(folder / "out")["XX-ASH", "economic-specialization"]

    assert found["score"] == ""
    assert found["why_no_score"].startswith("The benchmark depends on sectors")


def test_a_figure_that_cannot_be_is_left_out_and_named(folder: Path) -> None:
    said = run(folder / "cities.csv", "-o", folder / "out")
    gini = indicators(folder / "out")["XX-BAY", "gini-coefficient"]

    assert (gini["value"], gini["why_no_score"]) == ("", "the figure that was given cannot be")
    assert "gini-coefficient" in said
    assert "9.9.9" in said


def test_a_baseline_gives_what_is_exactly_an_item(results: Path, folder: Path) -> None:
    said = run(results, folder / "cities.csv", "-o", folder / "out")
    density = indicators(folder / "out")["XX-TWN", "population-density"]

    assert density["taken_from"] == "3.4-P1 density"
    assert 0 < float(density["score"]) < 100
    assert "XX-TWN" not in said


def test_figures_of_nothing_in_the_index_are_refused(folder: Path) -> None:
    (folder / "none.csv").write_text("series,area,period,value\n9.9.9,XX,2020,1\n", "utf-8")

    with pytest.raises(BadInput, match="No figure is of the City Prosperity Index"):
        run(folder / "none.csv", "-o", folder / "out")

    assert not (folder / "out").exists()
