"""A folder of results is replaced as a whole, or stands as it stood."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from localgoals.reports.whole_folder import RUN_FILE, replaced_folder


def written(folder: Path, words: str) -> None:
    with replaced_folder(folder) as partial:
        (partial / RUN_FILE).write_text(words, encoding="utf-8")


def test_a_later_result_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    written(tmp_path / "out", "first")
    written(tmp_path / "out", "second")

    assert (tmp_path / "out" / RUN_FILE).read_text(encoding="utf-8") == "second"
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_an_earlier_result_stands_again_where_the_later_one_cannot_be_put(tmp_path: Path) -> None:
    written(tmp_path / "out", "first")

    # Somebody clears hidden folders away while the command is at work.
    with pytest.raises(FileNotFoundError), replaced_folder(tmp_path / "out") as partial:
        shutil.rmtree(partial)

    assert (tmp_path / "out" / RUN_FILE).read_text(encoding="utf-8") == "first"
    assert [one.name for one in tmp_path.iterdir()] == ["out"]
