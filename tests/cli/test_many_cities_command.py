"""`localgoals baseline PACKS…`: many cities, some of which fail, in processes that may die."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds
import pytest
from front_door import digests, localgoals
from many_towns import (
    begun,
    change,
    cities_in_data_set,
    ended,
    kill,
    stamps,
    table,
    towns,
    unfinished,
    until,
    workers_of,
)

from localgoals.cli.many_cities import CityBar
from localgoals.many_cities.outcome import Outcome
from localgoals.many_cities.plan import CityTask, Wanted

# A code of digits alone must stay a text, with its zero.
CODES = ("06037", "XX-ONE", "XX-TWO")
QUICK = ("--reports", "none", "--workers", 2)


@pytest.fixture(scope="module")
def packs(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return towns(pack, tmp_path_factory.mktemp("packs"), CODES)


@pytest.fixture(scope="module")
def run(packs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, str, str]:
    """Compute three towns and two that cannot be computed."""
    folder = tmp_path_factory.mktemp("many")
    change(broken := towns(packs[0], folder, ["XX-BAD"])[0], country="nowhere")
    done = localgoals(folder, "baseline", *packs, broken, "absent.zip", "-o", "out", *QUICK)
    return folder / "out", done.returncode, done.stdout, done.stderr


def test_each_city_has_the_folder_that_it_has_when_computed_alone(
    packs: list[Path], run: tuple[Path, int, str, str], tmp_path: Path
) -> None:
    alone = localgoals(tmp_path, "baseline", packs[1], "-o", "alone", "--reports", "none")

    assert alone.returncode == 0, alone.stderr
    assert digests(tmp_path / "alone") == digests(run[0] / "XX-ONE")
    assert not (run[0] / "XX-ONE" / "en" / "report.html").exists()


def test_all_figures_are_one_data_set_in_which_a_code_of_digits_is_a_text(
    run: tuple[Path, int, str, str],
) -> None:
    rows = pd.read_parquet(run[0] / "observations")
    alone = pd.read_parquet(run[0] / "06037" / "observations.parquet")

    assert set(rows["city"]) == set(CODES)
    assert set(rows["country"]) == {"XX"}
    assert len(rows) == 3 * len(alone)
    parts = [ds.dataset(one).schema for one in (run[0] / "observations").glob("*/*.parquet")]
    assert len(parts) == 3
    assert all(schema == parts[0] for schema in parts)


def test_a_city_that_fails_is_reported_and_stops_no_other(
    run: tuple[Path, int, str, str],
) -> None:
    out, code, said, told = run
    rows = table(out)

    assert code == 4
    assert "3 of 5 cities are done, 0 of them from an earlier run; 2 failed." in said
    assert "XX-BAD failed:" in told
    assert "two letters of ISO 3166" in told
    assert {key: rows[key]["status"] for key in (*CODES, "XX-BAD")} == {
        **dict.fromkeys(CODES, "done"),
        "XX-BAD": "failed",
    }
    (absent,) = (row for key, row in rows.items() if key.endswith("absent.zip"))
    assert "nothing at this path" in absent["reason_en"]
    assert "没有任何内容" in absent["reason_zh"]
    assert float(rows["06037"]["seconds"]) > 0
    assert 50 < float(rows["06037"]["memory_mb"]) < 5000
    summary = (out / "summary.txt").read_text("utf-8")
    assert "3 of 5 cities are done" in summary
    assert "5个城市中已完成3个" in summary
    assert unfinished(out) == []


def test_a_second_run_computes_only_what_is_missing_or_changed(
    packs: list[Path], run: tuple[Path, int, str, str], tmp_path: Path
) -> None:
    out = shutil.copytree(run[0], tmp_path / "out")
    mine = [shutil.copytree(one, tmp_path / one.name) for one in packs]
    change(mine[1], title={"en": "Other", "zh": "别处"})
    (out / "XX-TWO" / "zh" / "problems.csv").unlink()
    before = stamps(out)

    done = localgoals(tmp_path, "baseline", *mine, "-o", "out", *QUICK)

    after = stamps(out)
    assert done.returncode == 0, done.stderr
    assert "3 of 3 cities are done, 1 of them from an earlier run; 0 failed." in done.stdout
    assert after["06037"] == before["06037"]
    assert after["XX-ONE"] != before["XX-ONE"]
    assert after["XX-TWO"] != before["XX-TWO"]
    rows = table(out)
    assert rows["XX-ONE"]["name_en"] == "Other"
    assert rows["06037"]["seconds"] == table(run[0])["06037"]["seconds"]
    # What an earlier run says of other packs stays.
    assert rows["XX-BAD"]["status"] == "failed"


def test_a_city_that_fails_later_leaves_the_data_set_and_keeps_its_folder(
    packs: list[Path], run: tuple[Path, int, str, str], tmp_path: Path
) -> None:
    out = shutil.copytree(run[0], tmp_path / "out")
    mine = shutil.copytree(packs[1], tmp_path / "mine")
    change(mine, country="nowhere")

    done = localgoals(tmp_path, "baseline", mine, "-o", "out", *QUICK)

    assert done.returncode == 4
    assert table(out)["XX-ONE"]["status"] == "failed"
    assert cities_in_data_set(out) == {"06037", "XX-TWO"}
    assert (out / "XX-ONE" / "run.json").is_file()


def test_two_packs_of_a_city_are_refused_before_anything_is_computed(
    packs: list[Path], tmp_path: Path
) -> None:
    twin = shutil.copytree(packs[1], tmp_path / "twin")
    change(twin, code="xx-one")

    done = localgoals(tmp_path, "baseline", *packs, twin, "-o", "out")

    assert done.returncode == 1
    assert "a second pack of the city xx-one" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("code", [".hidden", "observations", ".."])
def test_a_code_that_cannot_name_a_folder_is_refused(
    packs: list[Path], tmp_path: Path, code: str
) -> None:
    odd = shutil.copytree(packs[1], tmp_path / "odd")
    change(odd, code=code)

    done = localgoals(tmp_path, "baseline", packs[0], odd, "-o", "out")

    assert done.returncode == 1
    assert f"the code {code}, which cannot be the name" in done.stderr


def test_a_folder_of_something_else_is_not_written_into(packs: list[Path], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine", "utf-8")

    done = localgoals(tmp_path, "baseline", *packs, "-o", "out")

    assert done.returncode == 1
    assert "not an earlier result" in done.stderr
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_a_cluster_that_does_not_answer_is_named(packs: list[Path], tmp_path: Path) -> None:
    done = localgoals(tmp_path, "baseline", packs[0], "--scheduler", "nonsense", "-o", "out")

    assert done.returncode == 3
    assert "No Dask scheduler answers. (nonsense)" in done.stderr


def test_the_time_left_follows_the_size_of_the_packs(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = Wanted(Path("out"))
    tasks = [CityTask(Path(f"{size}"), f"XX-{size}", size, wanted) for size in (800_000, 300_000)]
    ticks = iter([0.0, 20.0, 30.0])

    with CityBar(tasks, "en", clock=lambda: next(ticks)) as bar:
        for task in tasks:
            bar.told(Outcome(task, "done"))

    told = capsys.readouterr().err.splitlines()
    assert told == [
        "1 of 2 cities, 0 failed; about 0:10 left (min:s)",
        "2 of 2 cities, 0 failed; about 0:00 left (min:s)",
    ]


@pytest.mark.slow
def test_the_city_of_a_worker_that_is_killed_is_computed_by_another(
    packs: list[Path], tmp_path: Path
) -> None:
    process = begun(tmp_path, *packs, "-o", "out", *QUICK)

    until(lambda: list(tmp_path.glob("out/.*")) and workers_of(process), process)
    kill(workers_of(process)[:1])
    code, said, told = ended(process)

    assert code == 0, told
    assert "3 of 3 cities are done" in said
    assert cities_in_data_set(tmp_path / "out") == set(CODES)
    assert unfinished(tmp_path / "out") == []


@pytest.mark.slow
def test_a_city_that_kills_every_worker_fails_after_three_and_the_others_are_done(
    packs: list[Path], tmp_path: Path
) -> None:
    process = begun(tmp_path, *packs, "-o", "out", "--reports", "none", "--workers", 1)
    seen: set[Path] = set()

    def killed_three_times() -> bool:
        if begun_anew := set(tmp_path.glob("out/.XX-ONE.*")) - seen:
            kill(workers_of(process))
            seen.update(begun_anew)
        return len(seen) == 3

    until(killed_three_times, process)
    code, _, told = ended(process)

    assert code == 4
    assert "died 3 times in the middle of this city" in told
    rows = table(tmp_path / "out")
    assert {key: row["status"] for key, row in rows.items()} == {
        "06037": "done", "XX-ONE": "failed", "XX-TWO": "done",
    }  # fmt: skip
    assert unfinished(tmp_path / "out") == []


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_says_what_is_done_and_the_same_command_goes_on(
    packs: list[Path], tmp_path: Path, sign: signal.Signals
) -> None:
    words = (*packs, "-o", "out", "--reports", "none", "--workers", 1)
    process = begun(tmp_path, *words)
    until(lambda: list(tmp_path.glob("out/observations/*/*.parquet")), process)
    until(lambda: list(tmp_path.glob("out/.*")), process)
    # A terminal tells every process of Ctrl-C; a system that ends a job may tell only the first.
    os.killpg(process.pid, sign) if sign == signal.SIGINT else process.send_signal(sign)
    code, said, told = ended(process)
    before = stamps(tmp_path / "out")

    assert code == 130, told
    assert "Stopped. Run the same command again" in said
    assert "Nothing was written" not in told
    assert unfinished(tmp_path / "out") == []
    assert 1 <= len(before) <= 2

    code, said, told = ended(begun(tmp_path, *words))

    assert code == 0, told
    assert f"3 of 3 cities are done, {len(before)} of them from an earlier run" in said
    assert before.items() <= stamps(tmp_path / "out").items()


@pytest.mark.slow
def test_after_a_kill_of_the_whole_command_only_the_rest_is_computed(
    packs: list[Path], tmp_path: Path
) -> None:
    words = (*packs, "-o", "out", *QUICK)
    process = begun(tmp_path, *words)
    until(lambda: list(tmp_path.glob("out/observations/*/*.parquet")), process)
    os.killpg(process.pid, signal.SIGKILL)
    ended(process)
    before = stamps(tmp_path / "out")
    whole = {one.stem for one in tmp_path.glob("out/observations/*/*.parquet")}

    code, said, told = ended(begun(tmp_path, *words))

    assert code == 0, told
    assert f"3 of 3 cities are done, {len(whole)} of them from an earlier run" in said
    after = stamps(tmp_path / "out")
    assert {city: after[city] for city in whole} == {city: before[city] for city in whole}
    assert set(table(tmp_path / "out")) == set(CODES)
    assert unfinished(tmp_path / "out") == []
