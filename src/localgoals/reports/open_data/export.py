"""Open data out: the figures of a baseline in the formats that others read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from localgoals.errors import BadInput
from localgoals.model.text import Language, Message
from localgoals.reports.open_data.dcat import write_dcat
from localgoals.reports.open_data.open_sdg import write_open_sdg
from localgoals.reports.open_data.parquet import write_parquet
from localgoals.reports.open_data.sdmx import write_sdmx_csv
from localgoals.reports.open_data.sdmx_ml import write_sdmx_ml
from localgoals.reports.open_data.source import Published, read_baseline
from localgoals.reports.open_data.tables import write_csvw, write_data_package

__all__ = ["EXPORT_FILE", "FORMATS", "export_baseline"]

EXPORT_FILE = "export.json"
"""The record of an export; a folder with this file is one, and a newer one may replace it."""

FORMATS: Mapping[str, Callable[[Published, Path, Language], None]] = {
    "csvw": write_csvw,
    "data-package": write_data_package,
    "open-sdg": write_open_sdg,
    "parquet": write_parquet,
    "sdmx-csv": write_sdmx_csv,
    "sdmx-ml": write_sdmx_ml,
}
"""How each format is written; names as on the command line."""


def export_baseline(
    baseline: Path, folder: Path, form: str, *, language: Language = "en", licence: str = ""
) -> tuple[str, ...]:
    """
    Write the figures of a baseline in one of `FORMATS` into an empty folder, with a DCAT record.

    The same baseline gives the same bytes.

    Parameters
    ----------
    baseline
        The folder that `localgoals baseline` wrote.
    folder
        An empty folder to write into.
    form
        A key of `FORMATS`.
    language
        Of words that stand in the data themselves: names of series and remarks.
    licence
        What may be done with the figures: a name such as `CC-BY-4.0`, or an address.

    Returns
    -------
    names
        The files that were written, from the folder on.

    Raises
    ------
    BadInput
        When the baseline is not whole, or the licence is neither a name nor an address.
    """
    if licence and not re.fullmatch(r"[A-Za-z0-9._-]+|https?://\S+", licence):
        raise BadInput(
            Message(
                "{licence} is neither the name of a licence, such as CC-BY-4.0, nor its address.",
                {"licence": licence},
            )
        )
    published = read_baseline(baseline, licence)
    FORMATS[form](published, folder, language)
    write_dcat(published, folder, sorted(path for path in folder.rglob("*") if path.is_file()))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    outputs = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }
    record = {
        "version": version("localgoals"),
        "format": form,
        "language": language,
        "licence": licence,
        "baseline": published.sha256,
        "outputs": outputs,
    }
    (folder / EXPORT_FILE).write_text(
        json.dumps(record, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
    return (*outputs, EXPORT_FILE)
