"""The City Prosperity Index as tables: every step with what it rests on, its band, and why not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from math import isnan
from pathlib import Path

from localgoals.catalogue.language import say
from localgoals.catalogue.load import load
from localgoals.catalogue.prosperity import ProsperityScale, prosperity_scales
from localgoals.catalogue.prosperity_links import Link, near_prosperity, prosperity_links
from localgoals.model.period import Period
from localgoals.model.text import Language, Message, Text
from localgoals.reports.index_tables import digest
from localgoals.reports.tables import write_csv
from localgoals.scoring.aggregate import GroupScores, missing_items
from localgoals.scoring.city_prosperity import Band, band_of
from localgoals.scoring.prosperity_of_cities import Prosperity, Step

__all__ = ["PROSPERITY_FILE", "Taken", "write_prosperity"]

PROSPERITY_FILE = "prosperity.json"
"""The record of how the index was made; the mark by which its folder is known."""

BAND_NAMES: Mapping[Band, Message] = {
    "very_solid": Message("very solid"),
    "solid": Message("solid"),
    "moderately_solid": Message("moderately solid"),
    "moderately_weak": Message("moderately weak"),
    "weak": Message("weak"),
    "very_weak": Message("very weak"),
    "none": Message("no score"),
}

_SCORES = (
    "area", "step", "group", "title", "score", "band", "known", "members", "needed", "coverage",
    "unconfirmed", "suspect", "why_no_score",
)  # fmt: skip
_INDICATORS = (
    "area", "subdimension", "code", "title", "period", "value", "unit", "taken_from", "form",
    "transform", "min", "max", "benchmark", "score", "bounds_are", "note", "why_no_score",
)  # fmt: skip

_STEPS = ("subdimension", "dimension", "cpi")
_WHOLE = Text("City Prosperity Index", "城市繁荣指数")


@dataclass(frozen=True)
class Taken:
    """The index of cities, and where its figures were taken from."""

    prosperity: Prosperity
    periods: tuple[Period, ...]
    linked: frozenset[tuple[str, str]]
    """Area and code of what was taken from an indicator of the catalogue."""
    refused: frozenset[tuple[str, str]] = frozenset()
    """Area and code of figures that cannot be."""


def write_prosperity(
    taken: Taken, inputs: Sequence[Path], folder: Path, choices: Mapping[str, object]
) -> None:
    """
    Write `scores.csv`, `indicators.csv` and `prosperity.json`; scores run from 0 to 100.

    Parameters
    ----------
    taken
        What was scored.
    inputs
        The files and folders that were given.
    folder
        Where everything goes.
    choices
        What was asked for; its `language` is that of the words in the tables.
    """
    language: Language = "zh" if choices["language"] == "zh" else "en"
    for name, header, rows in (
        ("scores.csv", _SCORES, _score_rows(taken.prosperity, language)),
        ("indicators.csv", _INDICATORS, _indicator_rows(taken, language)),
    ):
        # Spreadsheets know Chinese by the byte order mark.
        write_csv(folder / name, header, rows, encoding="utf-8-sig")
    scales = prosperity_scales()
    record = {
        "version": version("localgoals"),
        "choices": dict(choices),
        "unconfirmed": [code for code, one in scales.items() if not one.confirmed],
        "suspect": [code for code, one in scales.items() if one.suspect],
        "inputs": {str(path): digest(path) for path in inputs},
        "outputs": {path.name: digest(path) for path in sorted(folder.iterdir())},
    }
    text = json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / PROSPERITY_FILE).write_text(text + "\n", encoding="utf-8")


def _score_rows(found: Prosperity, language: Language) -> Iterator[tuple[object, ...]]:
    below = _below(found)
    titles = _titles()
    for row, area in enumerate(found.areas):
        # The whole first, as a reader looks for it.
        for name, step in reversed(list(zip(_STEPS, found.steps, strict=True))):
            for number, group in enumerate(step.found.groups):
                known = {
                    code
                    for code in below[group]
                    if not isnan(found.scores[row, _place(found, code)])
                }
                yield (
                    area, name, "" if name == "cpi" else group, titles[group].in_(language),
                    *_judged(step, row, number, language), *_doubts(known),
                    _why(step, row, group, language),
                )  # fmt: skip


def _place(found: Prosperity, code: str) -> int:
    return found.items.index(code)


def _below(found: Prosperity) -> dict[str, tuple[str, ...]]:
    """Give the indicators below every group of every step."""
    below: dict[str, tuple[str, ...]] = {code: (code,) for code in found.items}
    for step in found.steps:
        for group, members in step.index.grouping.members.items():
            below[group] = tuple(code for one in members for code in below[one])
    return below


def _titles() -> dict[str, Text]:
    """Give the titles of all groups, by their English names."""
    titles = {"cpi": _WHOLE}
    for item in load().lists["cpi"].values():
        assert item.group is not None
        whole = Text(item.group.en.partition(": ")[0], item.group.zh.partition("：")[0])
        titles |= {item.group.en: item.group, whole.en: whole}
    return titles


def _judged(step: Step, row: int, number: int, language: Language) -> tuple[object, ...]:
    found: GroupScores = step.found
    score = float(found.scores[row, number, 0])
    known, members = int(found.known[row, number, 0]), int(found.members[number])
    band = say(BAND_NAMES[band_of(score)], language)
    return _shown(score), band, known, members, int(found.needed[number]), round(known / members, 4)


def _doubts(codes: set[str]) -> tuple[int, str]:
    """Count the known indicators whose bounds nobody confirmed, and name those in doubt."""
    scales = prosperity_scales()
    unconfirmed = sum(not scales[code].confirmed for code in codes)
    return unconfirmed, ", ".join(sorted(code for code in codes if scales[code].suspect))


def _why(step: Step, row: int, group: str, language: Language) -> str:
    number = step.found.groups.index(group)
    if not isnan(step.found.scores[row, number, 0]):
        return ""
    why = Message(
        "{known} of {members} known, {needed} needed; missing: {missing}",
        {
            "known": int(step.found.known[row, number, 0]),
            "members": int(step.found.members[number]),
            "needed": int(step.found.needed[number]),
            "missing": _listed(missing_items(step.parts[row], step.index, group), language),
        },
    )
    return say(why, language)


def _listed(names: Sequence[str], language: Language) -> str:
    titles = _titles()
    # Titles of sub-dimensions hold no semicolon, titles of dimensions a comma at most.
    between = "；" if language == "zh" else "; "
    return between.join(titles[one].in_(language) if one in titles else one for one in names)


def _shown(score: float) -> float | None:
    return None if isnan(score) else round(100 * score, 4)


def _indicator_rows(taken: Taken, language: Language) -> Iterator[tuple[object, ...]]:
    found, links, items = taken.prosperity, prosperity_links(load()), load().lists["cpi"]
    for row, area in enumerate(found.areas):
        for column, code in enumerate(found.items):
            item, scale = items[code], prosperity_scales()[code]
            assert item.group is not None
            assert item.unit is not None
            value = float(found.values[row, column])
            score = float(found.scores[row, column])
            link = links[code] if (area, code) in taken.linked else None
            yield (
                area,
                item.group.in_(language),
                code,
                item.title.in_(language),
                "" if isnan(value) else str(taken.periods[found.places[row, column]]),
                _cell(value),
                item.unit.in_(language),
                "" if isnan(value) else (code if link is None else link.name),
                scale.form,
                scale.transform,
                _cell(scale.low),
                _cell(scale.high),
                _cell(float(found.benchmarks[row, column])),
                _shown(score),
                _standing(scale, language),
                _notes(scale, link, language),
                _why_no_score(taken, (row, column), language),
            )


def _cell(number: float) -> float | None:
    return None if isnan(number) else number


def _standing(scale: ProsperityScale, language: Language) -> str:
    if scale.suspect:
        return say(Message("suspect, not confirmed"), language)
    if not scale.confirmed:
        return say(Message("not confirmed"), language)
    return say(Message("confirmed"), language)


def _notes(scale: ProsperityScale, link: Link | None, language: Language) -> str:
    notes = [scale.note.in_(language)]
    if link is not None and not link.same_base:
        notes.append(
            say(Message("The figure counts people; the index counts households."), language)
        )
    return " ".join(one for one in notes if one)


def _why_no_score(taken: Taken, place: tuple[int, int], language: Language) -> str:
    found = taken.prosperity
    area, code = found.areas[place[0]], found.items[place[1]]
    near = near_prosperity(load()).get(code, {})
    if not isnan(found.scores[place]):
        return ""
    if not isnan(found.values[place]):
        why = Message(
            "The benchmark depends on {needs}: not known, or too small to use.",
            {"needs": ", ".join(prosperity_scales()[code].depends_on)},
        )
    elif (area, code) in taken.refused:
        why = Message("the figure that was given cannot be")
    elif near:
        why = Message(
            "no figure; {codes} is near, but not exactly this, and does not count",
            {"codes": ", ".join(near)},
        )
    else:
        why = Message("no figure")
    return say(why, language)
