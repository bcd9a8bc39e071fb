"""The tools on nature: what is wrong with their tables, and many cities at once."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from front_door import Done, localgoals

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import Inputs, read_example
from localgoals.tool_suite.singapore_index import singapore_index

FIGURES = "city,year,indicator,part,whole,figure,points,explanation\n"
TARGETS = (
    "city,code,target,gbf,kind,better,unit,base_year,base_value,target_year,target_value,"
    "explanation\n"
)


def run(folder: Path, *words: str) -> Done:
    return localgoals(folder, "tools", "run", *words)


def folder_of(folder: Path, **tables: str) -> Path:
    place = folder / "mine"
    place.mkdir()
    for name, text in tables.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return place


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def test_all_faults_of_the_figures_of_an_index_are_named_at_once(tmp_path: Path) -> None:
    figures = FIGURES + (
        "A,2025,1,500,400,,,\n"
        "A,2025,2,10,,,,\n"
        "A,2025,3,,10,,,\n"
        "A,2025,5,120,300,,,\n"
        "A,2025,8,10,100,10,,\n"
        "A,2025,10,,,101,,\n"
        "A,2025,17,3,,,,\n"
        "A,2025,23,,,,2.5,\n"
        "A,2025,26,,,,5,\n"
        "A,2025,29,1,2,,,\n"
        "A,2025,11,-1,2,,,\n"
    )
    profile = "city,people,area_km2,place,economy,nature,administration\nB,1,1,,,,\n"

    done = run(
        tmp_path, "singapore-index", str(folder_of(tmp_path, figures=figures)), "-o", "out"
    )  # cells of their own kind first: 5 points, indicator 29, a negative part

    assert done.returncode == 1
    for row in (10, 11, 12):
        assert f"row {row}" in done.stderr
    assert not (tmp_path / "out").exists()

    good = "".join(figures.splitlines(keepends=True)[:9])
    place = tmp_path / "mine"
    (place / "figures.csv").write_text(good, encoding="utf-8")
    (place / "profile.csv").write_text(profile, encoding="utf-8")
    done = run(tmp_path, "singapore-index", str(place), "-o", "out")

    assert done.returncode == 1
    for row in range(2, 10):
        assert f"row {row}" in done.stderr, row
    assert "profile.csv" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_city_twice_in_a_round_is_named(tmp_path: Path) -> None:
    figures = FIGURES + "A,2025,1,1,2,,,\nA,2025,1,1,3,,,\n"

    done = run(tmp_path, "singapore-index", str(folder_of(tmp_path, figures=figures)), "-o", "out")

    assert done.returncode == 1
    assert "row 3" in done.stderr


def test_all_faults_of_targets_are_named_at_once_in_both_languages(tmp_path: Path) -> None:
    targets = TARGETS + (
        "A,T1,t,24,increase,,ha,2020,10,2030,20,\n"
        "A,T2,t,2,increase,,ha,2020,10,2030,10,\n"
        "A,T3,t,2,reduce,,ha,2020,10,2030,11,\n"
        "A,T4,t,2,increase,,ha,2030,10,2030,20,\n"
        "A,T5,t,2,increase,,ha,2020,,2030,20,\n"
        "A,T6,t,2,reach,,ha,2020,10,2030,,\n"
        "A,T7,t,2,hold,,ha,2020,,2030,,\n"
        "A,T8,t,2,increase,lower,ha,2020,10,2030,20,\n"
    )
    measurements = "city,code,year,value,explanation\nB,T1,2025,3,\nA,T9,2025,3,\n"
    areas = "city,gbf,realm,year,part_km2,whole_km2\nA,2,land,2025,3,2\n"
    actions = "city,action,code,state\nA,Plant,T0,done\n"
    mine = folder_of(
        tmp_path, targets=targets, measurements=measurements, areas=areas, actions=actions
    )

    done = run(tmp_path, "biodiversity-targets", str(mine), "-o", "out")
    chinese = run(tmp_path, "biodiversity-targets", str(mine), "-o", "out", "--lang", "zh")

    assert (done.returncode, chinese.returncode) == (1, 1)
    said = [line for line in done.stderr.splitlines() if ".csv" in line]
    for row in range(2, 10):
        assert any("targets.csv" in line and f"row {row}" in line for line in said), row
    for name in ("measurements.csv", "areas.csv", "actions.csv"):
        assert any(name in line for line in said), name
    assert "框架目标编号1至23" in chinese.stderr
    assert not (tmp_path / "out").exists()


def test_targets_of_two_cities_with_one_code_are_kept_apart(tmp_path: Path) -> None:
    targets = TARGETS + (
        "A,T,Trees,12,increase,,ha,2020,10,2030,20,\nB,T,Trees,12,increase,,ha,2020,10,2030,20,\n"
    )
    measurements = "city,code,year,value,explanation\nA,T,2025,19,\nB,T,2025,11,\n"
    mine = folder_of(tmp_path, targets=targets, measurements=measurements)

    done = run(tmp_path, "biodiversity-targets", str(mine), "-o", "out")

    assert done.returncode == 0, done.stderr
    found = rows(tmp_path / "out" / "targets.csv")
    assert [one["status"] for one in found] == ["on_track", "behind"]
    covered = rows(tmp_path / "out" / "coverage.csv")
    assert len(covered) == 46
    assert sum(int(one["targets"]) for one in covered) == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_names_what_is_not_confirmed(tmp_path: Path, language: str) -> None:
    assert run(tmp_path, "singapore-index", "-o", "out").returncode == 0

    page = (tmp_path / "out" / language / "report.html").read_text(encoding="utf-8")

    words = {"en": "not confirmed in a publication", "zh": "未经出版物核实"}[language]
    assert words in page
    assert {"en": "of 80 points possible", "zh": "可得80分中"}[language] in page


def test_names_made_to_harm_stay_words_on_the_page(tmp_path: Path) -> None:
    figures = FIGURES + '"<script>alert(1)</script>",2025,1,1,2,,,"=HYPERLINK(""x"")"\n'

    done = run(tmp_path, "singapore-index", str(folder_of(tmp_path, figures=figures)), "-o", "out")

    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page


def test_a_thousand_rounds_give_what_each_gives_alone() -> None:
    example = read_example(tool_of("singapore-index"))
    one = example.tables["figures"]
    copies = [one.assign(city=one["city"] + f" {number}") for number in range(340)]
    many = pd.concat(copies, ignore_index=True)

    alone = singapore_index(example).tables["totals"]["points"].tolist()
    found = singapore_index(Inputs({"figures": many}, example.places, {})).tables["totals"]

    assert len(found) == 1020
    assert sorted(found["points"]) == sorted(alone * 340)
