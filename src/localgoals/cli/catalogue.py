"""`localgoals catalogue`: lists, searches and shows what is declared, and checks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.cli.exits import Exit
from localgoals.cli.reader import Lang
from localgoals.errors import BadInput
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from localgoals.catalogue.load import Catalogue
    from localgoals.model.indicator import Bounds, Indicator
    from localgoals.model.provenance import Reference

app = typer.Typer(
    help="List, search and show the indicators, goals and targets.", invoke_without_command=True
)


_BETTER: dict[str, Message] = {
    "higher": Message("higher is better"),
    "lower": Message("lower is better"),
    "middle": Message("best in the middle"),
    "neither": Message("neither high nor low is better"),
}
_RELATION: dict[str, Message] = {
    "exact": Message("the same"),
    "narrower": Message("a part of it"),
    "broader": Message("wider than it"),
    "derived": Message("stands in for it"),
}
_STATUS: dict[str, Message] = {
    "official": Message("official"),
    "verified": Message("read in the source"),
    "machine_translated": Message("read in a machine translation"),
    "project_assigned": Message("given by this project"),
}
_KIND: dict[str, Message] = {
    "indicator": Message("indicator"),
    "goal": Message("goal"),
    "target": Message("target"),
}


@app.callback()
def _default(context: typer.Context, lang: Lang = "en") -> None:
    """List, search and show the indicators, goals and targets."""
    if context.invoked_subcommand is None:
        list_entries(Subject.INDICATORS, lang)
    # `catalogue --lang zh show 11.2.1` means the same as `catalogue show 11.2.1 --lang zh`.
    context.default_map = {name: {"lang": lang} for name in ("list", "search", "show", "check")}


class Subject(StrEnum):
    """What can be listed."""

    INDICATORS = "indicators"
    GOALS = "goals"
    TARGETS = "targets"
    FRAME = "frame"
    ROLES = "roles"
    STATISTICS = "statistics"
    PARAMETERS = "parameters"


@app.command("list")
def list_entries(
    subject: Annotated[Subject, typer.Argument(help="What to list.")] = Subject.INDICATORS,
    lang: Lang = "en",
) -> None:
    """List indicators, goals, targets, the urban frame, roles, statistics or parameters."""
    from localgoals.catalogue.load import load

    printed = _Words(load(), lang)
    _console().print(_LISTS[subject](printed))


@app.command()
def search(
    text: Annotated[list[str], typer.Argument(help="Words in English or Chinese; all must fit.")],
    lang: Lang = "en",
) -> None:
    """Find indicators, goals and targets by words in either language."""
    from localgoals.catalogue import search as searching
    from localgoals.catalogue.load import load

    words = _Words(load(), lang)
    hits = searching.search(words.catalogue, " ".join(text))
    if not hits:
        nothing = Message(
            "Nothing in the catalogue has the words {words}.", {"words": " ".join(text)}
        )
        raise BadInput(nothing)
    table = _table(words, [Message("Kind"), Message("Code"), Message("Title")])
    for hit in hits:
        table.add_row(words(_KIND[hit.kind]), hit.code, hit.title.in_(words.language))
    _console().print(table)


@app.command()
def show(
    code: Annotated[
        str, typer.Argument(help="An indicator (11.2.1), a target (11.2) or a goal (11).")
    ],
    lang: Lang = "en",
) -> None:
    """Show one indicator in full, or a goal or target with what measures it."""
    from localgoals.catalogue.load import load

    words = _Words(load(), lang)
    catalogue = words.catalogue
    if code in catalogue.indicators:
        _show_indicator(words, catalogue.indicators[code])
    elif code in catalogue.targets:
        _show_measured(words, code, catalogue.targets[code].title.in_(words.language), f"{code}.")
    elif code.isdecimal() and int(code) in catalogue.goals:
        goal = catalogue.goals[int(code)]
        _show_measured(words, code, goal.title.in_(words.language), f"{code}.")
    else:
        raise BadInput(_unknown(catalogue, code))


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

    words = _Words(load() if folder is None else read_catalogue(folder), lang)
    problems = check_catalogue(words.catalogue)
    table = _table(words, [Message("Where"), Message("Found"), Message("Expected")])
    for problem in problems:
        table.add_row(problem.where, words(problem.found), words(problem.expected))
    if problems:
        _console().print(table)
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
    _console().print(words(kept))


class _Words:
    """The catalogue in the reader's language."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self.catalogue = catalogue
        self.language = language
        self.comma = "、" if language == "zh" else ", "

    def __call__(self, message: Message) -> str:
        from localgoals.catalogue.language import say

        return say(message, self.language)

    def unit(self, code: str) -> str:
        return self.catalogue.units[code].symbol.in_(self.language)

    def roles(self, codes: tuple[str, ...]) -> str:
        """Name roles; `a|b` becomes `A or B`."""
        named = []
        for code in codes:
            either = [self.catalogue.roles[one].title.in_(self.language) for one in code.split("|")]
            named.append(self(Message(" or ")).join(either))
        return self.comma.join(named)

    def source(self, reference: Reference) -> str:
        from localgoals.catalogue.citation import cite

        return cite(reference, self.language)


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _table(words: _Words, titles: list[Message]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for title in titles:
        # A code is what a person copies; it is never cut.
        is_code = title.template in ("Code", "Kind")
        table.add_column(words(title), no_wrap=is_code, overflow="fold")
    return table


def _indicators(words: _Words) -> RenderableType:
    titles = [Message("Code"), Message("Indicator"), Message("Goal"), Message("Urban frame")]
    table = _table(words, [*titles, Message("Needs")])
    for one in words.catalogue.indicators.values():
        cell = f"{one.umf_cell[0]}.{one.umf_cell[1]}"
        needs = words.roles(one.needs)
        table.add_row(one.code, one.title.in_(words.language), str(one.goal), cell, needs)
    return table


def _goals(words: _Words) -> RenderableType:
    table = _table(words, [Message("Code"), Message("Goal"), Message("Title")])
    for goal in words.catalogue.goals.values():
        table.add_row(
            str(goal.number), goal.short.in_(words.language), goal.title.in_(words.language)
        )
    return table


def _targets(words: _Words) -> RenderableType:
    table = _table(words, [Message("Code"), Message("Target")])
    for target in words.catalogue.targets.values():
        table.add_row(target.code, target.title.in_(words.language))
    return table


def _frame(words: _Words) -> RenderableType:
    objectives = words.catalogue.objectives.values()
    table = _table(words, [Message("Domain")])
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


def _roles(words: _Words) -> RenderableType:
    table = _table(
        words, [Message("Code"), Message("Role"), Message("Meaning"), Message("How to fill")]
    )
    for role in words.catalogue.roles.values():
        texts = (role.title, role.meaning, role.how_to_fill)
        table.add_row(role.code, *(text.in_(words.language) for text in texts))
    return table


def _statistics(words: _Words) -> RenderableType:
    table = _table(words, [Message("Code"), Message("Statistic"), Message("Unit")])
    for series in words.catalogue.statistics.values():
        table.add_row(series.code, series.title.in_(words.language), words.unit(series.unit))
    return table


def _parameters(words: _Words) -> RenderableType:
    table = _table(
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


_LISTS: dict[Subject, Callable[[_Words], RenderableType]] = {
    Subject.INDICATORS: _indicators,
    Subject.GOALS: _goals,
    Subject.TARGETS: _targets,
    Subject.FRAME: _frame,
    Subject.ROLES: _roles,
    Subject.STATISTICS: _statistics,
    Subject.PARAMETERS: _parameters,
}


def _unknown(catalogue: Catalogue, code: str) -> Message:
    codes = [*catalogue.indicators, *catalogue.targets]
    near = get_close_matches(code, codes, n=3)
    if not near:
        return Message(
            "There is no {code} in the catalogue. localgoals catalogue lists what there is.",
            {"code": code},
        )
    return Message(
        "There is no {code} in the catalogue. Near to it: {near}.",
        {"code": code, "near": ", ".join(near)},
    )


def _show_measured(words: _Words, code: str, title: str, prefix: str) -> None:
    """Print a goal or a target with the targets below it and the indicators that feed it."""
    console = _console()
    console.print(f"[bold]{code}[/bold] {title}")
    table = _table(words, [Message("Kind"), Message("Code"), Message("Title")])
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
    if table.row_count:
        console.print(table)


def _show_indicator(words: _Words, one: Indicator) -> None:
    from rich.table import Table

    console = _console()
    console.print(f"[bold]{one.code}[/bold] {one.title.in_(words.language)}")
    grid = Table(box=None, show_header=False, pad_edge=False)
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, content in _facts(words, one):
        grid.add_row(words(label), content)
    console.print(grid)


def _facts(words: _Words, one: Indicator) -> Iterator[tuple[Message, str]]:
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
        how = [words(_RELATION[link.relation]), words(_STATUS[link.code_status])]
        yield Message("Framework"), f"{name} {link.code} – {words.comma.join(how)}"


def _comparisons(words: _Words, one: Indicator) -> Iterator[tuple[Message, str]]:
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


def _bounds(words: _Words, bounds: Bounds) -> str:
    points = Message(
        "best {best:g}, green {green:g}, red {red:g}, worst {worst:g}",
        {"best": bounds.best, "green": bounds.green, "red": bounds.red, "worst": bounds.worst},
    )
    return f"{words(points)} – {words.source(bounds.source)}"


def _ratio(words: _Words, one: Indicator) -> Iterator[tuple[Message, str]]:
    if one.ratio is None:
        return
    parts = {
        Message("Numerator"): one.ratio.numerator,
        Message("Denominator"): one.ratio.denominator,
    }
    for label, name in parts.items():
        yield label, f"{name}: {words.catalogue.statistics[name].title.in_(words.language)}"
    example = words.catalogue.examples[one.code]
    worked = f"{one.ratio.multiplier:,.0f} × {example.numerator:,.0f} ÷ {example.denominator:,.0f}"
    yield Message("Example"), f"{worked} = {example.value:g}"
