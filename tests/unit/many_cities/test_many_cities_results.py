"""The folder of many results, and the table of the cities."""

from __future__ import annotations

import csv
import resource
from collections.abc import Generator
from pathlib import Path

import pytest

from localgoals.errors import BadInput
from localgoals.many_cities.cities_table import recorded
from localgoals.many_cities.outcome import Outcome, Status
from localgoals.many_cities.plan import CityTask, Wanted
from localgoals.many_cities.results import COLUMNS, folder_of_many
from localgoals.model.text import Message, Text


def outcomes(out: Path, *cities: tuple[str, Status]) -> Generator[Outcome]:
    """Give outcomes as workers do."""
    for code, status in cities:
        task = CityTask(out.parent / f"pack-{code}", code, 0, Wanted(out))
        reasons = (Message("no room"),) if status == "failed" else ()
        yield Outcome(task, status, Text(f"={code}", "城"), "XX", 7, 1.5, 200.0, reasons=reasons)


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "cities.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_is_sorted_with_the_last_word_about_each_city(tmp_path: Path) -> None:
    with folder_of_many(tmp_path):
        list(
            recorded(outcomes(tmp_path, ("B", "done"), ("A", "failed"), ("C", "failed")), tmp_path)
        )
        list(recorded(outcomes(tmp_path, ("C", "done"), ("B", "kept")), tmp_path))

    found = rows(tmp_path)
    assert [(row["city"], row["status"]) for row in found] == [
        ("A", "failed"), ("B", "done"), ("C", "done"),
    ]  # fmt: skip
    assert found[1]["seconds"] == "1.50"
    assert found[1]["name_en"] == "'=B"
    assert found[0]["reason_en"] == "no room"
    assert "2 of 3 cities are done, with 14 figures; 1 failed." in (
        tmp_path / "summary.txt"
    ).read_text("utf-8")


def test_a_pack_that_has_another_code_now_leaves_no_figures_under_the_old_one(
    tmp_path: Path,
) -> None:
    def told_as(code: str) -> Generator[Outcome]:
        part = tmp_path / "observations" / "country=XX" / f"{code}.parquet"
        part.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        task = CityTask(tmp_path.parent / "pack", code, 0, Wanted(tmp_path))
        yield Outcome(task, "done", Text(code, "城"), "XX", 7, 1.5, 200.0)

    with folder_of_many(tmp_path):
        list(recorded(told_as("OLD"), tmp_path))
        list(recorded(told_as("NEW"), tmp_path))

    assert [row["city"] for row in rows(tmp_path)] == ["NEW"]
    assert [one.name for one in tmp_path.rglob("*.parquet")] == ["NEW.parquet"]


def test_a_row_is_written_before_the_next_city_is_waited_for(tmp_path: Path) -> None:
    with folder_of_many(tmp_path):
        told = recorded(outcomes(tmp_path, ("A", "done"), ("B", "done")), tmp_path)
        next(told)

        assert [row["city"] for row in rows(tmp_path)] == ["A"]
        told.close()


def test_a_row_that_a_kill_cut_short_is_left_out(tmp_path: Path) -> None:
    whole = ",".join(["A", *[""] * 3, "done", "7", *[""] * (len(COLUMNS) - 6)])
    (tmp_path / "cities.csv").write_text(f"{','.join(COLUMNS)}\n{whole}\nB,half a r", "utf-8")

    with folder_of_many(tmp_path):
        list(recorded(outcomes(tmp_path, ("C", "done")), tmp_path))

    assert {row["city"] for row in rows(tmp_path)} == {"A", "C"}


def test_only_what_workers_leave_is_swept(tmp_path: Path) -> None:
    (tmp_path / "cities.csv").touch()
    for name in (".git", ".XX-A.abc_1234", ".XX-A.old.abc_1234", ".scratch.abcd1234", "XX-A"):
        (tmp_path / name).mkdir()

    with folder_of_many(tmp_path):
        left = sorted(one.name for one in tmp_path.iterdir())

    assert left == [".git", "XX-A", "cities.csv"]


def test_two_commands_do_not_share_a_folder(tmp_path: Path) -> None:
    with folder_of_many(tmp_path), pytest.raises(BadInput, match="Another command writes into"):
        folder_of_many(tmp_path).__enter__()

    with folder_of_many(tmp_path):
        assert (tmp_path / "cities.csv").is_file()


@pytest.mark.parametrize(
    "table", ["name,people\nKunming,8460088\n", "name,people\n", "\ufeff城市\n"]
)
def test_a_table_of_cities_that_is_a_persons_own_is_no_earlier_result(
    tmp_path: Path, table: str
) -> None:
    (tmp_path / "cities.csv").write_text(table, "utf-8")

    with pytest.raises(BadInput, match="is not an earlier result"):
        folder_of_many(tmp_path).__enter__()

    assert [one.name for one in tmp_path.iterdir()] == ["cities.csv"]
    assert (tmp_path / "cities.csv").read_text("utf-8") == table


def test_a_full_disk_is_told_by_the_path_of_the_table(tmp_path: Path) -> None:
    task = CityTask(tmp_path / "pack", "A", 0, Wanted(tmp_path))
    outcome = Outcome(task, "failed", reasons=(Message("why " * 500),))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with folder_of_many(tmp_path):
        # A limit on the size of files is told as a full disk is: without a path.
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
        try:
            with pytest.raises(BadInput, match=r"cities\.csv: File too large"):
                list(recorded((one for one in [outcome]), tmp_path))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert rows(tmp_path) == []
