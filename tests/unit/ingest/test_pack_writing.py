"""City packs that the library writes, and opens again."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import frictionless
import pytest

from localgoals.errors import BadInput, PackRefused
from localgoals.ingest.pack import Pack, add_resource, new_pack, open_pack
from localgoals.model.period import Period
from localgoals.model.provenance import Origin
from localgoals.model.text import Text

PEOPLE = {"fields": {"total": "people"}}
STATED = Origin("People", "Statistics office", "https://city.example/people", "CC BY 4.0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    new_pack(folder, code="XX-ONE", name=Text("One city", "一市"), country="XX")
    return folder


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "People 2020.csv"
    path.write_text("lon,lat,people\n7.41,43.71,10\n")
    return path


def kinds(refused: pytest.ExceptionInfo[PackRefused]) -> list[str]:
    return [one.kind for one in refused.value.problems]


def opened(folder: Path, tmp_path: Path) -> Pack:
    return open_pack(folder, scratch=tmp_path / "scratch")


def test_a_new_pack_is_empty_and_can_be_opened(folder: Path, tmp_path: Path) -> None:
    pack = opened(folder, tmp_path)

    assert (pack.code, pack.name, pack.country) == ("XX-ONE", Text("One city", "一市"), "XX")
    assert pack.resources == ()


def test_a_pack_is_not_started_over_another(folder: Path) -> None:
    with pytest.raises(BadInput, match="has a datapackage.json already"):
        new_pack(folder, code="XX-TWO", name=Text("Two", "二"), country="XX")


@pytest.mark.parametrize(("code", "country"), [("New York", "US"), ("US-NYC", "USA"), ("", "US")])
def test_a_code_that_cannot_be_one_is_refused(tmp_path: Path, code: str, country: str) -> None:
    with pytest.raises(PackRefused) as refused:
        new_pack(tmp_path / "pack", code=code, name=Text("A", "甲"), country=country)

    assert kinds(refused) == ["value-wrong"]
    assert not (tmp_path / "pack").exists()


def test_an_added_file_is_copied_hashed_and_described(
    folder: Path, people: Path, tmp_path: Path
) -> None:
    period = Period(2020, 2020)
    added = add_resource(
        folder, people, role="population", period=period, options=PEOPLE, origin=STATED
    )

    (read,) = opened(folder, tmp_path).having("population")

    assert read == added
    assert read.path == folder / "population-2020.csv"
    assert read.sha256 == hashlib.sha256(people.read_bytes()).hexdigest()
    assert (read.period, read.fields, read.origin) == (period, {"total": "people"}, STATED)
    assert read.lineage.sources == ("population-2020",)


def test_a_written_pack_is_a_valid_data_package(folder: Path, people: Path) -> None:
    for year in (2010, 2020):
        period = Period(year, year)
        add_resource(
            folder, people, role="population", period=period, options=PEOPLE, origin=STATED
        )
    add_resource(folder, [people, people], role="air", origin=STATED)

    report = frictionless.validate(str(folder / "datapackage.json"))

    assert report.valid, report.flatten(["title", "message"])
    assert len(report.tasks) == 3


def test_a_file_that_lies_in_the_pack_stays_where_it_is(folder: Path, people: Path) -> None:
    inside = folder / "mine.csv"
    shutil.copy(people, inside)

    added = add_resource(
        folder, inside, role="population", period=Period(2020, 2020), options=PEOPLE
    )

    assert added.path == inside
    assert sorted(one.name for one in folder.iterdir()) == ["datapackage.json", "mine.csv"]


def test_several_files_of_one_resource_keep_their_order(folder: Path, tmp_path: Path) -> None:
    files = []
    for name in ("东四.csv", "Aoti zhongxin.csv"):
        files.append(tmp_path / name)
        files[-1].write_text(f"station\n{name}\n", encoding="utf-8")

    added = add_resource(folder, files, role="air")

    assert [one.relative_to(folder).as_posix() for one in added.paths] == [
        "air/001.csv",
        "air/002-aoti-zhongxin.csv",
    ]


def test_a_change_in_any_of_several_files_is_noticed(
    folder: Path, people: Path, tmp_path: Path
) -> None:
    added = add_resource(folder, [people, people], role="air")
    added.paths[1].write_text("lon,lat,people\n7.41,43.71,11\n")

    with pytest.raises(PackRefused) as refused:
        opened(folder, tmp_path)

    assert kinds(refused) == ["hash-changed"]
    assert "air (air/002" in str(refused.value)


def test_a_shapefile_comes_with_all_its_parts(folder: Path, shared: Path, tmp_path: Path) -> None:
    blocks = shared / "data/northern_kentucky_us/block-groups/block-groups.shp"
    added = add_resource(
        folder, blocks, role="population", period=Period(2010, 2010), options=PEOPLE
    )

    endings = {one.suffix for one in folder.iterdir()} - {".json"}
    assert endings == {".shp", ".shx", ".dbf", ".prj", ".cpg"}

    added.path.with_suffix(".prj").unlink()
    with pytest.raises(PackRefused) as refused:
        opened(folder, tmp_path)
    assert kinds(refused) == ["file-missing"]


def test_a_refused_file_leaves_the_pack_as_it_was(folder: Path, people: Path) -> None:
    before = {one.name: one.read_bytes() for one in folder.iterdir()}

    with pytest.raises(PackRefused) as refused:
        add_resource(folder, people, role="streets", options={"level": "borough"})

    assert kinds(refused) == ["key-unknown"]
    with pytest.raises(PackRefused) as refused:
        add_resource(folder, people, role="streets")
    assert kinds(refused) == ["format-not-for-role"]
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before


def test_a_second_file_for_the_same_use_is_refused_unless_it_replaces_the_first(
    folder: Path, people: Path, tmp_path: Path
) -> None:
    period = Period(2020, 2020)
    add_resource(folder, people, role="population", period=period, options=PEOPLE)
    people.write_text("lon,lat,people\n7.41,43.71,12\n")

    with pytest.raises(PackRefused) as refused:
        add_resource(folder, people, role="population", period=period, options=PEOPLE)
    added = add_resource(
        folder,
        people,
        role="population",
        period=period,
        options=PEOPLE,
        replaces="population-2020",
    )

    assert kinds(refused) == ["period-twice"]
    assert opened(folder, tmp_path).resources == (added,)
    assert [one for one in folder.iterdir() if one.suffix == ".csv"] == [added.path]
    assert added.path.read_bytes() == people.read_bytes()


def test_only_a_resource_that_is_there_can_be_replaced(folder: Path, people: Path) -> None:
    with pytest.raises(BadInput, match="no resource 'population-1999'"):
        add_resource(folder, people, role="air", replaces="population-1999")


def test_a_file_cannot_be_added_without_a_pack(tmp_path: Path, people: Path) -> None:
    with pytest.raises(BadInput, match="localgoals pack new"):
        add_resource(tmp_path, people, role="air")


@pytest.mark.parametrize("prefix", ["", "my-city/"])
def test_a_zip_of_the_folder_is_the_same_pack(
    folder: Path, people: Path, tmp_path: Path, prefix: str
) -> None:
    add_resource(folder, people, role="air", origin=STATED)
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.rglob("*"):
            archive.write(file, prefix + file.relative_to(folder).as_posix())

    (one,) = opened(path, tmp_path).resources

    assert one.sha256 == opened(folder, tmp_path).resources[0].sha256
    assert one.path.is_relative_to(tmp_path / "scratch")


def test_every_refusal_names_the_key(folder: Path, people: Path, tmp_path: Path) -> None:
    add_resource(folder, people, role="population", period=Period(2020, 2020), options=PEOPLE)
    file = folder / "datapackage.json"
    descriptor = json.loads(file.read_text())
    descriptor["resources"][0]["localgoals"]["fields"]["groups"] = {"female": "women", "a=b": 7}
    descriptor["localgoals"]["version"] = 2
    file.write_text(json.dumps(descriptor))

    with pytest.raises(PackRefused) as refused:
        opened(folder, tmp_path)

    assert [one.where for one in refused.value.problems] == [
        "datapackage.json, localgoals.version",
        "datapackage.json, resources[0].localgoals.fields.groups",
        "datapackage.json, resources[0].localgoals.fields.groups.a=b",
    ]


@pytest.mark.parametrize("text", ["[]", "7", '"pack"', "{}", '{"resources": [1]}', "\x00", "\xff"])
def test_any_other_json_is_refused_and_not_a_crash(folder: Path, tmp_path: Path, text: str) -> None:
    (folder / "datapackage.json").write_bytes(text.encode("latin-1"))

    with pytest.raises(PackRefused, match="datapackage.json"):
        opened(folder, tmp_path)
