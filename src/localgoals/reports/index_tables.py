"""
Indices as tables: scores with their coverage, the indicators behind them, intervals, and why not.

Cities stand in the order of their codes. Nothing here sorts them by score: an index is no league
table, and a rank is given only as an interval within a named group of peers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from math import isnan
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from localgoals.catalogue.citation import cite
from localgoals.catalogue.language import say
from localgoals.catalogue.load import load
from localgoals.model.period import Period
from localgoals.model.text import Language, Message, Text
from localgoals.reports.interval_page import interval_page
from localgoals.reports.open_data.source import OBSERVATIONS_FILE
from localgoals.reports.tables import write_csv
from localgoals.scoring.aggregate import GroupScores, missing_items
from localgoals.scoring.figures import Cities
from localgoals.scoring.normalise import Floats, colours_of, scores_of
from localgoals.scoring.sensitivity import Sensitivity
from localgoals.scoring.status import STATUSES
from localgoals.scoring.uncertainty import Intervals

__all__ = ["INDEX_FILE", "digest", "write_index", "write_intervals", "write_record"]

Places = NDArray[np.intp]

INDEX_FILE = "index.json"
"""The record of how an index was made; the mark by which its folder is known."""

_SCORES = (
    "area", "grouping", "group", "title", "score", "colour", "colour_rule", "known", "imputed",
    "members", "needed", "coverage", "periods", "why_no_score",
)  # fmt: skip
_INDICATORS = (
    "area", "indicator", "title", "period", "value", "unit", "imputed", "score", "colour", "weight",
)  # fmt: skip
_INTERVALS = (
    "peers", "area", "score", "low", "middle", "high", "rank_low", "rank_high", "ranked",
)  # fmt: skip


def write_index(cities: Cities, folder: Path, language: Language) -> None:
    """Write `scores.csv` and `indicators.csv` into a folder; scores run from 0 to 100."""
    _write(folder / "scores.csv", _SCORES, _score_rows(cities, language))
    _write(folder / "indicators.csv", _INDICATORS, _indicator_rows(cities, language))


def write_intervals(
    found: Intervals, sensitivity: Sensitivity, folder: Path, language: Language
) -> None:
    """
    Write `intervals.csv`, `intervals.html` and `sensitivity.csv`; scores run from 0 to 100.

    Parameters
    ----------
    found
        Of a group of peers.
    sensitivity
        Of the same group; its first output is the mean shift of rank.
    folder
        Where they go.
    language
        Of the words in them.
    """
    _write(folder / "intervals.csv", _INTERVALS, _interval_rows(found))
    header = ("output", "choice", "first_order", "total")
    _write(folder / "sensitivity.csv", header, _sensitivity_rows(found, sensitivity, language))
    (folder / "intervals.html").write_text(interval_page(found), encoding="utf-8")


def write_record(
    cities: Cities, inputs: Sequence[Path], folder: Path, choices: Mapping[str, object]
) -> None:
    """
    Write `index.json`: the version, every choice, and the hashes of what went in and came out.

    Parameters
    ----------
    cities
        What was scored.
    inputs
        The files and folders that were given.
    folder
        Where everything else was written.
    choices
        What was asked for besides the index itself, such as draws and seed.
    """
    index = cities.index
    record = {
        "version": version("localgoals"),
        "index": {
            "grouping": index.grouping.name,
            "mean": index.rule.mean,
            "floor": index.rule.floor,
            "minimum_coverage": index.rule.min_coverage,
            "weights": {
                "name": index.weights.name,
                "why": index.weights.why,
                "of": {item: index.weights.by_item[item] for item in index.items},
            },
            "bounds": {
                code: {
                    **{
                        point: getattr(one.bounds, point)
                        for point in ("best", "green", "red", "worst")
                    },
                    "source": cite(one.bounds.source, "en"),
                    "confirmed": one.bounds.source.confirmed,
                }
                for code, one in cities.indicators.items()
                if one.bounds is not None
            },
        },
        "choices": dict(choices),
        "inputs": {path.name: digest(path) for path in inputs},
        "outputs": {path.name: digest(path) for path in sorted(folder.iterdir())},
    }
    text = json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / INDEX_FILE).write_text(text + "\n", encoding="utf-8")


def _write(path: Path, header: Sequence[str], rows: Iterator[tuple[object, ...]]) -> None:
    # Spreadsheets know Chinese by the byte order mark.
    write_csv(path, header, rows, encoding="utf-8-sig")


def digest(path: Path) -> str:
    """Hash a file; of the folder of a baseline, its table of observations."""
    file = path / OBSERVATIONS_FILE if path.is_dir() else path
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _shown(score: float) -> float | None:
    """Write a score from 0 to 100, with the decimals of the SDG Index; nothing for none."""
    return None if isnan(score) else round(100 * float(score), 4)


def _score_rows(cities: Cities, language: Language) -> Iterator[tuple[object, ...]]:
    groups, overall = cities.scores()
    name, members = cities.index.grouping.name, cities.index.grouping.members
    measured, places = cities.measured(), cities.figures.latest()[1]
    values, _ = cities.figures.latest()
    colours = cities.colours()
    rule = say(_COLOUR_RULE, language) if name == "goal" else ""
    for row, area in enumerate(cities.figures.areas):
        silent = np.isnan(groups.scores[row, :, 0])
        without = tuple(one for one, gap in zip(groups.groups, silent, strict=True) if gap)
        periods = _periods(cities, cities.index.items, measured[row], places[row])
        title = say(Message("Mean of the groups"), language)
        filled = _filled(cities, row, cities.index.items)
        judged = _judged(overall, (row, 0), int(overall.known[row, 0, 0]), filled)
        why = _why_no_score(overall, (row, 0), without, language)
        yield area, name, "", title, judged[0], "", "", *judged[1:], periods, why
        for number, group in enumerate(groups.groups):
            missing = missing_items(values[row], cities.index, group)
            filled = _filled(cities, row, members[group])
            known = int(groups.known[row, number, 0]) - filled
            judged = _judged(groups, (row, number), known, filled)
            colour = STATUSES[colours[row, number]] if rule else ""
            periods = _periods(cities, members[group], measured[row], places[row])
            why = _why_no_score(groups, (row, number), missing, language)
            title = _title(name, group).in_(language)
            yield area, name, group, title, judged[0], colour, rule, *judged[1:], periods, why


_COLOUR_RULE = Message(
    "SDG Index: the mean of the two worst indicators that were measured; none where fewer than "
    "half of them were"
)


def _filled(cities: Cities, row: int, items: Sequence[str]) -> int:
    """Count the figures of a city that were filled in."""
    if cities.marks is None:
        return 0
    wanted = set(items)
    marked = zip(cities.index.items, cities.marks[row], strict=True)
    return sum(bool(mark) and item in wanted for item, mark in marked)


def _judged(
    found: GroupScores, place: tuple[int, int], known: int, filled: int
) -> tuple[object, ...]:
    """Give a score with what it rests on; what was filled in is not known."""
    members = int(found.members[place[1]])
    coverage = round(known / members, 4) if members else None
    needed = int(found.needed[place[1]])
    return _shown(float(found.scores[*place, 0])), known, filled, members, needed, coverage


def _why_no_score(
    found: GroupScores, place: tuple[int, int], missing: Sequence[str], language: Language
) -> str:
    if not isnan(found.scores[*place, 0]):
        return ""
    why = Message(
        "{known} of {members} known, {needed} needed; missing: {missing}",
        {
            "known": int(found.known[*place, 0]),
            "members": int(found.members[place[1]]),
            "needed": int(found.needed[place[1]]),
            "missing": ", ".join(missing),
        },
    )
    return say(why, language)


def _periods(cities: Cities, items: Sequence[str], values: Floats, places: Places) -> str:
    """Name the time that the known figures are from, first to last."""
    wanted = set(items)
    used = [
        cities.figures.periods[place]
        for item, value, place in zip(cities.index.items, values, places, strict=True)
        if item in wanted and not isnan(value)
    ]
    if not used:
        return ""
    return str(Period(min(one.first for one in used), max(one.last for one in used)))


def _title(grouping: str, group: str) -> Text:
    catalogue = load()
    if grouping == "goal":
        return catalogue.goals[int(group)].short
    frame = catalogue.domains if grouping == "domain" else catalogue.objectives
    return frame[int(group)].title


def _indicator_rows(cities: Cities, language: Language) -> Iterator[tuple[object, ...]]:
    values, places = cities.figures.latest()
    measured = cities.measured()
    scores, colours = scores_of(values, cities.scales), colours_of(measured, cities.scales)
    for row, area in enumerate(cities.figures.areas):
        for column, (code, one) in enumerate(cities.indicators.items()):
            value = float(values[row, column])
            known = not isnan(value)
            filled = known and isnan(measured[row, column])
            yield (
                area,
                code,
                one.title.in_(language),
                str(cities.figures.periods[places[row, column]]) if known and not filled else "",
                value if known else None,
                one.headline.unit,
                say(Message("filled in from peers"), language) if filled else "",
                _shown(scores[row, column]),
                STATUSES[colours[row, column]],
                cities.index.weights.by_item[code],
            )


def _interval_rows(found: Intervals) -> Iterator[tuple[object, ...]]:
    for row, area in enumerate(found.peers.areas):
        ends = (found.score, found.low, found.middle, found.high)
        has_rank = found.rank_low[row] > 0
        ranks = [int(found.rank_low[row]), int(found.rank_high[row]), found.ranked]
        yield (
            found.peers.name,
            area,
            *(_shown(one[row]) for one in ends),
            *(ranks if has_rank else [None, None, None]),
        )


def _sensitivity_rows(
    found: Intervals, sensitivity: Sensitivity, language: Language
) -> Iterator[tuple[object, ...]]:
    scored = [
        area for area, rank in zip(found.peers.areas, found.rank_low, strict=True) if rank > 0
    ]
    outputs = [say(Message("mean shift of rank"), language), *scored]
    for row, output in enumerate(outputs):
        for column, factor in enumerate(sensitivity.factors):
            first, total = sensitivity.first[row, column], sensitivity.total[row, column]
            yield output, factor, round(float(first), 4), round(float(total), 4)
