"""`localgoals pack`: start a city pack, add files to it, check it, and look at what it holds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from localgoals.catalogue.language import say
from localgoals.cli.exits import Exit
from localgoals.cli.problems import tell, told
from localgoals.cli.reader import Lang
from localgoals.errors import BadInput, PackRefused
from localgoals.model.period import Period
from localgoals.model.problem import Problem
from localgoals.model.provenance import Origin
from localgoals.model.text import Language, Message, Text

if TYPE_CHECKING:
    from rich.table import Table

    from localgoals.catalogue.load import Catalogue
    from localgoals.ingest.check import Ability
    from localgoals.ingest.pack import Pack, Resource

app = typer.Typer(
    help="Start a city pack, add files to it, check it, and look at what it holds.",
    no_args_is_help=True,
)

Folder = Annotated[Path, typer.Argument(help="The pack's folder.")]
AnyPack = Annotated[
    Path, typer.Argument(help="The pack: a folder with datapackage.json, or a zip of one.")
]


@app.command()
def new(  # noqa: PLR0913  one parameter for each option
    folder: Folder,
    code: Annotated[str, typer.Option(help="A code for the city, such as US-NYC.")],
    name_en: Annotated[str, typer.Option(help="The city's name in English.")],
    name_zh: Annotated[str, typer.Option(help="The city's name in Chinese.")],
    country: Annotated[str, typer.Option(help="Two letters of ISO 3166, such as US.")],
    lang: Lang = "en",
) -> None:
    """Start an empty pack in a new folder."""
    from localgoals.ingest.pack import new_pack

    with _refusals_told(lang):
        new_pack(folder, code=code, name=Text(name_en, name_zh), country=country)
    done = Message("The pack is in {folder}. Add files: localgoals pack add.", {"folder": folder})
    typer.echo(say(done, lang))


@app.command()
def add(  # noqa: PLR0913  one parameter for each option
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(help="The file, or several of the same kind.")],
    role: Annotated[str, typer.Option(help="What the file is, such as population or streets.")],
    period: Annotated[str, typer.Option(help="A year or two: 2019 or 2019-2021.")] = "",
    field: Annotated[
        list[str] | None,
        typer.Option(
            help="A column: total=people, x=lon, or a group: group.sex=female=females. Repeatable."
        ),
    ] = None,
    crs: Annotated[str, typer.Option(help="Its coordinate reference system: EPSG:4326.")] = "",
    layer: Annotated[str, typer.Option(help="Layer of a GeoPackage.")] = "",
    sheet: Annotated[str, typer.Option(help="Sheet of a spreadsheet.")] = "",
    band: Annotated[int | None, typer.Option(min=1, help="Band of a raster.")] = None,
    unit: Annotated[str, typer.Option(help="What raster cells count: share, m2, binary.")] = "",
    level: Annotated[str, typer.Option(help="Name of a division of the city: borough.")] = "",
    order: Annotated[int | None, typer.Option(min=0, help="Place of the division: 0, 1, …")] = None,
    mode: Annotated[str, typer.Option(help="Mode of all stops: bus, metro, …")] = "",
    kind: Annotated[str, typer.Option(help="Kind of all places: school, health, food, play.")] = "",
    date: Annotated[str, typer.Option(help="The day to take from a timetable.")] = "",
    timezone: Annotated[str, typer.Option(help="Of air measurements: Asia/Shanghai.")] = "",
    decimal: Annotated[
        str, typer.Option(help="The mark before decimals in statistics: point or comma.")
    ] = "",
    title: Annotated[str, typer.Option(help="What the file is called.")] = "",
    source_title: Annotated[str, typer.Option(help="Who published it.")] = "",
    source_url: Annotated[str, typer.Option(help="Where it was published.")] = "",
    licence: Annotated[str, typer.Option(help="What may be done with it: CC-BY-4.0.")] = "",
    modelled: Annotated[
        bool, typer.Option("--modelled", help="The figures were estimated, not counted.")
    ] = False,
    survey: Annotated[
        bool, typer.Option("--survey", help="The figures come from a sample survey.")
    ] = False,
    note: Annotated[str, typer.Option(help="What a reader should know about it.")] = "",
    replace: Annotated[str, typer.Option(help="Name of the resource that it replaces.")] = "",
    lang: Lang = "en",
) -> None:
    """Copy a file into the pack, with its role, its hash and where it comes from."""
    from localgoals.ingest.pack import add_resource

    texts = {
        "crs": crs, "layer": layer, "sheet": sheet, "unit": unit, "level": level,
        "mode": mode, "kind": kind, "date": date, "timezone": timezone, "decimal": decimal,
    }  # fmt: skip
    options: dict[str, Any] = {key: value for key, value in texts.items() if value}
    options |= {"band": band} if band is not None else {}
    options |= {"order": order} if order is not None else {}
    options |= {"fields": _fields(field)} if field else {}
    with _refusals_told(lang):
        resource = add_resource(
            folder,
            files,
            role=role,
            period=Period.parse(period) if period else None,
            options=options,
            origin=Origin(title, source_title, source_url, licence, modelled, note, survey),
            replaces=replace or None,
        )
    done = Message(
        "Added {name} ({file}), SHA-256 {sha256}.",
        {"name": resource.name, "file": resource.path.name, "sha256": resource.sha256},
    )
    typer.echo(say(done, lang))


@app.command()
def check(
    pack: AnyPack,
    lang: Lang = "en",
    problems: Annotated[
        Path | None, typer.Option(help="Write the problems to this file too (CSV).")
    ] = None,
) -> None:
    """Tell everything that is wrong with a pack, and which indicators it can give."""
    from rich.console import Console

    from localgoals.catalogue.load import load
    from localgoals.ingest.check import check_pack, write_problems
    from localgoals.ingest.whole_file import whole_file

    with tempfile.TemporaryDirectory() as scratch:
        found = check_pack(pack, scratch=Path(scratch))
    for number, one in enumerate(found.problems, start=1):
        typer.echo(told(one, number, lang))
    if problems is not None:
        with whole_file(problems, read=[pack]) as partial:
            write_problems(found.problems, partial, lang)
    if found.abilities:
        catalogue = load()
        Console().print(_abilities_table(found.abilities, catalogue, lang))
        for line in _waiting(found.abilities, catalogue, lang):
            typer.echo(line)
        for line in _how_to_fill(found.abilities, catalogue, lang):
            typer.echo(line)
    typer.echo(_verdict(found.problems, found.abilities, lang))
    if not found.is_usable:
        raise typer.Exit(Exit.BAD_INPUT)


@app.command()
def show(pack: AnyPack, lang: Lang = "en") -> None:
    """List the files of a pack: role, period, size, place, hash, source and licence."""
    from localgoals.ingest.pack import open_pack

    with tempfile.TemporaryDirectory() as scratch, _refusals_told(lang):
        opened = open_pack(pack, scratch=Path(scratch))
        typer.echo(f"{opened.name.in_(lang)} ({opened.code}, {opened.country})")
        for resource in opened.resources:
            typer.echo("")
            typer.echo(_card(resource, opened, lang))


@contextmanager
def _refusals_told(language: Language) -> Iterator[None]:
    """Tell the reasons of a refusal in the reader's language, and end with the exit code for it."""
    try:
        yield
    except PackRefused as refused:
        tell(refused.problems, language)
        raise typer.Exit(Exit.BAD_INPUT) from refused


def _fields(stated: Sequence[str]) -> dict[str, Any]:
    """Read `total=people` and `group.sex=female=females`."""
    fields: dict[str, Any] = {}
    for text in stated:
        is_group = text.startswith("group.")
        name, equals, column = (
            text.removeprefix("group.").rpartition("=") if is_group else text.partition("=")
        )
        if not equals or not name or not column or (is_group and "=" not in name):
            raise BadInput(
                Message(
                    "--field {text} is not understood. Write name=column, such as total=people, "
                    "or group.dimension=member=column, such as group.sex=female=females.",
                    {"text": text},
                )
            )
        if is_group:
            fields.setdefault("groups", {})[name] = column
        else:
            fields[name] = column
    return fields


def _abilities_table(
    abilities: Sequence[Ability], catalogue: Catalogue, language: Language
) -> Table:
    from rich.table import Table

    table = Table(show_lines=True)
    for heading in (
        Message("Code"), Message("Indicator"), Message("Can it be given?"),
        Message("What is missing"),
    ):  # fmt: skip
        table.add_column(say(heading, language), overflow="fold")
    yes, no = say(Message("yes"), language), say(Message("no"), language)
    for one in abilities:
        if _waits(one):
            continue
        table.add_row(
            one.indicator.code,
            one.indicator.title.in_(language),
            yes if one.is_possible else no,
            "\n".join(_missing(one, catalogue, language)),
        )
    return table


def _waits(one: Ability) -> bool:
    """Tell whether nothing but statistics is missing, and nobody has begun to enter them."""
    if one.missing_questions:
        return False
    if one.missing_series:
        ratio = one.indicator.ratio
        return ratio is None or set(ratio.numerator.series) <= set(one.missing_series)
    return one.missing == ("statistics",)


def _waiting(
    abilities: Sequence[Ability], catalogue: Catalogue, language: Language
) -> Iterator[str]:
    """List by goal the indicators that wait for statistics."""
    waiting = [one.indicator for one in abilities if _waits(one)]
    if not waiting:
        return
    count: dict[str, object] = {"count": len(waiting)}
    yield say(
        Message(
            "{count} more indicators wait for statistics; localgoals catalogue show CODE names "
            "the series of each:",
            count,
        ),
        language,
    )
    for goal in sorted({one.goal for one in waiting}):
        codes = ", ".join(one.code for one in waiting if one.goal == goal)
        yield f"  {goal} {catalogue.goals[goal].short.in_(language)}: {codes}"


def _missing(one: Ability, catalogue: Catalogue, language: Language) -> Iterator[str]:
    """Say what an indicator lacks, or what would make it better."""
    for need in one.missing:
        roles = [catalogue.roles[code] for code in need.split("|")]
        yield f"{' / '.join(role.title.in_(language) for role in roles)} ({need})"
    for series in one.missing_series:
        known = catalogue.statistics.get(series)
        words = f" ({known.title.in_(language)})" if known else ""
        missing = Message("the series {series} in the statistics table", {"series": series})
        yield say(missing, language) + words
    for need in one.missing_questions:
        question = Message("the question {question} in a survey", {"question": need})
        yield say(question, language)
    if one.is_possible and one.could_help:
        roles = [catalogue.roles[code] for need in one.could_help for code in need.split("|")]
        names = ", ".join(role.title.in_(language) for role in roles)
        yield say(Message("better with: {roles}", {"roles": names}), language)


def _how_to_fill(
    abilities: Sequence[Ability], catalogue: Catalogue, language: Language
) -> Iterator[str]:
    """Say once for each missing role where a person comes by it."""
    needs = dict.fromkeys(need for one in abilities for need in one.missing)
    for code in dict.fromkeys(code for need in needs for code in need.split("|")):
        role = catalogue.roles[code]
        yield f"{role.title.in_(language)} ({code}): {role.how_to_fill.in_(language)}"


def _verdict(problems: Sequence[Problem], abilities: Sequence[Ability], language: Language) -> str:
    errors = sum(one.severity == "error" for one in problems)
    counts: dict[str, object] = {
        "errors": errors,
        "warnings": len(problems) - errors,
        "possible": sum(one.is_possible for one in abilities),
        "all": len(abilities),
    }
    return say(
        Message(
            "{errors} errors, {warnings} warnings; {possible} of {all} indicators can be given.",
            counts,
        ),
        language,
    )


def _card(resource: Resource, pack: Pack, language: Language) -> str:
    """Describe a resource, one fact a line; what is not known has no line."""
    from localgoals.ingest.summary import summarise

    summary = summarise(resource)
    paths = [path.relative_to(pack.folder).as_posix() for path in resource.paths]
    facts = (
        (Message("role"), resource.role),
        (Message("file"), ", ".join(paths)),
        (Message("period"), resource.period),
        (Message("rows, features or cells"), summary.count),
        (Message("coordinate reference system"), summary.crs),
        (Message("extent"), ", ".join(f"{edge:.6g}" for edge in summary.extent or ())),
        (Message("SHA-256"), resource.sha256),
        (
            Message("source"),
            " ".join(filter(None, (resource.origin.publisher, resource.origin.url))),
        ),
        (Message("licence"), resource.origin.licence),
        (Message("modelled"), resource.origin.modelled and say(Message("yes"), language)),
        (Message("from a sample survey"), resource.origin.survey and say(Message("yes"), language)),
        (Message("note"), resource.origin.note),
    )
    lines = [
        f"  {say(name, language)}: {value}"
        for name, value in facts
        if value not in ("", None, False)
    ]
    return "\n".join([f"{resource.name} — {resource.origin.title}", *lines])
