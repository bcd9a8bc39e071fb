"""What is exported as open data and read again are the same figures."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from math import isnan
from pathlib import Path

from drawn_baselines import CITY, observations, published
from hypothesis import given, settings
from hypothesis import strategies as st

from localgoals.ingest.exchange.cells import Wanted
from localgoals.ingest.exchange.csvw import read_csvw
from localgoals.ingest.exchange.data_package import read_data_package
from localgoals.ingest.exchange.sdmx_csv import read_sdmx_csv
from localgoals.ingest.exchange.sdmx_ml import read_sdmx_ml
from localgoals.ingest.open_sdg import read_open_sdg
from localgoals.model.observation import Observation
from localgoals.model.text import LANGUAGES, Language
from localgoals.reports.open_data.open_sdg import write_open_sdg
from localgoals.reports.open_data.sdmx import write_sdmx_csv
from localgoals.reports.open_data.sdmx_ml import write_sdmx_ml
from localgoals.reports.open_data.source import Published
from localgoals.reports.open_data.tables import write_csvw, write_data_package

Figure = tuple[str, str, str, str, str, str]

BASELINES = st.lists(
    observations(),
    min_size=1,
    max_size=12,
    unique_by=lambda one: (one.indicator, one.series, one.area, one.period, one.group),
)


def figure(one: Observation) -> Figure:
    """Give what the long table holds of an observation."""
    series = f"{one.indicator} {one.series}"
    value = "nan" if isnan(one.value) else repr(one.value + 0.0)
    return series, one.area, str(one.period), one.group, value, one.notation


def figures_of(folder: Path, form: str) -> list[Figure]:
    """Read a folder, which must be without a fault."""
    # Figures drawn by chance do look odd; a warning changes none of them.
    read = (
        read_open_sdg(folder / "data", area=CITY)
        if form == "open-sdg"
        else READERS[form](folder, Wanted())
    )
    assert [one for one in read.problems if one.severity == "error"] == []
    table = read.table
    columns = (table[name].tolist() for name in ("series", "area", "period", "group"))
    values = (repr(float(value) + 0.0) for value in table["value"])
    return sorted(zip(*columns, values, table["notation"].tolist(), strict=True))


READERS = {
    "csvw": read_csvw,
    "data-package": read_data_package,
    "sdmx-csv": read_sdmx_csv,
    "sdmx-ml": read_sdmx_ml,
}
WRITERS: dict[str, Callable[[Published, Path, Language], None]] = {
    "csvw": write_csvw,
    "data-package": write_data_package,
    "open-sdg": write_open_sdg,
    "sdmx-csv": write_sdmx_csv,
    "sdmx-ml": write_sdmx_ml,
}


def read_back(some: list[Observation], form: str, language: Language = "en") -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        WRITERS[form](published(some), Path(folder), language)
        return figures_of(Path(folder), form)


@settings(max_examples=40)
@given(BASELINES, st.sampled_from(sorted(READERS)))
def test_a_baseline_that_is_exported_and_imported_has_the_same_figures(
    some: list[Observation], form: str
) -> None:
    assert read_back(some, form) == sorted(map(figure, some))


@settings(max_examples=40)
@given(BASELINES, st.sampled_from(LANGUAGES))
def test_a_site_in_either_language_that_is_imported_has_the_same_figures(
    some: list[Observation], language: Language
) -> None:
    assert read_back(some, "open-sdg", language) == sorted(map(figure, some))
