"""What is to be computed, and in which order."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from localgoals.errors import PackRefused
from localgoals.ingest.pack import new_pack
from localgoals.many_cities.plan import Wanted, plan_of
from localgoals.model.text import Text


def pack(folder: Path, code: str, *, size: int = 0) -> Path:
    """Make a pack without resources, with a file of a given size beside its descriptor."""
    path = folder / f"pack-{code}-{size}"
    new_pack(path, code=code, name=Text(code, "城"), country="XX")
    (path / "more").write_bytes(bytes(size))
    return path


def zipped(path: Path, *, inside: str) -> Path:
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        archive.write(path / "datapackage.json", f"{inside}datapackage.json")
    return target


def test_the_largest_city_is_begun_first(tmp_path: Path) -> None:
    packs = [pack(tmp_path, "XX-A"), pack(tmp_path, "XX-B", size=9000), pack(tmp_path, "XX-C")]

    tasks = plan_of(packs, Wanted(tmp_path / "out"))

    assert [one.code for one in tasks] == ["XX-B", "XX-A", "XX-C"]
    assert tasks[0].folder == tmp_path / "out" / "XX-B"


@pytest.mark.parametrize("inside", ["", "town/"])
def test_the_city_of_a_zip_is_known_before_it_is_unpacked(tmp_path: Path, inside: str) -> None:
    folder = pack(tmp_path, "XX-A")

    with pytest.raises(PackRefused, match="a second pack of the city XX-A"):
        plan_of([folder, zipped(folder, inside=inside)], Wanted(tmp_path / "out"))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"localgoals": 3}', '{"localgoals": {"code": 3}}']
)
def test_a_pack_that_does_not_say_its_city_is_left_to_the_worker(tmp_path: Path, text: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, "utf-8")

    tasks = plan_of([tmp_path, tmp_path / "absent"], Wanted(tmp_path / "out"))

    assert [one.code for one in tasks] == ["", ""]


def test_a_code_with_a_slash_names_no_folder(tmp_path: Path) -> None:
    folder = pack(tmp_path, "XX-A")
    file = folder / "datapackage.json"
    file.write_text(file.read_text("utf-8").replace("XX-A", "../../XX"), "utf-8")

    (task,) = plan_of([folder], Wanted(tmp_path / "out"))

    assert task.code == ""
