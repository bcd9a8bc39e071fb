"""What the commands about indices are given: figures of cities, weights, members of a group."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import isfinite, nan
from pathlib import Path
from typing import TYPE_CHECKING

from localgoals.errors import BadInput
from localgoals.model.problem import Problem
from localgoals.model.text import Message

if TYPE_CHECKING:
    from localgoals.model.indicator import Indicator
    from localgoals.scoring.aggregate import Rule
    from localgoals.scoring.figures import Cities, Row
    from localgoals.scoring.weights import Weights


def prepare(
    paths: Sequence[Path], *, by: str, weights: Path | None, rule: Rule
) -> tuple[Cities, list[Problem]]:
    """
    Read the figures of cities and what an index is made of, and say what was left out.

    Parameters
    ----------
    paths
        Folders of baselines, or long tables of statistics.
    by
        A key of `localgoals.scoring.aggregate.GROUPINGS`.
    weights
        A CSV with the columns `item` and `weight`; without it all indicators with bounds count the
        same.
    rule
        The kind of mean, and the least coverage.

    Raises
    ------
    BadInput
        When a file cannot be used, or no figure is of an indicator with bounds.
    """
    from localgoals.catalogue.load import load
    from localgoals.scoring.aggregate import GROUPINGS, Index
    from localgoals.scoring.figures import Cities, lay_out
    from localgoals.scoring.normalise import Scales
    from localgoals.scoring.weights import Weights

    bounded = {code: one for code, one in load().indicators.items() if one.bounds is not None}
    chosen = Weights.equal(bounded) if weights is None else read_weights(weights, bounded)
    indicators = {code: bounded[code] for code in bounded if chosen.by_item.get(code, 0.0) > 0}
    rows, problems = read_rows(paths, headlines)
    problems += _left_out(rows, set(bounded))
    figures = lay_out(rows, tuple(indicators))
    if not figures.periods:
        raise BadInput(
            *(one.sentence for one in problems),
            Message(
                "No figure is of an indicator with bounds. These have some: {codes}.",
                {"codes": ", ".join(indicators)},
            ),
        )
    bounds = [one.bounds for one in indicators.values() if one.bounds is not None]
    index = Index(tuple(indicators), GROUPINGS[by](indicators), chosen, rule)
    return Cities(figures, indicators, Scales.of(bounds), index), problems


def read_rows(
    paths: Sequence[Path], of_baseline: Callable[[Path], Iterator[Row]]
) -> tuple[list[Row], list[Problem]]:
    """
    Read the figures of cities for everybody, and what is wrong with them.

    Parameters
    ----------
    paths
        Folders of baselines, or long tables of statistics.
    of_baseline
        Gives the figures of the folder of a baseline.

    Raises
    ------
    BadInput
        When a file cannot be used, or a city is in two of them.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise BadInput(Message("{path}: no such file or folder", {"path": path}))
        if path.is_dir():
            found = list(of_baseline(path))
        else:
            found, faults = _table_rows(path)
            problems += faults
        for area in sorted({row[0] for row in found}):
            if area in seen:
                raise BadInput(
                    Message(
                        "{area} is in {one} and in {other}; give each city once.",
                        {"area": area, "one": seen[area], "other": path},
                    )
                )
            seen[area] = path
        rows += found
    return rows, problems


def headlines(folder: Path) -> Iterator[Row]:
    """Give the headline of every indicator of a baseline's city."""
    from localgoals.catalogue.load import load
    from localgoals.reports.open_data.source import read_baseline

    found = read_baseline(folder)
    indicators = load().indicators
    for one in found.observations:
        indicator = indicators.get(one.indicator)
        is_headline = indicator is not None and indicator.is_named_by(one.series)
        if one.area == found.city and not one.group and is_headline:
            yield one.area, one.indicator, one.period, nan if one.notation else one.value


def _table_rows(path: Path) -> tuple[list[Row], list[Problem]]:
    from localgoals.ingest.long_table import read_long_table

    statistics, problems = read_long_table(path)
    if statistics is None:
        raise BadInput(*(one.sentence for one in problems))
    table = statistics.table[statistics.table["group"] == ""]
    columns = (table[name] for name in ("area", "series", "period", "value"))
    return list(zip(*columns, strict=True)), problems


def _left_out(rows: Sequence[Row], known: set[str]) -> Iterator[Problem]:
    """Say which series are no part of the index, and how many figures that leaves out."""
    strangers = Counter(item for _, item, _, _ in rows if item not in known)
    for item, count in sorted(strangers.items()):
        yield Problem(
            "index-no-bounds",
            item,
            Message("{count} figures of a series without bounds", {"count": count}),
            Message("the code of an indicator with bounds, such as 11.2.1"),
            Message("They were left out. See localgoals catalogue show for an indicator's bounds."),
            "warning",
        )


def read_weights(path: Path, known: dict[str, Indicator]) -> Weights:
    """
    Read a CSV with the columns `item` and `weight`.

    Parameters
    ----------
    path
        The file; its name becomes that of the weights.
    known
        The indicators that may have a weight.

    Raises
    ------
    BadInput
        With every fault of the file.
    """
    from localgoals.scoring.weights import Weights

    rows = _cells(path, ("item", "weight"))
    faults: list[Message] = []
    found: dict[str, float] = {}
    for number, row in enumerate(rows, start=2):
        item, weight = row["item"].strip(), _number(row["weight"])
        where: dict[str, object] = {"file": path.name, "row": number, "item": item}
        if item not in known:
            faults.append(Message("{file}, row {row}: {item} is no indicator with bounds.", where))
        elif item in found:
            faults.append(Message("{file}, row {row}: {item} has a weight already.", where))
        elif not (isfinite(weight) and weight >= 0):
            where["found"] = row["weight"]
            faults.append(
                Message("{file}, row {row}: the weight is {found}, not a number from 0.", where)
            )
        found.setdefault(item, weight)
    if faults:
        raise BadInput(*faults)
    return Weights(found, path.stem, path.name)


def members_of(path: Path, areas: Sequence[str]) -> tuple[str, ...]:
    """
    Read the codes of the cities of a group: the column `area` of a CSV, each once.

    Raises
    ------
    BadInput
        When the file cannot be used, or names a city that is none of `areas`.
    """
    codes = (row["area"].strip() for row in _cells(path, ("area",)))
    wanted = tuple(dict.fromkeys(code for code in codes if code))
    strangers = [area for area in wanted if area not in areas]
    if strangers:
        raise BadInput(
            Message(
                "{file} names {areas}, of which there are no figures.",
                {"file": path, "areas": ", ".join(strangers)},
            )
        )
    return wanted


def _cells(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    if not path.is_file():
        raise BadInput(Message("{path}: no such file or folder", {"path": path}))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            Message("{path}: not text in UTF-8. Save it as CSV in UTF-8.", {"path": path})
        ) from error
    rows = list(csv.DictReader(text.splitlines(), restval=""))
    lacking = [name for name in columns if not rows or name not in rows[0]]
    if lacking:
        raise BadInput(
            Message(
                "{path}: no rows with the columns {columns}",
                {"path": path, "columns": ", ".join(lacking)},
            )
        )
    return rows


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return nan
