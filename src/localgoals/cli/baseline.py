"""`localgoals baseline`: city packs in, figures, maps and reports out."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.cores import cores
from localgoals.cli.exits import Exit
from localgoals.cli.reader import Languages, Reader, reader_of
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    from rich.console import Console

    from localgoals.reports.result import BaselineResult
    from localgoals.scoring.status import Standing


class ReportFiles(StrEnum):
    """What to write of a report."""

    ALL = "all"
    HTML = "html"
    NONE = "none"


def baseline(  # noqa: PLR0913  one parameter for each option
    context: typer.Context,
    packs: Annotated[
        list[Path],
        typer.Argument(help="City packs: folders with datapackage.json, or zips; one for a city."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Folder for the results.",
            show_default="<pack>-baseline; baselines for several packs",
        ),
    ] = None,
    lang: Annotated[
        Languages, typer.Option(help="Language of the reports and of the summary.")
    ] = Languages.BOTH,
    reports: Annotated[
        ReportFiles, typer.Option(help="Which reports to write: web page and PDF, web page, none.")
    ] = ReportFiles.ALL,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="How many cities at once.", show_default="one for each core"),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Compute on the Dask cluster with this scheduler instead."
        ),
    ] = None,
) -> None:
    """
    Compute a city's baseline from its pack: indicators, maps, gaps and the report.

    Several packs, or --workers or --scheduler, give a folder for each city, one data set of all
    figures and a table of the cities. A city that fails stops no other; the same command again
    computes only what is missing.
    """
    languages = lang.chosen()
    reader = reader_of(context)
    if reader.language not in languages:
        (reader.language,) = languages
    if len(packs) == 1 and workers is None and scheduler is None:
        _one_city(packs[0], out, languages, reports, reader)
        return
    from localgoals.cli.many_cities import baselines
    from localgoals.many_cities.plan import Wanted

    wanted = Wanted((out or Path("baselines")).absolute(), languages, reports.value)
    baselines(packs, wanted, reader, workers=workers or cores(), scheduler=scheduler)


def _one_city(
    pack: Path,
    out: Path | None,
    languages: tuple[Language, ...],
    reports: ReportFiles,
    reader: Reader,
) -> None:
    from rich.console import Console

    from localgoals.baseline import compute_baseline
    from localgoals.cli.problems import tell
    from localgoals.cli.steps import StepBars
    from localgoals.errors import PackRefused

    # `kunming.zip` gives `kunming-baseline` beside it.
    folder = out or pack.resolve().with_name(f"{pack.resolve().name.removesuffix('.zip')}-baseline")
    console = Console(stderr=True)
    try:
        with StepBars(console, reader.language) as bars:
            result = compute_baseline(
                pack, folder, languages=languages, reports=reports.value, progress=bars
            )
    except PackRefused as refusal:
        tell(refusal.problems, reader.language)
        raise typer.Exit(Exit.BAD_INPUT) from refusal
    written = () if reports is ReportFiles.NONE else languages
    _print_summary(Console(), result, folder, written, reader.language)


def _print_summary(
    console: Console,
    result: BaselineResult,
    folder: Path,
    languages: tuple[Language, ...],
    language: Language,
) -> None:
    """Tell what came out: figures, gaps, problems, and where the files are."""
    from localgoals.catalogue.load import load
    from localgoals.reports.context import Context

    # The reports count by the same rule: an indicator of which any figure is there is answered.
    context = Context(result, load(), None)
    lines = [
        Message(
            "{name}: {known} of {all} indicators, {figures} figures in all.",
            {
                "name": result.city.name.in_(language),
                "known": len(context.answered),
                "all": len(result.standings),
                "figures": f"{sum(not one.notation for one in result.observations):,}",
            },
        ),
        *_missing(context.unanswered),
    ]
    if result.problems:
        errors = sum(one.severity == "error" for one in result.problems)
        lines.append(
            Message(
                "In the files: {errors} errors, {warnings} warnings; see {path}.",
                {
                    "errors": errors,
                    "warnings": len(result.problems) - errors,
                    "path": folder / language / "problems.csv",
                },
            )
        )
    lines += [
        Message("Report: {path}", {"path": folder / one / "report.html"}) for one in languages
    ]
    for line in lines:
        console.print(say(line, language), highlight=False, markup=False, soft_wrap=True)


def _missing(unanswered: Sequence[Standing]) -> list[Message]:
    """Name the indicators that lack files, and count those that lack statistics."""
    lacking = [one.indicator for one in unanswered]
    codes = ", ".join(one.code for one in lacking if not one.statistics)
    lines = [Message("Missing: {codes}", {"codes": codes or "–"})]
    if waiting := sum(bool(one.statistics) for one in lacking):
        count: dict[str, object] = {"count": waiting}
        lines.append(Message("{count} more wait for statistics; the report lists them.", count))
    return lines
