"""`localgoals pack`, through the front door."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from typer.testing import CliRunner, Result

from localgoals.cli.exits import Exit
from localgoals.cli.pack import app
from localgoals.ingest.pack import open_pack

NEW = ["--code", "XX-ONE", "--name-en", "One", "--name-zh", "一市", "--country", "XX"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    assert run("new", folder, *NEW).exit_code == Exit.DONE
    return folder


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("x,y,people,women\n7.41,43.71,10,4\n")
    return path


def add_people(folder: Path, people: Path, *more: str) -> Result:
    fields = ["--field", "total=people", "--field", "group.sex=female=women"]
    return run("add", folder, people, "--role", "population", "--period", "2020", *fields, *more)


def add_area(folder: Path) -> None:
    area = gpd.GeoDataFrame(geometry=[shapely.box(7.4, 43.7, 7.44, 43.74)], crs=4326)
    area.to_file(folder.parent / "area.gpkg")
    source = ["--source-title", "Mapping office", "--licence", "CC-BY-4.0"]
    run("add", folder, folder.parent / "area.gpkg", "--role", "boundary", *source)


def test_a_new_pack_says_what_comes_next(tmp_path: Path) -> None:
    result = run("new", tmp_path / "pack", *NEW, "--lang", "zh")

    assert result.exit_code == Exit.DONE
    assert "请添加文件：localgoals pack add" in result.output
    assert (tmp_path / "pack" / "datapackage.json").is_file()


def test_a_wrong_country_is_explained_in_chinese(tmp_path: Path) -> None:
    wrong = [*NEW[:-1], "Monaco"]

    result = run("new", tmp_path / "pack", *wrong, "--lang", "zh")

    assert result.exit_code == Exit.BAD_INPUT
    assert "ISO 3166 的两个字母" in result.output


def test_every_option_reaches_the_descriptor(folder: Path, people: Path) -> None:
    result = add_people(
        folder, people, "--crs", "EPSG:4326", "--title", "People", "--source-title", "Office",
        "--source-url", "https://city.example", "--licence", "CC0-1.0", "--modelled", "--survey",
        "--note", "spread over homes",
    )  # fmt: skip

    (resource,) = open_pack(folder, scratch=folder).resources
    assert result.exit_code == Exit.DONE
    assert resource.sha256 in result.output
    assert resource.options == {
        "crs": "EPSG:4326",
        "fields": {"total": "people", "groups": {"sex=female": "women"}},
    }
    assert resource.origin.publisher == "Office"
    assert resource.origin.url == "https://city.example"
    assert resource.origin.licence == "CC0-1.0"
    assert resource.origin.modelled
    assert resource.origin.survey
    assert resource.origin.note == "spread over homes"


def test_a_corrected_file_takes_the_place_of_the_first(folder: Path, people: Path) -> None:
    add_people(folder, people)

    refused = add_people(folder, people)
    replaced = add_people(folder, people, "--replace", "population-2020")

    assert refused.exit_code == Exit.BAD_INPUT
    assert "a second resource with the role population for 2020" in refused.output
    assert replaced.exit_code == Exit.DONE


def test_a_refused_file_lists_all_reasons(folder: Path, people: Path) -> None:
    result = run("add", folder, people, "--role", "districts", "--mode", "bus", "--unit", "m2")

    assert result.exit_code == Exit.BAD_INPUT
    for key in ("mode", "unit", "level"):
        assert f"localgoals.{key}" in result.output


@pytest.mark.parametrize("text", ["total", "=people", "group.sex=women", "total="])
def test_a_field_that_is_not_understood_is_explained(folder: Path, people: Path, text: str) -> None:
    from localgoals.errors import BadInput

    with pytest.raises(BadInput, match="group.sex=female=females"):
        run("add", folder, people, "--role", "population", "--field", text)


def test_a_sound_pack_is_usable_and_tells_what_it_can_give(folder: Path, people: Path) -> None:
    add_area(folder)
    add_people(folder, people)

    result = run("check", folder)

    assert result.exit_code == Exit.DONE
    assert "0 errors, 2 warnings" in result.output
    assert "3.4-P1" in result.output
    assert "Public transport stops (transit)" in result.output


def test_a_pack_with_errors_tells_them_in_chinese_and_fails(folder: Path, people: Path) -> None:
    add_area(folder)
    add_people(folder, people)
    people.write_text("x,y,people,women\n7.41,43.71,many,-4\n")
    add_people(folder, people, "--replace", "population-2020")

    result = run("check", folder, "--lang", "zh", "--problems", folder.parent / "list.csv")

    assert result.exit_code == Exit.BAD_INPUT
    assert "population-2020 (population-2020-2.csv), row 2, column people" in result.output
    assert "应为：数字" in result.output
    with (folder.parent / "list.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["kind"] for row in rows if row["severity"] == "error"] == [
        "not-a-number",
        "negative-number",
    ]


def test_what_is_no_pack_is_told(tmp_path: Path) -> None:
    result = run("check", tmp_path)

    assert result.exit_code == Exit.BAD_INPUT
    assert "no datapackage.json" in result.output


def test_the_files_of_a_pack_are_shown(folder: Path, people: Path) -> None:
    add_area(folder)
    add_people(folder, people, "--modelled")

    result = run("show", folder)

    lines = [line.strip() for line in result.output.splitlines()]
    assert lines[0] == "One (XX-ONE, XX)"
    for line in (
        "role: boundary",
        "file: boundary.gpkg",
        "coordinate reference system: EPSG:4326",
        "extent: 7.4, 43.7, 7.44, 43.74",
        "source: Mapping office",
        "licence: CC-BY-4.0",
        "period: 2020",
        "modelled: yes",
    ):
        assert line in lines
    assert lines.count("rows, features or cells: 1") == 2


def test_a_changed_file_is_not_shown(folder: Path, people: Path) -> None:
    add_people(folder, people)
    (folder / "population-2020.csv").write_text("x,y,people,women\n7.41,43.71,11,4\n")

    result = run("show", folder, "--lang", "zh")

    assert result.exit_code == Exit.BAD_INPUT
    assert "请重新添加文件" in result.output
