"""`localgoals reach`: what people reach on foot from where they live, as a table or a layer."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.cores import cores
from localgoals.cli.exits import Exit
from localgoals.cli.problems import tell
from localgoals.cli.reader import Lang
from localgoals.errors import PackRefused
from localgoals.model.period import Period
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    from localgoals.ingest.layers import City
    from localgoals.reports.within_a_walk import WithinAWalk


def reach(
    pack: Annotated[
        Path, typer.Argument(help="The pack: a folder with datapackage.json, or a zip of one.")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="File to write: .csv, or .parquet for maps.")
    ],
    within: Annotated[
        float, typer.Option(min=1, max=20_000, help="How far people walk, in metres.")
    ] = 1000,
    period: Annotated[
        str, typer.Option(help="Of the people: 2019 or 2019-2021; the newest if not given.")
    ] = "",
    lang: Lang = "en",
) -> None:
    """Count the places of each kind that people reach on foot, from every point they live at."""
    from localgoals.ingest.whole_file import whole_file
    from localgoals.reports.table_forms import form_of
    from localgoals.reports.within_a_walk import FORMS, within_a_walk

    write = form_of(out, FORMS)
    chosen = Period.parse(period) if period else None
    # What is wrong with the file to write is told before the work, not after it. Of a pack in a
    # folder no file is written over.
    with whole_file(out, read=[pack, *pack.rglob("*")]) as partial:
        city = _city(pack, lang)
        found = within_a_walk(city, limit_m=within, period=chosen, threads=cores())
        write(found.points, partial)
    for line in _summary(found, within, out):
        typer.echo(say(line, lang))


def _city(pack: Path, language: Language) -> City:
    """Read a pack, and tell what is wrong with it."""
    from localgoals.ingest.city import read_city
    from localgoals.ingest.pack import open_pack

    try:
        with tempfile.TemporaryDirectory() as scratch:
            city, problems = read_city(open_pack(pack, scratch=Path(scratch)))
    except PackRefused as refusal:
        tell(refusal.problems, language)
        raise typer.Exit(Exit.BAD_INPUT) from refusal
    tell(problems, language)
    return city


def _summary(found: WithinAWalk, within_m: float, out: Path) -> list[Message]:
    """Tell what was written, and what is not in it."""
    lines = [
        Message(
            "{points} points with people of {period}; places on foot within {metres} m: {places}. "
            "Written to {path}.",
            {
                "points": f"{len(found.points):,}",
                "period": found.period,
                "metres": f"{within_m:g}",
                "places": ", ".join(f"{kind} ({n:,})" for kind, n in found.places.items()),
                "path": out,
            },
        )
    ]
    if found.points_off_streets or found.places_off_streets:
        lines.append(
            Message(
                "Too far from every street: {points} points, which have no figures, and {places} "
                "places, which count nowhere.",
                {"points": found.points_off_streets, "places": found.places_off_streets},
            )
        )
    return lines
