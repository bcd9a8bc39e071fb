"""`localgoals score index`: one score by goal, domain or objective, with what it rests on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.problems import tell
from localgoals.cli.reader import LangOfFiles
from localgoals.model.text import Message


class By(StrEnum):
    """What indicators are grouped by; the same as `localgoals.scoring.aggregate.GROUPINGS`."""

    GOAL = "goal"
    DOMAIN = "domain"
    OBJECTIVE = "objective"


class Aggregate(StrEnum):
    """The mean that scores become one by; the same as `localgoals.scoring.aggregate.MEANS`."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    HARMONIC = "harmonic"


FiguresArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FIGURES",
        help="Folders that localgoals baseline wrote, or a long table with a city in each area.",
    ),
]
ByOption = Annotated[By, typer.Option(help="What the indicators are grouped by.")]
CoverageOption = Annotated[
    float,
    typer.Option(help="The share of a group that must be known for a score, from 0 to 1."),
]
WeightsOption = Annotated[
    Path | None,
    typer.Option(help="A CSV with the columns item and weight; else all count the same."),
]
AggregateOption = Annotated[
    Aggregate,
    typer.Option(help="The mean: geometric and harmonic let a bad score weigh more."),
]
OutOption = Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables.")]


def index(  # noqa: PLR0913  one parameter for each option
    figures: FiguresArgument,
    by: ByOption = By.GOAL,
    minimum_coverage: CoverageOption = 0.5,
    weights: WeightsOption = None,
    aggregate: AggregateOption = Aggregate.ARITHMETIC,
    out: OutOption = Path("index"),
    lang: LangOfFiles = "en",
) -> None:
    """Score cities by goal, domain or objective; too little known gives no score, and says why."""
    from localgoals.baseline import replaced_folder
    from localgoals.cli.city_figures import prepare
    from localgoals.reports.index_tables import INDEX_FILE, write_index, write_record
    from localgoals.scoring.aggregate import Rule

    rule = Rule(aggregate.value, minimum_coverage)
    cities, problems = prepare(figures, by=by.value, weights=weights, rule=rule)
    tell(problems, lang)
    with replaced_folder(out, INDEX_FILE) as partial:
        write_index(cities, partial, lang)
        write_record(cities, figures, partial, {"command": "score index", "language": lang})
    _, overall = cities.scores()
    scored = int((overall.known[:, 0, 0] >= overall.needed[0]).sum())
    done = Message(
        "{scored} of {cities} cities have a score of all groups. The tables are in {folder}, the "
        "cities in the order of their codes: an index is no league table.",
        {"scored": scored, "cities": len(cities.figures.areas), "folder": out},
    )
    typer.echo(say(done, lang))
