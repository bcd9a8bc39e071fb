"""`localgoals catalogue`: lists, searches and shows what is declared, and checks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.cli.exits import Exit
from localgoals.cli.listed_items import ListName, compare, feeds, item_list, show_item, unknown
from localgoals.cli.reader import Lang
from localgoals.cli.tables import RELATION, STATUS, Words, console, table_of
from localgoals.errors import BadInput
from localgoals.model.text import Message

if TYPE_CHECKING:
    from rich.console import RenderableType

    from localgoals.catalogue.entries import WorkedExample
    from localgoals.model.indicator import Bounds, Indicator, Ratio, Sum

app = typer.Typer(
    help="List, search and show the indicators, goals and targets.", invoke_without_command=True
)


_BETTER: dict[str, Message] = {
    "higher": Message("higher is better"),
    "lower": Message("lower is better"),
    "middle": Message("best in the middle"),
    "neither": Message("neither high nor low is better"),
}
_KIND: dict[str, Message] = {
    "indicator": Message("indicator"),
    "goal": Message("goal"),
    "target": Message("target"),
    "listed": Message("listed item"),
    "retired": Message("retired"),
}


@app.callback()
def _default(context: typer.Context, lang: Lang = "en") -> None:
    """List, search and show the indicators, goals and targets."""
    if context.invoked_subcommand is None:
        list_entries(Subject.INDICATORS, lang)
    # `catalogue --lang zh show 11.2.1` means the same as `catalogue show 11.2.1 --lang zh`.
    context.default_map = {name: {"lang": lang} for name in _COMMANDS}


_COMMANDS = ("list", "search", "show", "feeds", "compare", "check")


class Subject(StrEnum):
    """What can be listed."""

    INDICATORS = "indicators"
    GOALS = "goals"
    TARGETS = "targets"
    FRAME = "frame"
    ROLES = "roles"
    STATISTICS = "statistics"
    PARAMETERS = "parameters"
    SDG = "sdg"
    SENDAI = "sendai"
    CPI = "cpi"
    NUA = "nua"
    GBF = "gbf"
    SINGAPORE = "singapore"


@app.command("list")
def list_entries(
    subject: Annotated[Subject, typer.Argument(help="What to list.")] = Subject.INDICATORS,
    lang: Lang = "en",
) -> None:
    """
    List indicators, goals, targets, the urban frame, roles, statistics or parameters.

    Or the list of a framework: sdg, sendai, cpi, nua, gbf or singapore.
    """
    from localgoals.catalogue.load import load

    printed = Words(load(), lang)
    console().print(_LISTS[subject](printed))


@app.command()
def search(
    text: Annotated[list[str], typer.Argument(help="Words in English or Chinese; all must fit.")],
    lang: Lang = "en",
) -> None:
    """Find indicators, goals, targets and listed items by words in either language."""
    from localgoals.catalogue import search as searching
    from localgoals.catalogue.load import load

    words = Words(load(), lang)
    hits = searching.search(words.catalogue, " ".join(text))
    if not hits:
        nothing = Message(
            "Nothing in the catalogue has the words {words}.", {"words": " ".join(text)}
        )
        raise BadInput(nothing)
    table = table_of(words, [Message("Kind"), Message("Code"), Message("Title")])
    for hit in hits:
        table.add_row(words(_KIND[hit.kind]), hit.code, hit.title.in_(words.language))
    console().print(table)


@app.command()
def show(
    code: Annotated[
        str,
        typer.Argument(
            help="An indicator (11.2.1), a target (11.2), a goal (11) or a listed item (A-1)."
        ),
    ],
    lang: Lang = "en",
) -> None:
    """Show one indicator in full, or a goal or target with what measures it."""
    from localgoals.catalogue.load import load

    words = Words(load(), lang)
    catalogue = words.catalogue
    if code in catalogue.indicators:
        _show_indicator(words, catalogue.indicators[code])
    elif code in catalogue.targets:
        _show_measured(words, code, catalogue.targets[code].title.in_(words.language), f"{code}.")
    elif code.isdecimal() and int(code) in catalogue.goals:
        goal = catalogue.goals[int(code)]
        _show_measured(words, code, goal.title.in_(words.language), f"{code}.")
    elif not show_item(words, code):
        raise BadInput(unknown(catalogue, code))


app.command()(feeds)
app.command()(compare)


@app.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder with a catalogue of your own.", show_default="the package's"),
    ] = None,
    lang: Lang = "en",
) -> None:
    """Check a catalogue against the rules of the house; exit code 1 when it breaks one."""
    from localgoals.catalogue.check import CHECKS, check_catalogue
    from localgoals.catalogue.load import load, read_catalogue

    words = Words(load() if folder is None else read_catalogue(folder), lang)
    problems = check_catalogue(words.catalogue)
    table = table_of(words, [Message("Where"), Message("Found"), Message("Expected")])
    for problem in problems:
        table.add_row(problem.where, words(problem.found), words(problem.expected))
    if problems:
        console().print(table)
        raise typer.Exit(Exit.BAD_INPUT)
    kept = Message(
        "{indicators} indicators, {goals} goals and {targets} targets keep all {rules} rules.",
        {
            "indicators": len(words.catalogue.indicators),
            "goals": len(words.catalogue.goals),
            "targets": len(words.catalogue.targets),
            "rules": len(CHECKS),
        },
    )
    console().print(words(kept))


def _indicators(words: Words) -> RenderableType:
    titles = [Message("Code"), Message("Indicator"), Message("Goal"), Message("Urban frame")]
    table = table_of(words, [*titles, Message("Needs")])
    for one in words.catalogue.indicators.values():
        cell = f"{one.umf_cell[0]}.{one.umf_cell[1]}"
        needs = words.roles(one.needs)
        table.add_row(one.code, one.title.in_(words.language), str(one.goal), cell, needs)
    return table


def _goals(words: Words) -> RenderableType:
    table = table_of(words, [Message("Code"), Message("Goal"), Message("Title")])
    for goal in words.catalogue.goals.values():
        table.add_row(
            str(goal.number), goal.short.in_(words.language), goal.title.in_(words.language)
        )
    return table


def _targets(words: Words) -> RenderableType:
    table = table_of(words, [Message("Code"), Message("Target")])
    for target in words.catalogue.targets.values():
        table.add_row(target.code, target.title.in_(words.language))
    return table


def _frame(words: Words) -> RenderableType:
    objectives = words.catalogue.objectives.values()
    table = table_of(words, [Message("Domain")])
    for objective in objectives:
        table.add_column(
            f"{objective.number} {objective.title.in_(words.language)}", overflow="fold"
        )
    for domain in words.catalogue.domains.values():
        cells = [
            " ".join(
                one.code
                for one in words.catalogue.indicators.values()
                if one.umf_cell == (domain.number, objective.number)
            )
            for objective in objectives
        ]
        table.add_row(f"{domain.number} {domain.title.in_(words.language)}", *cells)
    return table


def _roles(words: Words) -> RenderableType:
    table = table_of(
        words, [Message("Code"), Message("Role"), Message("Meaning"), Message("How to fill")]
    )
    for role in words.catalogue.roles.values():
        texts = (role.title, role.meaning, role.how_to_fill)
        table.add_row(role.code, *(text.in_(words.language) for text in texts))
    return table


def _statistics(words: Words) -> RenderableType:
    table = table_of(words, [Message("Code"), Message("Statistic"), Message("Unit")])
    for series in words.catalogue.statistics.values():
        table.add_row(series.code, series.title.in_(words.language), words.unit(series.unit))
    return table


def _parameters(words: Words) -> RenderableType:
    table = table_of(
        words, [Message("Code"), Message("Parameter"), Message("Value"), Message("Source")]
    )
    for one in words.catalogue.parameters.values():
        value = f"{one.value:g} {words.unit(one.unit)}"
        table.add_row(one.code, one.title.in_(words.language), value, words.source(one.source))
    for each in words.catalogue.parameter_tables.values():
        source = words.source(each.source)
        for key, amount in each.values.items():
            title = f"{each.title.in_(words.language)} ({key})"
            table.add_row(each.code, title, f"{amount:g} {words.unit(each.unit)}", source)
            source = "″"
    return table


_LISTS: dict[Subject, Callable[[Words], RenderableType]] = {
    Subject.INDICATORS: _indicators,
    Subject.GOALS: _goals,
    Subject.TARGETS: _targets,
    Subject.FRAME: _frame,
    Subject.ROLES: _roles,
    Subject.STATISTICS: _statistics,
    Subject.PARAMETERS: _parameters,
    **{Subject(name): partial(item_list, framework=name) for name in ListName},
}


def _show_measured(words: Words, code: str, title: str, prefix: str) -> None:
    """Print a goal or a target with the targets below it and the indicators that feed it."""
    terminal = console()
    terminal.print(f"[bold]{code}[/bold] {title}")
    table = table_of(words, [Message("Kind"), Message("Code"), Message("Title")])
    for target in words.catalogue.targets.values():
        if target.code.startswith(prefix):
            title_below = target.title.in_(words.language)
            table.add_row(words(_KIND["target"]), target.code, title_below)
    for one in words.catalogue.indicators.values():
        if any(
            link.framework == "sdg" and (link.code == code or link.code.startswith(prefix))
            for link in one.frameworks
        ):
            table.add_row(words(_KIND["indicator"]), one.code, one.title.in_(words.language))
    for item in words.catalogue.lists["sdg"].values():
        if item.code.startswith(prefix) and item.code not in words.catalogue.indicators:
            kind = _KIND["listed" if item.status == "active" else "retired"]
            table.add_row(words(kind), item.code, item.title.in_(words.language))
    if table.row_count:
        terminal.print(table)


def _show_indicator(words: Words, one: Indicator) -> None:
    from rich.table import Table

    terminal = console()
    terminal.print(f"[bold]{one.code}[/bold] {one.title.in_(words.language)}")
    grid = Table(box=None, show_header=False, pad_edge=False)
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, content in _facts(words, one):
        grid.add_row(words(label), content)
    terminal.print(grid)


def _facts(words: Words, one: Indicator) -> Iterator[tuple[Message, str]]:
    catalogue, language = words.catalogue, words.language
    goal = catalogue.goals[one.goal]
    domain, objective = one.umf_cell
    yield Message("Goal"), f"{goal.number} {goal.short.in_(language)}"
    yield (
        Message("Urban frame"),
        f"{domain}.{objective} {catalogue.domains[domain].title.in_(language)}"
        f" × {catalogue.objectives[objective].title.in_(language)}",
    )
    yield Message("Better"), words(_BETTER[one.better])
    for part in one.series:
        yield (
            Message("Series"),
            f"{part.code}: {part.title.in_(language)} [{words.unit(part.unit)}]".replace(
                "[", r"\["
            ),
        )
    yield Message("Needs"), words.roles(one.needs)
    if one.helps:
        yield Message("Better with"), words.roles(one.helps)
    yield from _comparisons(words, one)
    yield Message("Formula"), one.method.formula.in_(language)
    yield from _ratio(words, one)
    yield Message("Notes"), one.method.notes.in_(language)
    for reference in one.method.references:
        yield Message("Source"), words.source(reference)
    for link in one.frameworks:
        name = catalogue.frameworks[link.framework].short.in_(language)
        how = [words(RELATION[link.relation]), words(STATUS[link.code_status])]
        formula = f" – {link.formula.in_(language)}" if link.formula else ""
        yield Message("Framework"), f"{name} {link.code} – {words.comma.join(how)}{formula}"


def _comparisons(words: Words, one: Indicator) -> Iterator[tuple[Message, str]]:
    if one.target is not None:
        reached = f"{one.target.value:g} ({one.target.year})"
        yield Message("Target"), f"{reached} {one.target.name.in_(words.language)}"
    if one.bounds is not None:
        yield Message("Bounds"), _bounds(words, one.bounds)
    for threshold in one.thresholds:
        of = f"{threshold.series}: " if threshold.series else ""
        name = threshold.name.in_(words.language)
        yield (
            Message("Threshold"),
            f"{of}{threshold.value:g} {name} – {words.source(threshold.source)}",
        )


def _bounds(words: Words, bounds: Bounds) -> str:
    points = Message(
        "best {best:g}, green {green:g}, red {red:g}, worst {worst:g}",
        {"best": bounds.best, "green": bounds.green, "red": bounds.red, "worst": bounds.worst},
    )
    return f"{words(points)} – {words.source(bounds.source)}"


def _ratio(words: Words, one: Indicator) -> Iterator[tuple[Message, str]]:
    statistics = words.catalogue.statistics
    if one.stated is not None:
        yield (
            Message("Statistic"),
            f"{one.stated}: {statistics[one.stated].title.in_(words.language)}",
        )
    for series, ratio in one.ratios.items():
        of = "" if ratio == one.ratio else f"{series} – "
        for label, terms in zip(
            (Message("Numerator"), Message("Denominator")), ratio.sums, strict=False
        ):
            for number, term in enumerate(terms.terms):
                sign = "− " if term.sign < 0 else "+ " if number else ""
                title = statistics[term.series].title.in_(words.language)
                yield label, f"{of}{sign}{term.series}: {title}"
        yield Message("Example"), of + _example(ratio, words.catalogue.examples[one.code, series])


def _example(ratio: Ratio, example: WorkedExample) -> str:
    sums = zip(ratio.sums, (example.numerator, example.denominator), strict=False)
    worked = " ÷ ".join(_worked(terms, figures) for terms, figures in sums)
    return f"{ratio.multiplier:,.12g} × {worked} = {example.value:g}"


def _worked(terms: Sum, figures: tuple[float, ...]) -> str:
    """Write the figures of a sum with its signs, in brackets when there are several."""
    signs = (" − " if term.sign < 0 else " + " for term in terms.terms)
    written = "".join(f"{sign}{one:,.12g}" for sign, one in zip(signs, figures, strict=True))
    return f"({written.removeprefix(' + ').strip()})" if len(figures) > 1 else f"{figures[0]:,.12g}"
