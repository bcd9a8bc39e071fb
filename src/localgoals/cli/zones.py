"""`localgoals zones`: what a grid of any size holds inside areas, as a table."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from localgoals.catalogue.language import say
from localgoals.cli.cores import cores
from localgoals.cli.reader import Lang
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    from localgoals.ingest.vectors import Wanted as Columns
    from localgoals.ingest.zones import Areas, GridBand
    from localgoals.reports.zone_table import ZoneTable


class Statistic(StrEnum):
    """What may be found; the same as `localgoals.reports.zone_table.STATISTICS`."""

    SUM = "sum"
    MEAN = "mean"
    COUNT = "count"
    SHARES = "shares"


def zones(  # noqa: PLR0913  one parameter for each option
    grid: Annotated[Path, typer.Argument(help="GeoTIFF, such as people per cell.")],
    areas: Annotated[
        Path,
        typer.Argument(help="Polygons: GeoPackage, GeoJSON, GeoParquet or shapefile."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Table to write: .csv, or .parquet.")],
    statistic: Annotated[
        list[Statistic] | None,
        typer.Option(
            help="What to find in each area; may be repeated. shares: of each class of the cells.",
            show_default="sum, mean and count; with --weights nothing else",
        ),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(
            help="GeoTIFF on the same cells, such as people: gives the mean weighted by it."
        ),
    ] = None,
    class_: Annotated[
        list[int] | None,
        typer.Option(
            "--class",
            help="A class whose share is wanted; may be repeated.",
            show_default="every class in the file",
        ),
    ] = None,
    code: Annotated[
        str, typer.Option(help="Column with the code of each area; else they are numbered.")
    ] = "",
    band: Annotated[int | None, typer.Option(help="Band of the grid.")] = None,
    layer: Annotated[str | None, typer.Option(help="Layer of the areas.")] = None,
    crs: Annotated[
        str | None,
        typer.Option(help="Coordinate reference system of areas whose file names none."),
    ] = None,
    lang: Lang = "en",
) -> None:
    """Sum up a grid of any size inside areas, with cells that borders cut counted by their part."""
    from rich.console import Console

    from localgoals.cli.problems import tell
    from localgoals.cli.steps import StepBars
    from localgoals.ingest.vectors import Wanted as Columns
    from localgoals.ingest.whole_file import whole_file
    from localgoals.reports.table_forms import form_of
    from localgoals.reports.zone_table import FORMS, Wanted, zone_table

    write = form_of(out, FORMS)
    files = _Files(grid, areas, weights)
    # What is wrong with the file to write is told before the work, not after it.
    with whole_file(out, read=[grid, areas, *([weights] if weights else [])]) as partial:
        read = _judged(files, band, Columns((code,) if code else (), layer, crs), lang)
        wanted = Wanted(_chosen(statistic, weights, class_), read.weights, tuple(class_ or ()))
        threads = cores()
        with StepBars(Console(stderr=True), lang) as bars:
            found = zone_table(read.grid, read.areas, wanted, threads=threads, progress=bars)
        tell(found.problems, lang)
        write(found.table, partial)
    for line in _summary(found, out):
        typer.echo(say(line, lang))


def _chosen(
    statistics: list[Statistic] | None, weights: Path | None, classes: list[int] | None
) -> tuple[str, ...]:
    """Give what is asked for, what follows from other options, or what is usual."""
    chosen = [*(statistics or []), *([Statistic.SHARES] if classes else [])]
    if not chosen and weights is None:
        chosen = [Statistic.SUM, Statistic.MEAN, Statistic.COUNT]
    return tuple(dict.fromkeys(one.value for one in chosen))


class _Files(NamedTuple):
    grid: Path
    areas: Path
    weights: Path | None


class _Read(NamedTuple):
    grid: GridBand
    areas: Areas
    weights: GridBand | None


def _judged(files: _Files, band: int | None, columns: Columns, language: Language) -> _Read:
    """Look at every file, and tell all that is wrong with any of them."""
    from localgoals.cli.problems import tell_and_stop_at_errors
    from localgoals.ingest.formats import format_among
    from localgoals.ingest.zones import read_areas, read_grid_band, read_weights

    format_among(files.grid, ("tif",))
    format_among(files.areas, ("gpkg", "geojson", "parquet", "shp"))
    grid, problems = read_grid_band(files.grid, band)
    weights = None
    if files.weights is not None:
        format_among(files.weights, ("tif",))
        weights, faults = read_weights(files.weights, grid)
        problems += faults
    areas, faults = read_areas(files.areas, columns, grid)
    tell_and_stop_at_errors([*problems, *faults], language)
    assert grid is not None
    assert areas is not None
    return _Read(grid, areas, weights)


def _summary(found: ZoneTable, path: Path) -> list[Message]:
    from localgoals.reports.zone_table import REASONS

    lines = [Message("{count} rows are in {path}.", {"count": len(found.table), "path": path})]
    for reason, count in found.missing.items():
        why: dict[str, object] = {"count": count, "reason": REASONS[reason]}
        lines.append(Message("Without a figure: {count} areas ({reason}).", why))
    return lines
