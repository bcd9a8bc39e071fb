"""Problems as the commands tell them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import typer

from localgoals.catalogue.language import say
from localgoals.cli.exits import Exit
from localgoals.model.problem import Problem
from localgoals.model.text import Language, Message


def tell(problems: Iterable[Problem], language: Language) -> None:
    """Tell problems, numbered from 1, beside the answer."""
    for number, one in enumerate(problems, start=1):
        typer.echo(told(one, number, language), err=True)


def tell_and_stop_at_errors(problems: Sequence[Problem], language: Language) -> None:
    """Tell problems, and end the command where one of them is an error."""
    tell(problems, language)
    if any(one.severity == "error" for one in problems):
        raise typer.Exit(Exit.BAD_INPUT)


def told(one: Problem, number: int, language: Language) -> str:
    """Tell a problem in four lines."""
    word = Message("error") if one.severity == "error" else Message("warning")
    lines = (
        Message("found: {what}", {"what": one.found}),
        Message("expected: {what}", {"what": one.expected}),
        Message("what to do: {what}", {"what": one.remedy}),
    )
    head = f"{number}. {say(word, language)}: {one.where}"
    return "\n".join([_shown(head), *(f"   {_shown(say(line, language))}" for line in lines)])


def _shown(text: str) -> str:
    """Write out what a terminal would obey: a file's name or cell may hold its commands."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
