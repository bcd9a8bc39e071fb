"""`localgoals settlements`: the Degree of Urbanisation of a population grid of any size."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.cores import cores
from localgoals.cli.reader import Lang
from localgoals.errors import BadInput
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    from localgoals.reports.settlements import Settlements


class Unit(StrEnum):
    """What the cells of land and built hold."""

    M2 = "m2"
    SHARE = "share"


class Rules(StrEnum):
    """The releases of the method; the same as `localgoals.reports.settlements.RULES`."""

    R2022 = "2022"
    R2023 = "2023"


class Level(StrEnum):
    """The levels of the method."""

    CLASSES = "1"
    TYPES = "2"


def settlements(  # noqa: PLR0913  one parameter for each option
    people: Annotated[Path, typer.Argument(help="GeoTIFF of people per cell of 1 km².")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")],
    land: Annotated[
        Path | None, typer.Option(help="GeoTIFF of the land in each cell, on the same grid.")
    ] = None,
    built: Annotated[
        Path | None,
        typer.Option(help="GeoTIFF of what is built up in each cell, on the same grid."),
    ] = None,
    unit: Annotated[
        Unit, typer.Option(help="What the cells of land and built hold: m², or a share.")
    ] = Unit.M2,
    rules: Annotated[Rules, typer.Option(help="Release of the method.")] = Rules.R2023,
    level: Annotated[
        Level, typer.Option(help="1: centre, cluster, rural. 2: seven kinds of settlement.")
    ] = Level.CLASSES,
    units: Annotated[
        Path | None, typer.Option(help="Outlines of municipalities or other units to classify.")
    ] = None,
    code: Annotated[str | None, typer.Option(help="Column of --units that holds codes.")] = None,
    lang: Lang = "en",
) -> None:
    """Tell city, town and country apart on a population grid, of a city or of the world."""
    from rich.console import Console

    from localgoals.cli.problems import tell
    from localgoals.cli.steps import StepBars
    from localgoals.ingest.settlement_grids import Files
    from localgoals.ingest.settlement_units import UnitsFile
    from localgoals.reports.settlements import Wanted, write_settlements

    files = Files(people, land, built, unit.value)
    if code is not None and units is None:
        raise BadInput(Message("--code names a column of --units, which is not given."))
    outlines = None if units is None else UnitsFile(units, code)
    wanted = Wanted(rules.value, 1 if level is Level.CLASSES else 2, outlines)
    with StepBars(Console(stderr=True), lang) as bars:
        found = write_settlements(files, out, wanted, threads=cores(), progress=bars)
    tell(found.problems, lang)
    _print(found, out, lang)


def _print(found: Settlements, folder: Path, lang: Language) -> None:
    percent = 100 * found.people_in_centres / found.people if found.people else 0.0
    lines = [
        Message(
            "{centres} urban centres with {people} people, {percent} % of all.",
            {
                "centres": f"{found.centres:,}",
                "people": f"{found.people_in_centres:,.0f}",
                "percent": f"{percent:.1f}",
            },
        ),
        Message("Map, tables and outlines: {folder}", {"folder": folder}),
    ]
    for line in lines:
        typer.echo(say(line, lang))
