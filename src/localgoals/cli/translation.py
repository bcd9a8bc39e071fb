"""The help of the commands in another language than English, in which the code is written."""

from __future__ import annotations

from functools import partial
from typing import Any

import typer
from rich.text import Text
from typer import rich_utils
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from localgoals.catalogue.language import say, translations
from localgoals.model.text import LANGUAGES, Language, Message


def translate(command: TyperCommand | TyperGroup, language: Language) -> None:
    """
    Put a command and those below it into a language, which becomes the default of `--lang` too.

    Every call of `typer.main.get_command` makes the commands anew, so only this one is changed.
    What Typer says of itself is set where it lets us; that part holds for the whole process.
    """
    rich_utils.DEFAULT_STRING = say(Message("[default: {value}]", {"value": "{}"}), language)
    rich_utils.REQUIRED_LONG_STRING = say(Message("[required]"), language)
    rich_utils.highlighter = _Folding()
    _translate(command, language, _context_class(language))


class _Folding(rich_utils.OptionHighlighter):
    """Breaks a line within a sentence, for Chinese has no spaces: else its end would be cut off."""

    def highlight(self, text: Text) -> None:
        text.overflow = "fold"
        super().highlight(text)


def _context_class(language: Language) -> type[typer.Context]:
    usage = say(Message("Usage: "), language)

    class Context(typer.Context):
        def make_formatter(self) -> Any:
            formatter = super().make_formatter()
            # The one word of a help page that Typer has no setting for.
            formatter.write_usage = partial(formatter.write_usage, prefix=usage)  # type: ignore[method-assign]
            return formatter

    return Context


def _translate(
    command: TyperCommand | TyperGroup, language: Language, context_class: type[typer.Context]
) -> None:
    command.context_class = context_class
    command.help = _said(command.help, language)
    command.options_metavar = say(Message("[OPTIONS]"), language)
    command.rich_help_panel = say(Message("Commands"), language)
    help_option = command.get_help_option(typer.Context(command))
    for parameter in [*command.params, *filter(None, [help_option])]:
        if isinstance(parameter, TyperArgument | TyperOption):
            _translate_parameter(parameter, language)
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = say(Message("COMMAND [ARGS]..."), language)
        for part in command.commands.values():
            if isinstance(part, TyperCommand | TyperGroup):
                _translate(part, language, context_class)


def _translate_parameter(parameter: TyperArgument | TyperOption, language: Language) -> None:
    kind = Message("Arguments" if isinstance(parameter, TyperArgument) else "Options")
    parameter.rich_help_panel = say(kind, language)
    parameter.help = _said(parameter.help, language)
    if isinstance(parameter.show_default, str):
        parameter.show_default = _said(parameter.show_default, language) or ""
    if parameter.name == "lang" and parameter.default in LANGUAGES:
        parameter.default = language


def _said(text: str | None, language: Language) -> str | None:
    return None if text is None else translations(language).get(text, text)
