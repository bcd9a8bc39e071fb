"""A result is written whole or not at all, and never over what was read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from many_towns import begun, ended, until

COMMAND = Path(sys.executable).with_name("localgoals")
TABLE = "series,area,period,value\npeople,XX-ONE,2019,12\n"
READ = ("statistics", "read", "table.csv", "--format", "long")
HOURS = "time,pm25\n" + "".join(f"2024-01-01T{hour:02d}:00,{hour}\n" for hour in range(24))


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": "", "LANG": "C.UTF-8"}
    return subprocess.run(
        [COMMAND, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("option", ["-o", "--problems", "--sources"])
def test_the_table_that_is_read_is_not_written_over(tmp_path: Path, option: str) -> None:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")

    done = run(tmp_path, *READ, option, "table.csv")

    assert done.returncode == 1
    assert "table.csv is what was read" in done.stderr
    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == TABLE


def test_the_measurements_of_a_station_are_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "hours.csv").write_text(HOURS, encoding="utf-8")
    columns = ("--column", "time=time", "--column", "pm25=pm25")

    done = run(tmp_path, "air", "index", "hours.csv", *columns, "-o", "hours.csv")

    assert "hours.csv is what was read" in done.stderr
    assert (tmp_path / "hours.csv").read_text(encoding="utf-8") == HOURS


def test_two_results_do_not_go_into_one_file(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")

    done = run(tmp_path, *READ, "-o", "out.csv", "--problems", "out.csv")

    assert done.returncode == 1
    assert "out.csv is named for two results" in done.stderr
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("option", ["-o", "--problems", "--sources"])
def test_a_full_disk_is_told_by_its_path(tmp_path: Path, option: str) -> None:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")

    done = run(tmp_path, *READ, option, "/dev/full")

    assert done.returncode == 1
    assert done.stderr.strip() == "/dev/full: No space left on device"


def test_a_device_is_written_into_and_stays_one(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")

    done = run(tmp_path, *READ, "-o", "/dev/stdout")

    assert done.returncode == 0, done.stderr
    assert "people,XX-ONE,2019" in done.stdout


def test_a_link_to_a_result_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("result.csv")

    done = run(tmp_path, *READ, "-o", "link.csv")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "link.csv").is_symlink()
    assert "people,XX-ONE,2019" in (tmp_path / "result.csv").read_text(encoding="utf-8")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.csv", "result.csv", "table.csv"]


def test_a_command_that_the_system_ends_leaves_nothing_half_written(
    pack: Path, tmp_path: Path
) -> None:
    process = begun(tmp_path, pack, "-o", tmp_path / "out", "--reports", "none")
    until(lambda: list(tmp_path.glob(".out.*")), process)
    process.terminate()
    code, _, told = ended(process)

    assert code == 130, told
    assert "Nothing was written" in told
    assert list(tmp_path.iterdir()) == []
