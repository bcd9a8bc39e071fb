"""One city in a worker: its pack in, its results on the disk, and a few words about it back."""

from __future__ import annotations

import resource
import tempfile
import time
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from localgoals.baseline import is_baseline_of, write_baseline
from localgoals.errors import BadInput, PackRefused
from localgoals.ingest.faults import problem
from localgoals.ingest.pack import Pack, open_pack
from localgoals.many_cities.data_set import figures_in, has_part, write_part
from localgoals.many_cities.outcome import Outcome, Status
from localgoals.many_cities.plan import CityTask
from localgoals.many_cities.results import leave_out
from localgoals.model.text import Message
from localgoals.reports.whole_folder import replaced_folder


def baseline_of(task: CityTask) -> Outcome:
    """
    Compute one city and write its folder and its part of the data set, each whole or not at all.

    Whatever is wrong with the city is in the outcome: other cities are to go on.

    Raises
    ------
    MemoryError
        When the machine has no room just now; another try may find it.
    """
    began = time.perf_counter()
    _forget_peak()
    try:
        outcome = _computed(task)
    except PackRefused as refusal:
        outcome = Outcome(task, "failed", problems=refusal.problems)
    except BadInput as error:
        outcome = Outcome(task, "failed", reasons=error.messages)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  the last door of a worker; the trace is told
        outcome = _fault(task, error)
    if outcome.status == "failed" and task.code:
        leave_out(task.wanted.out, task.code)
    peak_mb, held_mb = _memory_mb()
    seconds = time.perf_counter() - began
    return replace(outcome, seconds=seconds, peak_mb=peak_mb, held_mb=held_mb)


def _computed(task: CityTask) -> Outcome:
    wanted = task.wanted
    # Not in the system's own place: what a killed worker leaves is found and deleted here.
    with tempfile.TemporaryDirectory(prefix=".scratch.", dir=wanted.out) as scratch:
        pack = open_pack(task.pack, scratch=Path(scratch))
        if pack.code != task.code:
            raise PackRefused([problem("file-changed", str(task.pack))])
        if has_part(wanted.out, pack) and is_baseline_of(
            pack, task.folder, languages=wanted.languages, reports=wanted.reports
        ):
            return _of(task, pack, "kept", figures_in(wanted.out, pack))
        with replaced_folder(task.folder) as partial:
            result = write_baseline(
                pack, partial, languages=wanted.languages, reports=wanted.reports
            )
        write_part(result.observations, wanted.out, pack)
        return _of(task, pack, "done", sum(not one.notation for one in result.observations))


def _of(task: CityTask, pack: Pack, status: Status, figures: int) -> Outcome:
    return Outcome(task, status, name=pack.name, country=pack.country, figures=figures)


def _fault(task: CityTask, error: Exception) -> Outcome:
    """Word what nobody foresaw: what the system says, or a fault of ours."""
    if isinstance(error, OSError) and error.strerror is not None:
        parts = {"path": error.filename or task.folder, "reason": error.strerror}
        return Outcome(task, "failed", reasons=(Message("{path}: {reason}", parts),))
    kind = type(error).__name__
    reason = Message(
        "A fault in LocalGoals, not in your files ({kind}). Please report it.", {"kind": kind}
    )
    trace = "".join(traceback.format_exception(error))
    return Outcome(task, "failed", reasons=(reason,), trace=trace)


def _forget_peak() -> None:
    """Let the system count the peak of memory anew, where it can (Linux, proc(5), clear_refs)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _memory_mb() -> tuple[float, float]:
    """Give the peak of this process's memory, and what it holds now."""
    status = Path("/proc/self/status")
    if not status.exists():
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return peak_mb, peak_mb
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    peak_mb, held_mb = (int(lines[name].split()[0]) / 1024 for name in ("VmHWM", "VmRSS"))
    return peak_mb, held_mb
