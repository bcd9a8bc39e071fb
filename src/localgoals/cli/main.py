"""The front door: `localgoals <command>`. Heavy rooms are opened by the commands, not here."""

from __future__ import annotations

import sys
import traceback
from typing import Annotated

import typer

from localgoals.cli import baseline, catalogue, pack
from localgoals.cli.exits import Exit
from localgoals.errors import BadInput, SourceError

app = typer.Typer(
    name="localgoals",
    help="A city's raw data in, a defended baseline of the Sustainable Development Goals out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(pack.app, name="pack")
app.add_typer(catalogue.app, name="catalogue")
app.command("baseline")(baseline.baseline)


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
    """Run a command and turn what went wrong into a message and an exit code."""
    try:
        app()
    except BadInput as error:
        typer.echo(str(error), err=True)
        sys.exit(Exit.BAD_INPUT)
    except SourceError as error:
        typer.echo(str(error), err=True)
        sys.exit(Exit.SOURCE)
    except KeyboardInterrupt:
        typer.echo("Stopped. Nothing was written.", err=True)
        sys.exit(Exit.INTERRUPTED)
    except Exception:  # noqa: BLE001
        # The last door: a failure here is ours, and a person must be able to report it whole.
        typer.echo(traceback.format_exc(), err=True)
        typer.echo(
            "This is a fault in LocalGoals, not in your files. Please report the lines above.",
            err=True,
        )
        sys.exit(Exit.BUG)
