"""What is wrong with a command line that was not understood, in the reader's language."""

from __future__ import annotations

import re

import typer
from typer.exceptions import TyperException

from localgoals.catalogue.language import say
from localgoals.model.text import Language, Message

# Typer says it in English only; these are its sentences, each with what is known of it.
_KNOWN: dict[str, Message] = {
    r"Missing command\.": Message("Missing command."),
    r"Missing argument '(?P<name>.+?)'\..*": Message("Missing argument '{name}'."),
    r"Missing option '(?P<name>.+?)'\..*": Message("Missing option '{name}'."),
    r"No such command '(?P<name>.*)'\.": Message("No such command '{name}'."),
    r"No such command '(?P<name>.*)'\. Did you mean (?P<near>.+)\?": Message(
        "No such command '{name}'. Did you mean {near}?"
    ),
    r"No such option: (?P<name>\S+)": Message("No such option: {name}"),
    r"No such option: (?P<name>\S+) \(Possible options: (?P<near>.+)\)": Message(
        "No such option: {name} (Possible options: {near})"
    ),
    r"Got unexpected extra argument\(s\) \((?P<names>.*)\)": Message(
        "Got unexpected extra argument(s) ({names})"
    ),
    r"Option '(?P<name>.+)' requires an argument\.": Message(
        "Option '{name}' requires an argument."
    ),
    r"Option '(?P<name>.+)' does not take a value\.": Message(
        "Option '{name}' does not take a value."
    ),
    r"Invalid value for '(?P<name>.+?)': Value error, (?P<found>.*) is not one of (?P<all>.+)\.": (
        Message("'{name}' cannot be {found}, only one of {all}.")
    ),
    r"Invalid value for '(?P<name>.+?)': Input should be a valid integer.*": Message(
        "'{name}' must be a whole number."
    ),
    r"Invalid value for '(?P<name>.+?)': Input should be greater than or equal to (?P<least>.+)": (
        Message("'{name}' must be {least} or more.")
    ),
    r"Invalid value for '(?P<name>.+?)': Input should be less than or equal to (?P<most>.+)": (
        Message("'{name}' must be {most} or less.")
    ),
    r"Invalid value for '(?P<name>.+?)': Input should be a valid number.*": Message(
        "'{name}' must be a number."
    ),
    r"Option '(?P<name>.+)' requires (?P<count>\d+) arguments\.": Message(
        "Option '{name}' requires {count} arguments."
    ),
}


def tell_usage(error: TyperException, language: Language) -> None:
    """Tell how the command is called, where its help is, and what was not understood."""
    text = error.format_message()
    context = getattr(error, "ctx", None)
    # Without any argument the help is all there is to say.
    if context is not None and text == context.get_help():
        typer.echo(text)
        return
    if context is not None:
        hint = Message("Try '{command} --help' for help.", {"command": context.command_path})
        typer.echo(f"{context.get_usage()}\n{say(hint, language)}\n", err=True)
    typer.echo(say(Message("Error: {what}", {"what": explained(text)}), language), err=True)


def explained(text: str) -> Message:
    """Give a sentence of Typer's as one that can be translated; an unknown one stays as it is."""
    for pattern, known in _KNOWN.items():
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return Message(known.template, dict(found.groupdict()))
    return Message("{text}", {"text": text})
