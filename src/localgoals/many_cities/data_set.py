"""The figures of all cities as one data set in Parquet, a part for each city."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from localgoals.ingest.pack import Pack
from localgoals.ingest.whole_file import whole_file
from localgoals.many_cities.results import OBSERVATIONS, leave_out
from localgoals.model.observation import Observation
from localgoals.reports.tables import observations_table


def write_part(observations: Iterable[Observation], out: Path, pack: Pack) -> None:
    """
    Write a city's figures as its part of the data set: `observations/country=XX/CODE.parquet`.

    The columns are those of `observations_table`, after the city's code. The code is no name of a
    folder `city=…`: readers take such a name for a number where it has digits only, and codes such
    as 360200 or 06037 are none.
    """
    table = observations_table(observations)
    codes = pa.array([pack.code] * table.num_rows, pa.string())
    path = _part(out, pack.code, pack.country)
    leave_out(out, pack.code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as partial:
        pq.write_table(table.add_column(0, "city", codes), partial, compression="zstd")


def has_part(out: Path, pack: Pack) -> bool:
    """Tell whether a city is in the data set."""
    return _part(out, pack.code, pack.country).is_file()


def figures_in(out: Path, pack: Pack) -> int:
    """Count the values that are known in a city's part of the data set."""
    path = _part(out, pack.code, pack.country)
    notation = pq.read_table(path, columns=["notation"], partitioning=None)["notation"]
    return int(pc.sum(pc.equal(notation, "")).as_py() or 0)


def _part(out: Path, code: str, country: str) -> Path:
    return out / OBSERVATIONS / f"country={country}" / f"{code}.parquet"
