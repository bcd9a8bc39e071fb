"""
Twelve stations of Beijing, hourly from March 2013 to February 2017.

The data is "Beijing Multi-Site Air Quality" of the UCI Machine Learning Repository, CC BY 4.0.
Expected: shared/data/beijing_cn/SOURCE.txt (420,768 rows, 2.08 % of PM2.5 missing, annual means).
"""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from pyproj import CRS

from localgoals.ingest.air import read_air
from localgoals.ingest.layers import AirStations
from localgoals.ingest.pack import Resource

CLOCK = {part: part for part in ("year", "month", "day", "hour")}
OPTIONS = {
    "timezone": "Asia/Shanghai",
    "fields": {"station": "station", "pm25": "PM2.5", **CLOCK},
}


@pytest.fixture(scope="module")
def beijing(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> AirStations:
    folder = tmp_path_factory.mktemp("beijing")
    paths = []
    for packed in sorted((shared / "data" / "beijing_cn" / "air").glob("*.csv.gz")):
        paths.append(folder / packed.stem)
        paths[-1].write_bytes(gzip.decompress(packed.read_bytes()))
    air, problems = read_air(
        Resource("air", "air", tuple(paths), "csv", "0" * 64, options=OPTIONS),
        None,
        CRS.from_epsg(32650),
    )
    assert [one.kind for one in problems] == ["air-station-unplaced"]
    assert air is not None
    return air


def test_every_hour_of_every_station_is_there(beijing: AirStations) -> None:
    assert len(beijing.code) == 12
    assert len(beijing.hourly) == 420_768
    assert beijing.hourly["pm25"].isna().mean() == pytest.approx(0.0208, abs=0.00005)
    assert not beijing.hourly.duplicated(["station", "time"]).any()
    assert np.isnan(beijing.x).all()


@pytest.mark.parametrize(("year", "mean"), [(2014, 85.58), (2015, 79.63), (2016, 71.93)])
def test_the_mean_of_a_year_is_the_published_one(
    beijing: AirStations, year: int, mean: float
) -> None:
    of_year = beijing.hourly[beijing.hourly["time"].dt.year == year]

    assert of_year["pm25"].mean() == pytest.approx(mean, abs=0.005)


def test_a_long_table_of_three_cities_is_read_by_its_own_columns(
    shared: Path, tmp_path: Path
) -> None:
    # The sample holds NO2 as well; a table of one pollutant is what the role asks for.
    lines = (shared / "data" / "openaq_sample" / "air_quality_long.csv").read_text("utf-8")
    header, *rows = lines.splitlines()
    path = tmp_path / "pm25.csv"
    path.write_text("\n".join([header, *(row for row in rows if ",pm25," in row)]), "utf-8")
    fields = {"station": "location", "time": "date", "pm25": "value"}

    air, problems = read_air(
        Resource("air", "air", (path,), "csv", "", options={"timezone": "UTC", "fields": fields}),
        None,
        CRS.from_epsg(32631),
    )

    assert [one.kind for one in problems if one.kind != "air-station-unplaced"] == []
    assert air is not None
    assert sorted(air.code) == ["BETR801", "London Westminster"]
    assert len(air.hourly) == sum(",pm25," in row for row in rows)
