"""Zips from strangers."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from localgoals.errors import UnsafeFile
from localgoals.ingest.archives import ZipLimits, unpack, zip_problems


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_folders_and_files_come_out_as_they_went_in(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"one/": b"", "one/two.csv": b"2", "three.csv": b"3"})

    unpack(path, tmp_path / "out")

    assert (tmp_path / "out/one/two.csv").read_bytes() == b"2"
    assert (tmp_path / "out/three.csv").read_bytes() == b"3"


def test_a_member_that_gives_more_than_it_declares_is_stopped(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", big=bytes(3 << 20))
    raw = bytearray(path.read_bytes())
    at = raw.index(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(raw)
    (tmp_path / "out").mkdir()

    assert zip_problems(path) == []
    with pytest.raises(UnsafeFile, match="cannot be read"):
        unpack(path, tmp_path / "out")

    assert (tmp_path / "out/big").stat().st_size <= 10


def test_members_that_shrink_too_much_are_not_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", a=bytes(1000), b=bytes(1000))
    limits = ZipLimits(ratio=1, ratio_from_bytes=100)
    (tmp_path / "out").mkdir()

    with pytest.raises(UnsafeFile, match="shrank more than 1 times"):
        unpack(path, tmp_path / "out", limits=limits)


def test_the_sum_of_all_members_is_limited(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", a=b"1234", b=b"5678")

    kinds = [one.kind for one in zip_problems(path, limits=ZipLimits(total_bytes=7))]

    assert kinds == ["zip-size"]


def test_small_files_may_shrink_a_lot(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", zeros=bytes(1 << 20))

    assert zip_problems(path) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("/etc/passwd", "zip-absolute"),
        ("\\\\server\\share", "zip-absolute"),
        ("c:x.csv", "zip-absolute"),
        ("a/../../x.csv", "zip-parent"),
        ("..\\x.csv", "zip-parent"),
    ],
)
def test_a_member_that_reaches_outside_is_named(tmp_path: Path, name: str, kind: str) -> None:
    path = zipped(tmp_path / "a.zip", **{name: b"x"})

    found = zip_problems(path)

    assert [one.kind for one in found] == [kind]
    with pytest.raises(UnsafeFile):
        unpack(path, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and nothing more")

    assert [one.kind for one in zip_problems(tmp_path / "a.zip")] == ["zip-broken"]
