"""
The main job: a city pack in, a defended baseline out. Only here is the order of the steps known.

Open the pack, read its layers, compute every indicator, say what the figures mean, write tables,
layers and reports. Everything is written to a folder beside the target and moved there at the end,
so that an interrupted run leaves the last whole result as it was.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from localgoals.catalogue.load import load
from localgoals.indicators.basic_services import with_transport
from localgoals.indicators.extent import with_extent
from localgoals.indicators.findings import Findings, chain
from localgoals.indicators.registry import OBSERVERS
from localgoals.indicators.walking import lay_out
from localgoals.ingest.check import write_problems
from localgoals.ingest.city import read_city
from localgoals.ingest.descriptor import FILE_NAME
from localgoals.ingest.layers import City
from localgoals.ingest.pack import Pack, Resource, open_pack
from localgoals.ingest.pack_files import sha256_of
from localgoals.model.problem import Problem
from localgoals.model.text import LANGUAGES, Language, Message
from localgoals.reports.layers import write_layers
from localgoals.reports.progress_table import write_progress
from localgoals.reports.report_files import REPORT_FILES, Reports
from localgoals.reports.result import BaselineResult, ResourceRecord, Run
from localgoals.reports.tables import write_observations
from localgoals.reports.whole_folder import RUN_FILE, replaced_folder
from localgoals.scoring.attention import attention
from localgoals.scoring.gaps import gaps
from localgoals.scoring.progress.observed import progress as progress_of
from localgoals.scoring.status import standings

Progress = Callable[[Message, int, int], None]
"""Told how far a step is: its name, how much is done, how much there is."""

READING = Message("Reading the city pack")
COMPUTING = Message("Computing indicators")
WRITING = Message("Writing tables and layers")
REPORTING = Message("Writing reports")


def quiet(_step: Message, _done: int, _total: int) -> None:
    """Tell nobody how far the work is."""


def compute_baseline(
    pack_path: Path,
    folder: Path,
    *,
    languages: Sequence[Language] = LANGUAGES,
    reports: Reports = "all",
    progress: Progress = quiet,
) -> BaselineResult:
    """
    Compute a city's baseline and write tables, layers and reports.

    Parameters
    ----------
    pack_path
        A city pack: a folder with `datapackage.json`, or a zip of one.
    folder
        Where the results go; see `replaced_folder`.
    languages
        The languages to write reports in.
    reports
        Which files of a report to write: all, only the web page, none.
    progress
        Told how far each step is.

    Returns
    -------
    result
        Everything that was written, for further work in Python.

    Raises
    ------
    PackRefused
        When the pack has faults that stop the work; it carries all of them.
    BadInput
        When the target folder holds something that is not an earlier baseline.
    """
    with replaced_folder(folder) as partial, tempfile.TemporaryDirectory() as scratch:
        pack = open_pack(pack_path, scratch=Path(scratch))
        return write_baseline(
            pack, partial, languages=languages, reports=reports, progress=progress
        )


def write_baseline(
    pack: Pack,
    folder: Path,
    *,
    languages: Sequence[Language] = LANGUAGES,
    reports: Reports = "all",
    progress: Progress = quiet,
) -> BaselineResult:
    """Compute the baseline of an open pack and write it into an empty folder."""
    made_from = _made_from(pack)
    result = measure(pack, progress=progress)
    progress(WRITING, 0, 3)
    write_observations(result.observations, folder)
    write_progress(result.progress, folder)
    progress(WRITING, 1, 3)
    write_layers(result, folder)
    progress(WRITING, 2, 3)
    for language in languages:
        (folder / language).mkdir()
        write_problems(result.problems, folder / language / "problems.csv", language)
    progress(WRITING, 3, 3)
    if reports != "none":
        # What draws and typesets takes a second to import.
        from localgoals.reports.build import write_reports

        write_reports(
            result,
            folder,
            languages,
            files=REPORT_FILES[reports],
            progress=lambda done, total: progress(REPORTING, done, total),
        )
    _write_run(result, made_from, folder)
    return result


def is_baseline_of(
    pack: Pack, folder: Path, *, languages: Sequence[Language], reports: Reports
) -> bool:
    """
    Tell whether a folder holds what `compute_baseline` would write from this pack now.

    The pack's descriptor and files, the version of LocalGoals and all parameters are the same, and
    the reports that are wanted are there.
    """
    try:
        record = json.loads((folder / RUN_FILE).read_bytes())
    except (OSError, ValueError):
        return False
    files = [
        folder / one / name
        for one in languages
        for name in ("problems.csv", *REPORT_FILES[reports])
    ]
    return _made_from(pack).items() <= record.items() and all(file.is_file() for file in files)


def measure(pack: Pack, *, progress: Progress = quiet) -> BaselineResult:
    """
    Compute everything about a city and write nothing.

    Parameters
    ----------
    pack
        As `localgoals.ingest.pack.open_pack` gives it.
    progress
        Told how far each step is.

    Returns
    -------
    result
        A resource with a fault is left out, what it would have given says why it is missing, and
        the fault is among `problems`.
    """
    city, problems = _read(pack, progress)
    city, extent_notes = with_extent(city)
    findings = _observe(city, progress)
    indicators = load().indicators
    return BaselineResult(
        city=city,
        observations=findings.observations,
        notes=(*extent_notes, *findings.notes),
        reach=findings.reach_layers,
        problems=(*pack.warnings, *problems),
        standings=standings(findings.observations, indicators, area=city.code),
        attention=tuple(
            attention(findings.observations, indicators, districts=level.codes, city=city.code)
            for level in city.districts
        ),
        gaps=gaps(findings.observations, indicators, area=city.code),
        progress=progress_of(findings.observations, indicators, city=city.code),
        resources=tuple(_record(one) for one in pack.resources),
        run=_run(),
    )


def _read(pack: Pack, progress: Progress) -> tuple[City, list[Problem]]:
    total = len(pack.resources)
    done = 0
    progress(READING, done, total)

    def next_resource(_name: str) -> None:
        nonlocal done
        progress(READING, done, total)
        done += 1

    city, problems = read_city(pack, progress=next_resource)
    progress(READING, total, total)
    return city, problems


def _observe(city: City, progress: Progress) -> Findings:
    total = len(OBSERVERS) + 1
    progress(COMPUTING, 0, total)
    walk = lay_out(city)
    parts = []
    for done, observe in enumerate(OBSERVERS.values(), start=1):
        progress(COMPUTING, done, total)
        parts.append(observe(city, walk))
    progress(COMPUTING, total, total)
    return with_transport(chain(iter(parts)))


def _record(resource: Resource) -> ResourceRecord:
    return ResourceRecord(
        name=resource.name,
        role=resource.role,
        title=resource.origin.title,
        period=resource.period,
        origin=resource.origin,
        sha256=resource.sha256,
    )


def _run() -> Run:
    """Say what the result depends on beside its inputs; no clock, so that a rerun is equal."""
    parameters = {code: f"{one.value:g}" for code, one in sorted(load().parameters.items())}
    return Run(version=version("localgoals"), parameters=parameters)


def _source(one: ResourceRecord) -> dict[str, str]:
    """Say where a resource comes from, for those who publish what was made from it."""
    return {
        "name": one.name,
        "role": one.role,
        "period": "" if one.period is None else str(one.period),
        "title": one.origin.title,
        "publisher": one.origin.publisher,
        "address": one.origin.url,
        "licence": one.origin.licence,
    }


def _made_from(pack: Pack) -> dict[str, object]:
    """Say all that a result follows from."""
    run = _run()
    return {
        "version": run.version,
        "parameters": dict(run.parameters),
        "descriptor": sha256_of(pack.folder / FILE_NAME),
        "inputs": {one.name: one.sha256 for one in pack.resources},
    }


def _write_run(result: BaselineResult, made_from: dict[str, object], folder: Path) -> None:
    """Record version, parameters, and the hashes of what went in and what came out."""
    outputs = {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    record = made_from | {
        "city": {
            "code": result.city.code,
            "name": {one: result.city.name.in_(one) for one in LANGUAGES},
        },
        "resources": [_source(one) for one in result.resources],
        "outputs": outputs,
    }
    (folder / RUN_FILE).write_text(
        json.dumps(record, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
