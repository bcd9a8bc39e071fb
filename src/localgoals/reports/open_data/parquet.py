"""The tidy table in Parquet, with the names of its codes beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from localgoals.catalogue.load import load
from localgoals.model.observation import Observation
from localgoals.model.text import LANGUAGES, Language, Text
from localgoals.reports.open_data.source import Published
from localgoals.reports.open_data.tables import TITLES, title_of
from localgoals.reports.tables import observations_of, observations_table

__all__ = ["write_parquet"]


def write_parquet(published: Published, folder: Path, _language: Language) -> None:
    """
    Write `observations.parquet`.

    After the columns of a baseline come the names of indicator, series, area, group and unit, in
    English and Chinese (`indicator_en`, `indicator_zh`, …). The metadata of the schema have the
    title, the licence and the sources; those of a column, its titles.
    """
    table = observations_table(published.observations)
    rows = observations_of(table)
    for name, of in _names(published).items():
        words = [of(one) for one in rows]
        for language in LANGUAGES:
            cells: list[str | None] = [None if one is None else one.in_(language) for one in words]
            table = table.append_column(f"{name}_{language}", pa.array(cells, pa.string()))
    about = _described(table.schema, published)
    pq.write_table(table.cast(about), folder / "observations.parquet", compression="zstd")


def _names(published: Published) -> dict[str, Callable[[Observation], Text | None]]:
    """Give, for each code that has a name, how to find it; None where nobody named it."""
    catalogue = load()
    areas = {published.city: published.name} | dict(published.districts)
    series = {
        (code, one.code): one.title
        for code, indicator in catalogue.indicators.items()
        for one in indicator.series
    }
    return {
        "indicator": lambda one: catalogue.indicators[one.indicator].title,
        "series": lambda one: series.get((one.indicator, one.series)),
        "area": lambda one: areas.get(one.area),
        "group": lambda one: catalogue.group_title(one.group) if one.group else None,
        "unit": lambda one: catalogue.units[one.unit].name,
    }


def _described(schema: pa.Schema, published: Published) -> pa.Schema:
    title = title_of(published)
    about = {
        "title_en": title.en,
        "title_zh": title.zh,
        "licence": published.licence,
        "sources": json.dumps([asdict(one) for one in published.sources], ensure_ascii=False),
    }
    return pa.schema([_titled(one) for one in schema], metadata=about)


def _titled(column: pa.Field) -> pa.Field:
    title = TITLES.get(column.name)
    if title is None:
        return column
    return column.with_metadata({f"title_{one}": title.in_(one) for one in LANGUAGES})
