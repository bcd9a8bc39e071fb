"""How long many cities still take, as a log tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from localgoals.cli.many_cities import CityBar
from localgoals.many_cities.outcome import Outcome, Status
from localgoals.many_cities.plan import CityTask, Wanted


@pytest.mark.parametrize("quick", ["kept", "failed"])
def test_what_an_earlier_run_left_does_not_shorten_the_time_that_is_left(
    quick: Status, capsys: pytest.CaptureFixture[str]
) -> None:
    tasks = [CityTask(Path(f"pack-{one}"), f"XX-{one}", 0, Wanted(Path("out"))) for one in range(4)]
    seconds = iter((0.0, 1.0, 2.0, 62.0, 122.0))
    told = []

    with CityBar(tasks, "en", clock=lambda: next(seconds)) as bar:
        for task, status in zip(tasks, (quick, quick, "done", "done"), strict=True):
            bar.told(Outcome(task, status))
            told.append(capsys.readouterr().err.strip().splitlines()[-1].split("; ")[-1])

    # A city takes a minute, and what took none does not count.
    assert told[2:] == ["about 1:02 left (min:s)", "about 0:00 left (min:s)"]
