"""What a pack can give, and its list of faults as a file."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from localgoals.catalogue.load import load
from localgoals.ingest.check import PROBLEM_COLUMNS, PackCheck, check_pack, write_problems
from localgoals.ingest.faults import problem
from localgoals.ingest.pack import add_resource, new_pack
from localgoals.model.period import Period
from localgoals.model.text import Text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    new_pack(folder, code="XX-ONE", name=Text("One", "一"), country="XX")
    area = gpd.GeoDataFrame(
        {"code": ["A"], "name": ["a"]}, geometry=[shapely.box(7.4, 43.7, 7.44, 43.74)], crs=4326
    )
    area.to_file(tmp_path / "area.gpkg")
    add_resource(folder, tmp_path / "area.gpkg", role="districts", options={"level": "all"})
    return folder


def add_people(folder: Path, rows: str) -> None:
    path = folder.parent / "people.csv"
    path.write_text("lon,lat,people\n" + rows)
    options = {"fields": {"total": "people"}}
    add_resource(folder, path, role="population", period=Period(2020, 2020), options=options)


def checked(folder: Path) -> PackCheck:
    return check_pack(folder, scratch=folder)


def test_every_indicator_of_the_catalogue_is_answered(folder: Path) -> None:
    found = checked(folder)

    assert [one.indicator.code for one in found.abilities] == list(load().indicators)


def test_an_indicator_is_possible_when_its_needs_are_met(folder: Path) -> None:
    before = {one.indicator.code: one for one in checked(folder).abilities}
    add_people(folder, "7.41,43.71,5\n")

    after = {one.indicator.code: one for one in checked(folder).abilities}

    assert before["3.4-P1"].missing == ("population",)
    assert after["3.4-P1"].is_possible
    assert after["11.2.1"].missing == ("transit",)


def test_districts_stand_in_for_a_boundary(folder: Path) -> None:
    streets = {one.indicator.code: one for one in checked(folder).abilities}["3.4-P3"]

    assert streets.missing == ("streets",)


def test_a_layer_with_an_error_counts_as_missing(folder: Path) -> None:
    add_people(folder, "7.41,43.71,many\n")

    found = checked(folder)

    assert not found.is_usable
    population = {one.indicator.code: one for one in found.abilities}["3.4-P1"]
    assert population.missing == ("population",)


def test_warnings_leave_a_pack_usable(folder: Path) -> None:
    add_people(folder, "7.41,43.71,5\n,,1\n")

    found = checked(folder)

    assert found.is_usable
    assert "coordinates-missing" in [one.kind for one in found.problems]


def test_a_ratio_names_the_series_that_it_lacks(folder: Path) -> None:
    ratio = load().indicators["8.5.2"]
    path = folder.parent / "statistics.csv"
    path.write_text("series,area,period,group,value\nunemployed,A,2020,,5\n")
    add_resource(folder, path, role="statistics")

    ability = {one.indicator.code: one for one in checked(folder).abilities}[ratio.code]

    assert not ability.is_possible
    assert ability.missing == ()
    assert ability.missing_series == ("labour_force",)


def test_an_unreadable_descriptor_gives_no_abilities(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{")

    found = checked(tmp_path)

    assert (found.pack, found.abilities, found.is_usable) == (None, (), False)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_saved_list_runs_no_formula(tmp_path: Path, start: str) -> None:
    evil = problem("value-wrong", f"{start}1+1", value=f"{start}cmd|x", expected="1")

    write_problems([evil], tmp_path / "problems.csv", "en")

    with (tmp_path / "problems.csv").open(newline="", encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert row["where"] == f"'{start}1+1"
    assert row["found"] == f"'{start}cmd|x"


def test_a_saved_list_is_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    one = problem("layer-empty", "parks (parks.gpkg)")

    write_problems([one], tmp_path / "problems.csv", "zh")

    text = (tmp_path / "problems.csv").read_bytes().decode("utf-8-sig")
    assert text.splitlines()[0] == ",".join(PROBLEM_COLUMNS)
    assert text.splitlines()[1].startswith("1,error,layer-empty,parks (parks.gpkg),没有要素,")
