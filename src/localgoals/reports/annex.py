"""The method annex: formulas and where they come from, the scale of quality, the files, the run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from localgoals.catalogue.load import load
from localgoals.model.indicator import Indicator
from localgoals.model.provenance import Origin, Reference
from localgoals.model.text import Message, Text
from localgoals.reports.blocks import (
    Block,
    Cell,
    Clauses,
    Column,
    Fact,
    Facts,
    Figure,
    Paragraph,
    Part,
    Table,
    Words,
)
from localgoals.reports.context import Context
from localgoals.reports.quality import QUALITY_WORDS
from localgoals.reports.result import ResourceRecord

__all__ = ["annex_part"]


def annex_part(context: Context) -> Part:
    """Say how everything was made, so that somebody else can make it again."""
    parts = (
        Part("methods", Message("Methods"), tuple(_methods(context))),
        Part("quality", Message("The scale of quality"), tuple(_quality())),
        Part("sources", Message("Sources"), tuple(_sources(context))),
        Part("run", Message("How this report was made"), tuple(_run(context))),
    )
    return Part("method", Message("Method annex"), (), parts)


def _methods(context: Context) -> Iterator[Block]:
    for standing in context.answered:
        indicator = standing.indicator
        facts = [
            Fact(
                Message("Indicator"),
                Message("{code} {title}", {"code": indicator.code, "title": indicator.title}),
            ),
            Fact(Message("Formula"), indicator.method.formula),
            Fact(Message("Choices"), indicator.method.notes),
            *(Fact(Message("Reference"), _cited(one), one.url) for one in _references(indicator)),
        ]
        yield Facts(tuple(facts))


def _references(indicator: Indicator) -> tuple[Reference, ...]:
    """List what an indicator's method, target, bounds and named values come from, each once."""
    found = [*indicator.method.references]
    if indicator.target is not None:
        found.append(indicator.target.source)
    if indicator.bounds is not None:
        found.append(indicator.bounds.source)
    found += [one.source for one in indicator.thresholds]
    return tuple(dict.fromkeys(found))


def _cited(reference: Reference) -> Words:
    year = "" if reference.year is None else f" ({reference.year})"
    cited: Words = f"{reference.publisher}{year}. {reference.title}."
    if reference.remark is not None:
        about = reference.remark
        cited = Text(f"{cited} Here: {about.en}.", f"{cited}此处：{about.zh}。")
    if reference.confirmed:
        return cited
    return Message("{cited} Not yet checked in the publication itself.", {"cited": cited})


def _quality() -> Iterator[Block]:
    columns = (Column(Message("Grade"), share=1), Column(Message("Meaning"), share=8))
    rows = tuple((Cell(str(grade)), Cell(words)) for grade, words in QUALITY_WORDS.items())
    yield Table(Message("Quality of a figure"), columns, rows)
    yield Paragraph(
        Message(
            "A figure starts at 1 and loses by each doubt about it: people modelled rather than "
            "counted, groups spread "
            "from district counts, a straight line in the place of the street network, areas in "
            "the place of points."
        )
    )


def _sources(context: Context) -> Iterator[Block]:
    if not context.result.resources:
        yield Paragraph(Message("The pack names no files."))
        return
    yield Paragraph(
        Message(
            "The fingerprint (SHA-256) identifies a file to the byte: whoever has a file with the "
            "same fingerprint has "
            "the same file."
        )
    )
    by_origin: dict[Origin, list[ResourceRecord]] = {}
    for one in context.result.resources:
        by_origin.setdefault(one.origin, []).append(one)
    for origin, records in by_origin.items():
        yield Facts(tuple(_origin_facts(origin)))
        yield _files(context, origin, records)


def _origin_facts(origin: Origin) -> Iterator[Fact]:
    named = ", ".join(part for part in (origin.title, origin.publisher) if part)
    yield Fact(Message("Origin"), named or Message("not stated"), origin.url)
    yield Fact(Message("Licence"), origin.licence or Message("not stated"))
    if origin.modelled:
        yield Fact(Message("Modelled"), Message("yes: estimated from other figures, not counted"))
    if origin.note:
        yield Fact(Message("Note"), origin.note)


def _files(context: Context, origin: Origin, records: Sequence[ResourceRecord]) -> Table:
    columns = (
        Column(Message("File"), share=3),
        Column(Message("Role"), share=3),
        Column("SHA-256", share=8),
    )
    rows = tuple((Cell(one.name), Cell(_role(context, one)), Cell(one.sha256)) for one in records)
    caption = Message(
        "Files from {origin}", {"origin": origin.title or Message("an origin that is not stated")}
    )
    return Table(caption, columns, rows, stacked=True)


def _role(context: Context, one: ResourceRecord) -> Words:
    roles = context.catalogue.roles
    role: Words = roles[one.role].title if one.role in roles else one.role
    return role if one.period is None else Clauses((role, str(one.period)))


def _run(context: Context) -> Iterator[Block]:
    run = context.result.run
    crs = context.result.city.crs
    facts = [
        Fact("LocalGoals", run.version),
        Fact(
            Message("Measured in"),
            f"{crs.name}" + (f" (EPSG:{crs.to_epsg()})" if crs.to_epsg() else ""),
        ),
        Fact(Message("Figures"), Figure(float(len(context.result.observations)), "count")),
    ]
    yield Facts(tuple(facts))
    if run.parameters:
        yield _parameters(context)
    yield Paragraph(
        Message(
            "The same files and the same version give the same report, byte by byte. No clock, no "
            "place and no chance "
            "takes part in it."
        )
    )


def _parameters(context: Context) -> Table:
    known = load().parameters
    rows = tuple(
        (Cell(known[name].title if name in known else name), Cell(value, numeric=True))
        for name, value in sorted(context.result.run.parameters.items())
    )
    return Table(
        Message("Numbers that the methods used"),
        (Column(Message("Parameter"), share=4), Column(Message("Value"), numeric=True, share=2)),
        rows,
        folded=True,
        print_rows=0,
    )
