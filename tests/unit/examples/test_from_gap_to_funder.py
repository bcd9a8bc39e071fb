"""The example that goes from a gap to a funder."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from front_door import localgoals

import from_gap_to_funder as chain
import new_york

ROOT = Path(__file__).parents[3]
CACHE = ROOT / ".cache"
TUTORIAL = ROOT / "docs" / "tutorials" / "from-gap-to-funder.md"


def test_sites_stand_where_they_reach_the_most_people_who_have_no_station() -> None:
    people = np.array([[0.0, 0.0], [100.0, 0.0], [9000.0, 0.0], [20000.0, 0.0]])
    weights = np.array([5.0, 5.0, 8.0, 50.0])

    sites, reached = chain.best_sites(people, weights, np.array([[20000.0, 500.0]]), 2)

    assert reached.tolist() == [10.0, 8.0]
    assert np.hypot(*(people[0] - sites[0])) <= chain.REACH_M
    assert np.hypot(*(people[2] - sites[1])) <= chain.REACH_M


def test_nobody_is_reached_twice() -> None:
    random = np.random.default_rng(1)
    people, weights = random.uniform(0, 5000, (400, 2)), random.uniform(1, 9, 400)

    _, reached = chain.best_sites(people, weights, np.array([[0.0, 0.0]]), 6)

    far = np.hypot(*people.T) > chain.REACH_M
    assert reached.sum() <= weights[far].sum() + 1e-9
    assert (np.diff(reached) <= 1e-9).all()


def test_people_are_counted_only_where_an_indicator_is_about_people() -> None:
    rows = [("3.4-P1", "population", 1000.0)]
    rows += [(one.indicator, one.series, 80.0) for one in chain.LACKS]
    table = pd.DataFrame(
        [
            {"indicator": code, "series": series, "area": area, "period": "2023", "group": "",
             "value": value}
            for code, series, value in rows
            for area in chain.BOROUGHS
        ]
    )  # fmt: skip

    found = chain.gaps(table).set_index(["indicator", "borough"])

    assert found.loc[("11.2.1", "QN"), "short"] == pytest.approx(20)
    assert found.loc[("11.2.1", "QN"), "people"] == pytest.approx(200)
    assert found.loc[("1.2.1", "QN"), "short"] == pytest.approx(80)
    assert np.isnan(found.loc[("2.2-P1", "QN"), "people"])


@pytest.mark.slow
def test_the_tutorial_says_what_the_tools_say_of_new_york(tmp_path: Path) -> None:
    paths = [CACHE / new_york.COUNCILCOUNT.filename, CACHE / new_york.NYCT_GTFS.filename]
    for path in paths:
        if not path.is_file():
            pytest.skip(f"{path.name} is not in .cache; make demo downloads it")
    with zipfile.ZipFile(paths[0]) as council, zipfile.ZipFile(paths[1]) as subway:
        new_york.build(tmp_path / "pack", council, subway)
    done = localgoals(tmp_path, "baseline", "pack", "-o", "baseline", "--reports", "none")
    assert done.returncode == 0, done.stderr
    chain.run(tmp_path / "pack", tmp_path / "baseline", tmp_path / "chain")

    said = set()
    for folder, tool in (
        ("priorities", "priorities"), ("readiness", "project-readiness"),
        ("matching", "funder-matching"),
    ):  # fmt: skip
        given, out = f"chain/{folder}", f"chain/{folder}-result"
        done = localgoals(tmp_path, "tools", "run", tool, given, "-o", out, "--lang", "en")
        assert done.returncode == 0, done.stderr
        with (tmp_path / out / "reasons.csv").open(encoding="utf-8-sig", newline="") as file:
            said |= {row["reason_en"] for row in csv.DictReader(file)}
    paragraphs = TUTORIAL.read_text(encoding="utf-8").split("\n\n")
    sentences = [one[2:].replace("\n> ", " ") for one in paragraphs if one.startswith("> ")]
    # The sentence of the script itself has figures of its own, which the tables hold, too.
    of_tools = [one for one in sentences if "people more" not in one]
    assert len(of_tools) == 7
    assert [one for one in of_tools if one not in said] == []
