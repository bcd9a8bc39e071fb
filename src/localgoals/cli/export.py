"""`localgoals export`: the figures of a baseline as open data, in the formats that others read."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.reader import LangOfFiles
from localgoals.model.text import Message


class Format(StrEnum):
    """The formats of open data; the same as `localgoals.reports.open_data.export.FORMATS`."""

    CSVW = "csvw"
    DATA_PACKAGE = "data-package"
    OPEN_SDG = "open-sdg"
    PARQUET = "parquet"
    SDMX_CSV = "sdmx-csv"
    SDMX_ML = "sdmx-ml"


def export(
    folder: Annotated[Path, typer.Argument(help="The folder that localgoals baseline wrote.")],
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help="CSV on the Web, a Frictionless data package, an Open SDG site, Parquet with "
            "names, SDMX-CSV or SDMX-ML 2.1.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the files.")],
    licence: Annotated[
        str, typer.Option(help="What may be done with the figures: CC-BY-4.0, or an address.")
    ] = "",
    lang: LangOfFiles = "en",
) -> None:
    """Write a baseline's figures as open data that other software reads."""
    from localgoals.reports.open_data.export import EXPORT_FILE, export_baseline
    from localgoals.reports.whole_folder import replaced_folder

    with replaced_folder(out, EXPORT_FILE) as partial:
        names = export_baseline(folder, partial, form, language=lang, licence=licence)
    done = Message("{count} files written to {folder}.", {"count": len(names), "folder": out})
    typer.echo(say(done, lang))
