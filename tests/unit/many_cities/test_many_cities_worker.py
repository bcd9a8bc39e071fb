"""One city in a worker: whatever is wrong with it is in the outcome, and nothing is raised."""

from __future__ import annotations

from pathlib import Path

import pytest

from localgoals.catalogue.language import say
from localgoals.ingest.pack import new_pack
from localgoals.many_cities.plan import CityTask, Wanted
from localgoals.many_cities.worker import baseline_of
from localgoals.model.text import Text


@pytest.fixture
def task(tmp_path: Path) -> CityTask:
    """Ask for a city whose pack holds no file."""
    new_pack(tmp_path / "pack", code="XX-ONE", name=Text("One", "一"), country="XX")
    (tmp_path / "out").mkdir()
    wanted = Wanted(tmp_path / "out", reports="none")
    return CityTask(tmp_path / "pack", "XX-ONE", 0, wanted)


def change(task: CityTask, **changes: object) -> CityTask:
    return CityTask(**{**vars(task), **changes})


def test_a_city_is_computed_once_and_kept(task: CityTask) -> None:
    first, second = baseline_of(task), baseline_of(task)

    assert (first.status, second.status) == ("done", "kept")
    assert first.figures == second.figures
    assert first.name == Text("One", "一")
    assert 0 < first.held_mb <= first.peak_mb


def test_what_is_wrong_with_a_pack_is_told_as_its_problems(task: CityTask) -> None:
    found = baseline_of(change(task, pack=task.pack / "nowhere"))

    assert found.status == "failed"
    assert [one.kind for one in found.problems] == ["pack-missing"]


def test_a_pack_that_has_become_another_citys_is_not_computed(task: CityTask) -> None:
    found = baseline_of(change(task, code="XX-OLD"))

    assert [one.kind for one in found.problems] == ["file-changed"]
    assert list(task.wanted.out.iterdir()) == []


def test_what_the_system_refuses_is_told_with_its_place(task: CityTask) -> None:
    nowhere = task.wanted.out / "gone"

    found = baseline_of(change(task, wanted=Wanted(nowhere)))

    (reason,) = found.reasons
    assert str(nowhere) in say(reason, "en")
    assert "No such file or directory" in say(reason, "en")
    assert found.trace == ""


def test_a_fault_of_ours_is_told_as_such_with_its_trace(task: CityTask) -> None:
    wanted = Wanted(task.wanted.out, languages=("fr",), reports="none")  # type: ignore[arg-type]

    found = baseline_of(change(task, wanted=wanted))

    (reason,) = found.reasons
    assert "A fault in LocalGoals, not in your files" in say(reason, "en")
    assert "Traceback" in found.trace
    assert list(task.wanted.out.iterdir()) == []
