"""`localgoals baseline PACKS… --scheduler`: a real Dask cluster, one of whose workers is killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from many_towns import (
    begun,
    cities_in_data_set,
    ended,
    kill,
    stamps,
    table,
    towns,
    unfinished,
    until,
)

DASK = Path(sys.executable).with_name("dask")
CODES = tuple(f"XX-{number:02}" for number in range(8))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Run a scheduler and two worker processes, as on two machines that share a disk."""
    file = tmp_path / "scheduler.json"
    quiet = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    own = ["--scheduler-file", str(file)]
    scheduler = ["scheduler", *own, "--port", "0", "--host", "127.0.0.1", "--no-dashboard"]
    worker = ["worker", *own, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    processes = [subprocess.Popen([DASK, *scheduler], **quiet)]  # type: ignore[call-overload]
    processes += [subprocess.Popen([DASK, *worker], **quiet) for _ in range(2)]  # type: ignore[call-overload]
    try:
        until(lambda: file.is_file() and file.stat().st_size > 0, processes[0])
        address = json.loads(file.read_text("utf-8"))["address"]
        yield address, processes[1:]
    finally:
        kill([one.pid for one in processes])
        for one in processes:
            one.wait()


@pytest.mark.slow
def test_when_a_worker_is_killed_the_other_does_its_city_and_no_city_is_done_twice(
    pack: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    address, workers = cluster
    packs = towns(pack, tmp_path, CODES)
    out = tmp_path / "out"
    first: dict[str, tuple[int, int]] = {}

    def two_are_done() -> bool:
        first.update({city: one for city, one in stamps(out).items() if city not in first})
        return len(first) >= 2

    words = ("--reports", "none", "--scheduler", address)
    process = begun(tmp_path, *packs, "-o", out, *words)
    until(two_are_done, process)
    kill([workers[0].pid])
    code, said, told = ended(process)

    assert code == 0, told
    assert "8 of 8 cities are done" in said
    assert cities_in_data_set(out) == set(CODES)
    assert {row["status"] for row in table(out).values()} == {"done"}
    assert unfinished(out) == []
    again = {city for city, one in stamps(out).items() if first.get(city, one) != one}
    assert len(again) <= 1

    code, said, told = ended(begun(tmp_path, *packs, "-o", out, *words))

    assert code == 0, told
    assert "8 of 8 cities are done, 8 of them from an earlier run" in said
