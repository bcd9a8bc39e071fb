"""The front door: `localgoals <command>`. Heavy rooms are opened by the commands, not here."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from localgoals.catalogue.language import say
from localgoals.cli import (
    air,
    baseline,
    catalogue,
    export,
    pack,
    questionnaire,
    reach,
    score,
    settlements,
    statistics,
    tool_suite,
    transit,
    zones,
)
from localgoals.cli.exits import Exit
from localgoals.cli.reader import Reader, language_of
from localgoals.cli.translation import translate
from localgoals.cli.usage import tell_usage
from localgoals.errors import BadInput, SourceError
from localgoals.model.text import Message

app = typer.Typer(
    name="localgoals",
    help="A city's raw data in, a defended baseline of the Sustainable Development Goals out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Pages of help are plain text: laying them out with Rich took half of the time to start.
    rich_markup_mode=None,
)
app.add_typer(pack.app, name="pack")
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(statistics.app, name="statistics")
app.add_typer(air.app, name="air")
app.add_typer(score.app, name="score")
app.add_typer(transit.app, name="transit")
app.add_typer(tool_suite.app, name="tools")
app.add_typer(questionnaire.app, name="questionnaire")
app.command("baseline")(baseline.baseline)
app.command("export")(export.export)
app.command("reach")(reach.reach)
app.command("settlements")(settlements.settlements)
app.command("zones")(zones.zones)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"localgoals {version('localgoals')}")
        raise typer.Exit


@app.callback()
def _main(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Turn a city's raw data into a defended baseline of the Sustainable Development Goals."""


def run() -> None:
    """Run a command; what goes wrong is told in the reader's language and by the exit code."""
    # A machine that shuts down, or a job whose time is up, asks with SIGTERM: as with Ctrl-C, what
    # is unfinished is cleared away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    code = _outcome(Reader(language_of(os.environ)))
    _let_go_of_output()
    sys.exit(code)


def _let_go_of_output() -> None:
    """Keep Python from writing once more, at its end, what could not be written before."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _outcome(reader: Reader) -> int:
    try:
        code = _run_command(reader)
    except TyperException as error:
        tell_usage(error, reader.language)
        return error.exit_code
    except BadInput as error:
        _tell(reader, *error.messages)
        return Exit.BAD_INPUT
    except SourceError as error:
        parts = {"what": error.message, "address": error.address}
        _tell(reader, Message("{what} ({address})", parts))
        return Exit.SOURCE
    except Exception as error:  # noqa: BLE001
        if isinstance(error, OSError) and error.filename is not None:
            # A folder that cannot be written, a name that is taken: the file system says it best.
            parts = {"path": error.filename, "reason": error.strerror}
            _tell(reader, Message("{path}: {reason}", parts))
            return Exit.BAD_INPUT
        # The last door: a failure here is ours, and a person must be able to report it whole.
        typer.echo(traceback.format_exc(), err=True)
        _tell(
            reader,
            Message(
                "This is a fault in LocalGoals, not in your files. Please report the lines above."
            ),
        )
        return Exit.BUG
    if code == Exit.INTERRUPTED and not reader.was_told:
        _tell(reader, Message("Stopped. Nothing was written."))
    return code


def _run_command(reader: Reader) -> int:
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    translate(command, reader.language)
    # Without its own handling of errors Typer gives the exit code, Ctrl-C's too.
    code = command.main(prog_name="localgoals", obj=reader, standalone_mode=False)
    return code if isinstance(code, int) else Exit.DONE


def _tell(reader: Reader, *messages: Message) -> None:
    for message in messages:
        typer.echo(say(message, reader.language), err=True)
