"""`localgoals score uncertainty`: intervals of scores and ranks in a named group of peers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.indices import (
    Aggregate,
    AggregateOption,
    By,
    ByOption,
    CoverageOption,
    FiguresArgument,
    OutOption,
    WeightsOption,
)
from localgoals.cli.problems import tell
from localgoals.cli.reader import LangOfFiles
from localgoals.model.text import Message

if TYPE_CHECKING:
    from localgoals.scoring.figures import Figures
    from localgoals.scoring.uncertainty import PeerGroup


class WeightDoubt(StrEnum):
    """How weights are drawn; the same as `localgoals.scoring.uncertainty.WEIGHT_DOUBTS`."""

    FIXED = "fixed"
    SHARE = "share"
    DIRICHLET = "dirichlet"


def uncertainty(  # noqa: PLR0913  one parameter for each option
    figures: FiguresArgument,
    peers: Annotated[
        str,
        typer.Option(help="The name of the group of cities, which says why they are peers."),
    ],
    members: Annotated[
        Path | None,
        typer.Option(help="A CSV with the column area: the cities of the group; else all."),
    ] = None,
    draws: Annotated[int, typer.Option(help="How many times everything is chosen anew.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same intervals.")] = 1,
    level: Annotated[
        float, typer.Option(help="The share of the draws that an interval holds.")
    ] = 0.9,
    bounds_share: Annotated[
        float,
        typer.Option(help="How far best and worst move, as a share of the way between them."),
    ] = 0.1,
    weight_doubt: Annotated[
        WeightDoubt,
        typer.Option(help="Weights are kept, moved by a share of themselves, or drawn anew."),
    ] = WeightDoubt.SHARE,
    weights_share: Annotated[
        float, typer.Option(help="How far weights move, as a share of themselves.")
    ] = 0.25,
    sobol: Annotated[
        int,
        typer.Option(help="Points of the base samples for the indices of Sobol, a power of 2."),
    ] = 512,
    by: ByOption = By.GOAL,
    minimum_coverage: CoverageOption = 0.5,
    weights: WeightsOption = None,
    aggregate: AggregateOption = Aggregate.ARITHMETIC,
    out: OutOption = Path("uncertainty"),
    lang: LangOfFiles = "en",
) -> None:
    """Say between which scores and ranks the cities of a group of peers lie, and why."""
    from localgoals.cli.city_figures import prepare
    from localgoals.reports.index_tables import (
        INDEX_FILE,
        write_index,
        write_intervals,
        write_record,
    )
    from localgoals.reports.whole_folder import replaced_folder
    from localgoals.scoring.aggregate import Rule
    from localgoals.scoring.sensitivity import index_sensitivity
    from localgoals.scoring.uncertainty import Doubt, intervals

    rule = Rule(aggregate.value, minimum_coverage)
    cities, problems = prepare(figures, by=by.value, weights=weights, rule=rule)
    tell(problems, lang)
    panel = cities.panel(_group(peers, members, cities.figures))
    # The mean that was asked for is one of those that could have been.
    means = tuple(dict.fromkeys((rule.mean, *Doubt().means)))
    doubt = Doubt(bounds_share, weight_doubt.value, weights_share, means=means)
    found = intervals(panel, doubt, draws=draws, seed=seed, level=level)
    sensitivity = index_sensitivity(panel, doubt, base=sobol, seed=seed)
    choices = {
        "command": "score uncertainty", "language": lang, "peers": peers, "draws": draws,
        "seed": seed, "level": level, "bounds_share": bounds_share, "means": list(means),
        "weight_doubt": weight_doubt.value, "weights_share": weights_share, "sobol": sobol,
        "normalisations": list(doubt.normalisations), "missing": list(doubt.missing),
    }  # fmt: skip
    with replaced_folder(out, INDEX_FILE) as partial:
        write_index(cities, partial, lang)
        write_intervals(found, sensitivity, partial, lang)
        write_record(cities, figures, partial, choices)
    done = Message(
        "{scored} of the {count} cities of {peers} have intervals of score and rank. The tables "
        "are in {folder}, the cities in the order of their codes.",
        {
            "scored": found.ranked,
            "count": len(panel.peers.areas),
            "peers": peers,
            "folder": out,
        },
    )
    typer.echo(say(done, lang))


def _group(name: str, members: Path | None, figures: Figures) -> PeerGroup:
    """Give the group of peers: those of the file, else everybody."""
    from localgoals.cli.city_figures import members_of
    from localgoals.scoring.uncertainty import PeerGroup

    if members is None:
        return PeerGroup(name, figures.areas)
    return PeerGroup(name, tuple(sorted(members_of(members, figures.areas))))
