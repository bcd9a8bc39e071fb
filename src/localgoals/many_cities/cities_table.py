"""The table of all cities, `cities.csv`, and the summary in both languages."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from pathlib import Path

from localgoals.catalogue.language import say
from localgoals.ingest.whole_file import told_by_path, whole_file, write_whole
from localgoals.many_cities.outcome import Outcome
from localgoals.many_cities.results import CITIES, COLUMNS, OBSERVATIONS, leave_out
from localgoals.model.spreadsheet_text import unguarded
from localgoals.model.text import LANGUAGES, Language, Message
from localgoals.reports.tables import csv_cell, write_csv

__all__ = ["recorded"]

SUMMARY = "summary.txt"
# Of the reasons of one city, in characters: a pack may have thousands of faults.
_LONGEST = 4000

Row = Mapping[str, str]


def recorded(outcomes: Generator[Outcome], out: Path) -> Generator[Outcome]:
    """
    Pass outcomes on, and write a row about each at once, so that a kill loses none.

    At the end, whatever ends it, the table is written anew: sorted by code, one row for each city
    of this and of earlier runs; and the summary beside it. A city that was kept has the seconds
    and the memory of the run that computed it.
    """
    path = out / CITIES
    earlier = _rewritten(path)
    try:
        with closing(outcomes):
            for outcome in outcomes:
                _append(path, _row(outcome, earlier.get(outcome.task.code, {})))
                yield outcome
    finally:
        _tidy(out)


def _reasons(outcome: Outcome) -> tuple[Message, ...]:
    """Say why a city failed; nothing when it did not."""
    return (*(one.sentence for one in outcome.problems), *outcome.reasons)


def _row(outcome: Outcome, earlier: Row) -> list[object]:
    task, name = outcome.task, outcome.name
    cost: tuple[object, object] = (f"{outcome.seconds:.2f}", f"{outcome.peak_mb:.0f}")
    if outcome.status == "kept":
        cost = (earlier.get("seconds", ""), earlier.get("memory_mb", ""))
    failed = outcome.status == "failed"
    why = [
        " ".join(say(one, language) for one in _reasons(outcome))[:_LONGEST]
        for language in LANGUAGES
    ]
    return [
        task.code,
        name.en if name else "",
        name.zh if name else "",
        outcome.country,
        "failed" if failed else "done",
        "" if failed else outcome.figures,
        *cost,
        str(task.pack),
        *why,
    ]


def _append(path: Path, row: list[object]) -> None:
    with told_by_path(path), path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([csv_cell(cell) for cell in row])


def _read(path: Path) -> list[Row]:
    """Read the rows that are whole; a kill may have cut the last one short."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        rows = list(csv.DictReader(file))
    whole = [row for row in rows if None not in row and None not in row.values()]
    return [{key: unguarded(text) for key, text in row.items()} for row in whole]


def _latest(rows: Iterable[Row]) -> dict[str, Row]:
    """Keep the last word about each pack, then about each city."""
    packs: dict[str, Row] = {}
    for row in rows:
        packs.pop(row["pack"], None)
        packs[row["pack"]] = row
    return {row["city"] or row["pack"]: row for row in packs.values()}


def _rewritten(path: Path) -> dict[str, Row]:
    """Write the table anew, sorted, without what a kill cut short; give its rows."""
    read = _read(path)
    latest = _latest(read)
    # Of a pack that has another code now, the figures under the old one would count twice.
    for code in {row["city"] for row in read} - {"", *latest}:
        leave_out(path.parent, code)
    rows = {key: latest[key] for key in sorted(latest)}
    with whole_file(path) as partial:
        cells = ([row[column] for column in COLUMNS] for row in rows.values())
        write_csv(partial, COLUMNS, cells, encoding="utf-8-sig")
    return rows


def _tidy(out: Path) -> None:
    rows = list(_rewritten(out / CITIES).values())
    write_whole(out / SUMMARY, "\n".join(_summary(rows, language) for language in LANGUAGES))


def _summary(rows: list[Row], language: Language) -> str:
    """Sum the table up in one language."""
    failed = [row for row in rows if row["status"] == "failed"]
    done = len(rows) - len(failed)
    figures = sum(int(row["figures"] or 0) for row in rows if row["status"] == "done")
    lines = [
        Message(
            "{done} of {all} cities are done, with {figures} figures; {failed} failed.",
            {
                "done": f"{done:,}",
                "all": f"{len(rows):,}",
                "figures": f"{figures:,}",
                "failed": f"{len(failed):,}",
            },
        ),
        Message(
            "One row for each city: {cities}. All figures: {observations}, a Parquet data set. "
            "Each city's own results: the folder with its code.",
            {"cities": CITIES, "observations": OBSERVATIONS},
        ),
    ]
    said = [say(one, language) for one in lines]
    said += [f"- {row['city'] or row['pack']}: {row[f'reason_{language}']}" for row in failed]
    return "\n".join(said) + "\n"
