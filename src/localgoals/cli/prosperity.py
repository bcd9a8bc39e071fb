"""`localgoals score prosperity`: the City Prosperity Index of cities, with what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import isnan, nan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.problems import told
from localgoals.cli.reader import LangOfFiles
from localgoals.errors import BadInput
from localgoals.model.problem import Problem
from localgoals.model.text import Message

if TYPE_CHECKING:
    from localgoals.catalogue.prosperity_links import Link
    from localgoals.reports.prosperity_tables import Taken
    from localgoals.scoring.aggregate import Rule
    from localgoals.scoring.figures import Row


def prosperity(
    figures: Annotated[
        list[Path],
        typer.Argument(
            metavar="FIGURES",
            help="Folders that localgoals baseline wrote, or a long table with codes of the index "
            "(localgoals catalogue list cpi) and a city in each area.",
        ),
    ],
    minimum_coverage: Annotated[
        float,
        typer.Option(help="The share of each group that must be known for a score, from 0 to 1."),
    ] = 0.5,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables.")] = Path(
        "prosperity"
    ),
    lang: LangOfFiles = "en",
) -> None:
    """Score cities by the City Prosperity Index; no bound of it is confirmed, and each says so."""
    from localgoals.catalogue.prosperity import prosperity_scales
    from localgoals.reports.prosperity_tables import PROSPERITY_FILE, write_prosperity
    from localgoals.reports.whole_folder import replaced_folder
    from localgoals.scoring.aggregate import Rule

    taken, problems = _take(figures, Rule("arithmetic", minimum_coverage))
    for number, one in enumerate(problems, start=1):
        typer.echo(told(one, number, lang), err=True)
    choices = {
        "command": "score prosperity", "language": lang, "minimum_coverage": minimum_coverage,
    }  # fmt: skip
    with replaced_folder(out, PROSPERITY_FILE) as partial:
        write_prosperity(taken, figures, partial, choices)
    whole = taken.prosperity.steps[2].found
    scales = prosperity_scales().values()
    done = Message(
        "{scored} of {cities} cities have a score of the whole index; scores.csv says what the "
        "others lack. The tables are in {folder}. {unconfirmed} of {count} bounds are not "
        "confirmed, {suspect} are suspect: use the scores with care. This is no league table.",
        {
            "scored": int((whole.known[:, 0, 0] >= whole.needed[0]).sum()),
            "cities": len(taken.prosperity.areas),
            "folder": out,
            "unconfirmed": sum(not one.confirmed for one in scales),
            "suspect": sum(one.suspect for one in scales),
            "count": len(scales),
        },
    )
    typer.echo(say(done, lang))


def _take(paths: list[Path], rule: Rule) -> tuple[Taken, list[Problem]]:
    from localgoals.catalogue.load import load
    from localgoals.catalogue.prosperity import prosperity_scales
    from localgoals.catalogue.prosperity_links import prosperity_links
    from localgoals.cli.city_figures import read_rows
    from localgoals.reports.prosperity_tables import Taken
    from localgoals.scoring.figures import lay_out
    from localgoals.scoring.prosperity_of_cities import FACTS, prosperity_of

    items, links = load().lists["cpi"], prosperity_links(load())
    given, problems = read_rows(paths, _baseline_rows)
    direct, linked, refused, left_out = _sorted_out(given, links)
    problems += left_out
    figures = lay_out([*linked, *direct], (*items, *FACTS))
    if not any(item in items for _, item, _, _ in [*linked, *direct]):
        raise BadInput(
            *(one.sentence for one in problems),
            Message(
                "No figure is of the City Prosperity Index. See localgoals catalogue list cpi for "
                "its codes."
            ),
        )
    found = prosperity_of(figures, items, prosperity_scales(), rule)
    from_links = frozenset((area, item) for area, item, _, _ in linked)
    return Taken(found, figures.periods, from_links, refused), problems


def _baseline_rows(folder: Path) -> Iterator[Row]:
    """Give the figures of a city that are exactly items of the index, by indicator and series."""
    from localgoals.catalogue.load import load
    from localgoals.catalogue.prosperity_links import prosperity_links
    from localgoals.reports.open_data.source import read_baseline

    wanted = {link.name for link in prosperity_links(load()).values()} | set(_FACTS_OF)
    found = read_baseline(folder)
    for one in found.observations:
        name = f"{one.indicator} {one.series}"
        if one.area == found.city and not one.group and name in wanted:
            yield one.area, name, one.period, nan if one.notation else one.value


_FACTS_OF = {"3.4-P1 population": "people"}
"""Figures of a baseline that a benchmark depends on."""


def _sorted_out(
    given: list[Row], links: Mapping[str, Link]
) -> tuple[list[Row], list[Row], frozenset[tuple[str, str]], list[Problem]]:
    """
    Part figures under codes of the index from those of indicators, and name what is neither.

    What a person gives under a code of the index is meant as that, and stands before an indicator.
    """
    from localgoals.catalogue.load import load
    from localgoals.catalogue.prosperity_links import possible_prosperity

    possible = possible_prosperity(load())
    code_of = {link.name: code for code, link in links.items()}
    for code, link in links.items():
        if link.series == load().indicators[link.indicator].headline:
            code_of[link.indicator] = code
    direct: list[Row] = []
    linked: list[Row] = []
    impossible: list[tuple[str, str]] = []
    strangers: Counter[str] = Counter()
    for row in given:
        area, item, period, value = row
        code = code_of.get(item, item)
        if code in possible and not (isnan(value) or possible[code].admits(value)):
            impossible.append((area, code))
        elif item in code_of:
            linked.append((area, code, period, value))
        elif (fact := _fact_of(item)) is not None:
            direct.append((area, fact, period, value))
        elif item in possible:
            direct.append(row)
        else:
            strangers[item] += 1
    told_of = Counter(code for _, code in impossible)
    problems = [*_impossible(told_of), *_strangers(strangers)]
    return direct, _without(linked, direct), frozenset(impossible), problems


def _fact_of(item: str) -> str | None:
    from localgoals.scoring.prosperity_of_cities import FACTS

    return item if item in FACTS else _FACTS_OF.get(item)


def _without(linked: list[Row], direct: list[Row]) -> list[Row]:
    own = {(area, item) for area, item, _, value in direct if not isnan(value)}
    return [row for row in linked if row[:2] not in own]


def _impossible(counts: Counter[str]) -> Iterator[Problem]:
    for item, count in sorted(counts.items()):
        yield Problem(
            "prosperity-impossible",
            item,
            Message("{count} figures that cannot be", {"count": count}),
            Message("a figure in the unit of the index"),
            Message("They were left out. See localgoals catalogue list cpi for the units."),
            "warning",
        )


def _strangers(counts: Counter[str]) -> Iterator[Problem]:
    for item, count in sorted(counts.items()):
        yield Problem(
            "prosperity-no-item",
            item,
            Message("{count} figures of no item of the index", {"count": count}),
            Message("a code of the City Prosperity Index, or an indicator that is exactly one"),
            Message("They were left out. See localgoals catalogue list cpi for the codes."),
            "warning",
        )
