"""The help of the commands: plain text, in the reader's language; the code has it in English."""

from __future__ import annotations

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from localgoals.catalogue.language import say, translations
from localgoals.cli.help_page import help_page_in
from localgoals.model.text import LANGUAGES, Language, Message


def translate(command: TyperCommand | TyperGroup, language: Language) -> None:
    """
    Put a command and those below it into a language, which becomes the default of `--lang` too.

    Every call of `typer.main.get_command` makes the commands anew, so only this one is changed.
    """

    class Context(typer.Context):
        formatter_class = help_page_in(language)

    _translate(command, language, Context)


def _translate(
    command: TyperCommand | TyperGroup, language: Language, context_class: type[typer.Context]
) -> None:
    command.context_class = context_class
    command.help = _said(command.help, language)
    # Else a list of commands would cut their first sentence off where the line ends.
    command.short_help = (command.help or "").split("\n\n")[0]
    command.options_metavar = say(Message("[OPTIONS]"), language)
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
    parameter.help = _said(parameter.help, language)
    if isinstance(parameter.show_default, str):
        parameter.show_default = _said(parameter.show_default, language) or ""
    if parameter.name == "lang" and parameter.default in LANGUAGES:
        parameter.default = language


def _said(text: str | None, language: Language) -> str | None:
    return None if text is None else translations(language).get(text, text)
