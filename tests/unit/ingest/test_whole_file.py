"""A file is written whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from localgoals.errors import BadInput
from localgoals.ingest.whole_file import whole_file


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")

    with whole_file(tmp_path / "a.csv") as partial:
        partial.write_text("new")

    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("a.csv", "new")]


def test_what_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")

    with pytest.raises(TypeError, match="NoneType"), whole_file(tmp_path / "a.csv") as partial:
        partial.write_text(None)  # type: ignore[arg-type]

    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("a.csv", "old")]


def test_what_was_read_is_not_written_over_whatever_its_name(tmp_path: Path) -> None:
    read = tmp_path / "read.csv"
    read.write_text("old")
    (tmp_path / "link.csv").symlink_to(read)

    with (
        pytest.raises(BadInput, match="is what was read"),
        whole_file(tmp_path / "link.csv", read=[tmp_path / "other.csv", read]),
    ):
        pass

    assert read.read_text() == "old"
