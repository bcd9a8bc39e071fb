"""`localgoals score index`: one score by goal, domain or objective, with what it rests on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.problems import tell
from localgoals.cli.reader import LangOfFiles
from localgoals.errors import BadInput
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    from localgoals.scoring.figures import Cities


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


class Impute(StrEnum):
    """Whether gaps are filled, and with what of the peers."""

    NONE = "none"
    PEERS_MEAN = "peers-mean"
    PEERS_MEDIAN = "peers-median"


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
    impute: Annotated[
        Impute,
        typer.Option(
            help="Fill gaps with the mean or the median of the peers, and mark every one; it makes "
            "cities look more alike than they are."
        ),
    ] = Impute.NONE,
    peers: Annotated[
        Path | None,
        typer.Option(help="For --impute: a CSV with the column area, the peers; else all cities."),
    ] = None,
    out: OutOption = Path("index"),
    lang: LangOfFiles = "en",
) -> None:
    """Score cities by goal, domain or objective; too little known gives no score, and says why."""
    from localgoals.cli.city_figures import prepare
    from localgoals.reports.index_tables import INDEX_FILE, write_index, write_record
    from localgoals.reports.whole_folder import replaced_folder
    from localgoals.scoring.aggregate import Rule

    rule = Rule(aggregate.value, minimum_coverage)
    choices: dict[str, object]
    cities, problems = prepare(figures, by=by.value, weights=weights, rule=rule)
    tell(problems, lang)
    choices = {"command": "score index", "language": lang, "impute": impute.value}
    if impute is not Impute.NONE:
        cities, filled = _filled(cities, impute, peers)
        choices |= filled
        _tell_filled(cities, lang)
    elif peers is not None:
        raise BadInput(Message("--peers only says who fills gaps; add --impute peers-median."))
    with replaced_folder(out, INDEX_FILE) as partial:
        write_index(cities, partial, lang)
        write_record(cities, figures, partial, choices)
    _, overall = cities.scores()
    scored = int((overall.known[:, 0, 0] >= overall.needed[0]).sum())
    done = Message(
        "{scored} of {cities} cities have a score of all groups. The tables are in {folder}, the "
        "cities in the order of their codes: an index is no league table.",
        {"scored": scored, "cities": len(cities.figures.areas), "folder": out},
    )
    typer.echo(say(done, lang))


def _filled(cities: Cities, impute: Impute, peers: Path | None) -> tuple[Cities, dict[str, object]]:
    """Fill the gaps of cities, and say for the record how many and from whom."""
    from localgoals.cli.city_figures import members_of

    wanted = cities.figures.areas if peers is None else members_of(peers, cities.figures.areas)
    filled = cities.filled("mean" if impute is Impute.PEERS_MEAN else "median", wanted)
    assert filled.marks is not None
    return filled, {"peers": list(wanted), "imputed": int(filled.marks.sum())}


def _tell_filled(cities: Cities, language: Language) -> None:
    assert cities.marks is not None
    filled = Message(
        "{filled} of {all} figures were filled in from peers; they are marked, do not count as "
        "known and lend no colour.",
        {"filled": int(cities.marks.sum()), "all": cities.marks.size},
    )
    typer.echo(say(filled, language))
