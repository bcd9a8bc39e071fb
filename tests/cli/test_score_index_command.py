"""`localgoals score index` and `score uncertainty`: figures of cities in, tables out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from front_door import Done, localgoals

FIGURES = """series,area,period,value
11.2.1,XX-BAY,2020,50
11.2.1,XX-BAY,2021,80
11.6.2,XX-BAY,2021,25
11.1.1,XX-BAY,2021,25
3.6.1,XX-BAY,2019,8.4
11.2.1,XX-ASH,2021,50
3.6.1,XX-ASH,2021,NO
9.9.9,XX-ASH,2021,4
"""
WEIGHTS = "item,weight\n11.1.1,1\n11.2.1,1\n11.6.2,1\n3.6.1,1\n"
"""Of the four indicators that the figures have, so that others of the catalogue do not count."""


def run(folder: Path, *words: object) -> Done:
    return localgoals(folder, "score", *words)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    (tmp_path / "four.csv").write_text(WEIGHTS, encoding="utf-8")
    return tmp_path


def test_scores_rest_on_the_latest_figures_and_a_missing_one_says_why(figures: Path) -> None:
    done = run(
        figures, "index", "figures.csv", "--minimum-coverage", "0.1", "--weights", "four.csv"
    )
    scores = {(row["area"], row["group"]): row for row in rows(figures / "index" / "scores.csv")}

    assert done.returncode == 0, done.stderr
    assert "2 of 2 cities" in done.stdout
    bay = scores["XX-BAY", "11"]
    # 11.2.1: (80 - 9) / 91; 11.6.2: (25 - 87) / (6.3 - 87); 11.1.1: (90 - 25) / 90.
    assert float(bay["score"]) == pytest.approx(100 * (71 / 91 + 62 / 80.7 + 65 / 90) / 3, abs=1e-4)
    assert (bay["known"], bay["members"], bay["periods"]) == ("3", "3", "2021")
    ash = scores["XX-ASH", "3"]
    assert ash["score"] == ""
    assert ash["why_no_score"] == "0 of 1 known, 1 needed; missing: 3.6.1"
    assert "9.9.9" in done.stderr


def test_cities_stand_in_the_order_of_their_codes_and_no_rank_is_given(figures: Path) -> None:
    run(figures, "index", "figures.csv", "--minimum-coverage", "0.1")
    scores = rows(figures / "index" / "scores.csv")

    assert list(dict.fromkeys(row["area"] for row in scores)) == ["XX-ASH", "XX-BAY"]
    assert not any("rank" in column for column in scores[0])


def test_every_indicator_stands_beside_the_index(figures: Path) -> None:
    run(figures, "index", "figures.csv", "--lang", "zh")
    found = {(row["area"], row["indicator"]): row for row in rows(figures / "index/indicators.csv")}
    bay = found["XX-BAY", "11.2.1"]

    assert (bay["value"], bay["colour"], bay["title"]) == (
        "80.0",
        "green",
        "可便利使用公共交通的人口",
    )
    assert (found["XX-ASH", "3.6.1"]["value"], found["XX-ASH", "3.6.1"]["colour"]) == ("", "none")
    record = json.loads((figures / "index" / "index.json").read_text("utf-8"))
    assert record["index"]["minimum_coverage"] == 0.5
    assert record["index"]["bounds"]["11.2.1"]["confirmed"] is False


@pytest.mark.parametrize("by", ["domain", "objective"])
def test_other_groupings_and_weights(figures: Path, by: str) -> None:
    (figures / "weights.csv").write_text("item,weight\n11.2.1,3\n11.6.2,1\n", encoding="utf-8")

    done = run(figures, "index", "figures.csv", "--by", by, "--weights", "weights.csv",
               "--aggregate", "geometric")  # fmt: skip
    scores = rows(figures / "index" / "scores.csv")

    assert done.returncode == 0, done.stderr
    assert {row["grouping"] for row in scores} == {by}
    assert (
        sum(int(row["members"]) for row in scores if row["area"] == "XX-BAY" and row["group"]) == 2
    )


def test_a_baseline_is_scored_with_a_table_beside_it(results: Path, figures: Path) -> None:
    done = run(figures, "index", str(results), "figures.csv", "--minimum-coverage", "0")
    scores = {(row["area"], row["group"]): row for row in rows(figures / "index" / "scores.csv")}

    assert done.returncode == 0, done.stderr
    assert scores["XX-TWN", "11"]["score"] != ""


def test_weights_that_cannot_be_used_are_all_named(figures: Path) -> None:
    text = "item,weight\n11.2.1,-1\n9.9.9,1\n11.6.2,much\n3.6.1,1\n3.6.1,1\n"
    (figures / "weights.csv").write_text(text, encoding="utf-8")

    done = run(figures, "index", "figures.csv", "--weights", "weights.csv")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-4:] == [
        "weights.csv, row 2: the weight is -1, not a number from 0.",
        "weights.csv, row 3: 9.9.9 is no indicator with bounds.",
        "weights.csv, row 4: the weight is much, not a number from 0.",
        "weights.csv, row 6: 3.6.1 has a weight already.",
    ]
    assert not (figures / "index").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("series,area,period,value\n9.9.9,XX,2020,1\n", "No figure is of an indicator with bounds"),
        ("series,area,period,value\n11.2.1,XX,2020,many\n", "many"),
        ("", "figures.csv"),
    ],
)
def test_figures_that_cannot_be_scored_are_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "figures.csv").write_text(text, encoding="utf-8")

    done = run(tmp_path, "index", "figures.csv")

    assert done.returncode == 1
    assert said in done.stderr
    assert "fault in LocalGoals" not in done.stderr


def test_a_city_that_is_given_twice_is_refused(figures: Path) -> None:
    (figures / "again.csv").write_text("series,area,period,value\n11.2.1,XX-ASH,2021,50\n")

    done = run(figures, "index", "figures.csv", "again.csv")

    assert done.returncode == 1
    assert "XX-ASH is in figures.csv and in again.csv" in done.stderr


def test_ranks_come_as_intervals_within_a_named_group(figures: Path) -> None:
    done = run(figures, "uncertainty", "figures.csv", "--peers", "Towns by the sea",
               "--minimum-coverage", "0.1", "--draws", "50", "--sobol", "16",
               "--weights", "four.csv")  # fmt: skip
    found = rows(figures / "uncertainty" / "intervals.csv")
    choices = {row["choice"] for row in rows(figures / "uncertainty" / "sensitivity.csv")}

    assert done.returncode == 0, done.stderr
    assert [row["area"] for row in found] == ["XX-ASH", "XX-BAY"]
    assert {row["peers"] for row in found} == {"Towns by the sea"}
    assert all(1 <= int(row["rank_low"]) <= int(row["rank_high"]) <= 2 for row in found)
    page = (figures / "uncertainty" / "intervals.html").read_text("utf-8")
    assert 'lang="zh-Hans">同类城市：Towns by the sea' in page
    assert page.index("XX-ASH") < page.index("XX-BAY")
    assert choices == {"bounds", "weights", "normalisation", "mean", "missing"}


def test_without_a_name_for_the_group_there_is_no_rank(figures: Path) -> None:
    assert run(figures, "uncertainty", "figures.csv").returncode == 2
    done = run(figures, "uncertainty", "figures.csv", "--peers", " ", "--lang", "zh")
    assert done.returncode == 1
    assert "需要一个名称" in done.stderr


def test_members_of_a_group_must_have_figures(figures: Path) -> None:
    (figures / "members.csv").write_text("area\nXX-ASH\nXX-FAR\n", encoding="utf-8")

    done = run(figures, "uncertainty", "figures.csv", "--peers", "near", "--members", "members.csv")

    assert done.returncode == 1
    assert "XX-FAR" in done.stderr


def test_a_goal_has_the_colour_of_its_two_worst_indicators(figures: Path) -> None:
    run(figures, "index", "figures.csv", "--weights", "four.csv", "--minimum-coverage", "0.1")
    scores = {(row["area"], row["group"]): row for row in rows(figures / "index" / "scores.csv")}

    # 11.1.1 and 11.6.2 both stand at their red threshold, 1 of 3; 11.2.1 is green and no help.
    assert scores["XX-BAY", "11"]["colour"] == "orange"
    assert scores["XX-BAY", "11"]["colour_rule"].startswith("SDG Index: the mean of the two worst")
    # One of three is known: a score at so low a least coverage, but never a colour.
    assert scores["XX-ASH", "11"]["score"] != ""
    assert scores["XX-ASH", "11"]["colour"] == "none"
    assert scores["XX-BAY", ""]["colour"] == ""


def test_only_goals_have_a_colour(figures: Path) -> None:
    run(figures, "index", "figures.csv", "--by", "domain", "--weights", "four.csv")

    assert {row["colour"] for row in rows(figures / "index" / "scores.csv")} == {""}


def test_gaps_are_filled_only_when_asked_and_every_one_is_marked(figures: Path) -> None:
    words = ("index", "figures.csv", "--weights", "four.csv")
    run(figures, *words, "-o", "plain")
    done = run(figures, *words, "--impute", "peers-median", "-o", "filled")
    plain = {(row["area"], row["group"]): row for row in rows(figures / "plain" / "scores.csv")}
    scores = {(row["area"], row["group"]): row for row in rows(figures / "filled" / "scores.csv")}
    one = {
        (row["area"], row["indicator"]): row for row in rows(figures / "filled" / "indicators.csv")
    }

    assert {row["imputed"] for row in plain.values()} == {"0"}
    assert plain["XX-ASH", "11"]["score"] == ""
    assert scores["XX-ASH", "11"]["score"] != ""
    ash = scores["XX-ASH", "11"]
    assert (ash["known"], ash["imputed"], ash["coverage"]) == ("1", "2", "0.3333")
    assert ash["colour"] == "none"
    cell = one["XX-ASH", "11.6.2"]
    assert (cell["value"], cell["period"], cell["imputed"]) == ("25.0", "", "filled in from peers")
    assert cell["colour"] == "none"
    assert one["XX-BAY", "11.6.2"]["imputed"] == ""
    assert "3 of 8 figures were filled in from peers" in done.stdout
    record = json.loads((figures / "filled" / "index.json").read_text("utf-8"))["choices"]
    assert (record["impute"], record["imputed"]) == ("peers-median", 3)


def test_gaps_are_filled_from_the_peers_that_are_named(figures: Path) -> None:
    (figures / "peers.csv").write_text("area\nXX-ASH\n", encoding="utf-8")
    words = ("index", "figures.csv", "--weights", "four.csv", "--peers", "peers.csv")

    refused = run(figures, *words)
    done = run(figures, *words, "--impute", "peers-mean")

    assert refused.returncode == 1
    assert "--impute" in refused.stderr
    # The only peer knows nothing that another city lacks.
    assert "0 of 8 figures" in done.stdout
