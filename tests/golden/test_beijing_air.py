"""
Beijing: twelve stations, hourly PM2.5 from March 2013 to February 2017.

Expected: 85.58, 79.63 and 71.93 µg/m³ for 2014 to 2016 (shared/data/beijing_cn/SOURCE.txt), which
is the mean of all measured hours: the mean of the twelve station means gives 85.57 and 79.62 for
the first two, the mean of daily means 86.16. 2013 lacks two winter months and 2017 ten months.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from localgoals.indicators import air
from localgoals.indicators.findings import Findings
from localgoals.indicators.walking import lay_out
from localgoals.ingest.city import read_city
from localgoals.ingest.layers import City
from localgoals.ingest.pack import add_resource, new_pack, open_pack
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.provenance import Origin
from localgoals.model.text import Text

# shared/data/beijing_cn/SOURCE.txt: station names of the measurements, by national code.
STATIONS = {
    "1001A": "Wanshouxigong", "1002A": "Dingling", "1003A": "Dongsi", "1004A": "Tiantan",
    "1005A": "Nongzhanguan", "1006A": "Guanyuan", "1007A": "Wanliu", "1008A": "Shunyi",
    "1009A": "Huairou", "1010A": "Changping", "1011A": "Aotizhongxin", "1012A": "Gucheng",
}  # fmt: skip
# Made up: the data does not say where the stations stand. Four columns and three rows, in the order
# of the codes, only so that each person has a nearest one; no weighted mean is held to a figure.
PLACES = {
    code: (116.0 + 0.25 * (number % 4), 39.75 + 0.25 * (number // 4))
    for number, code in enumerate(sorted(STATIONS))
}


@pytest.fixture(scope="module")
def city(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> City:
    source = shared / "data" / "beijing_cn"
    scratch = tmp_path_factory.mktemp("beijing")
    files = []
    for packed in sorted((source / "air").glob("*.csv.gz")):
        file = scratch / packed.name.removesuffix(".gz")
        file.write_bytes(gzip.decompress(packed.read_bytes()))
        files.append(file)
    places = scratch / "stations.csv"
    rows = [f"{STATIONS[code]},{lon},{lat}" for code, (lon, lat) in PLACES.items()]
    places.write_text("\n".join(["code,lon,lat", *rows]), encoding="utf-8")
    folder = scratch / "pack"
    new_pack(folder, code="CN-BJ", name=Text("Beijing", "北京"), country="CN")
    fields = {"pm25": "PM2.5", "station": "station"}
    add_resource(folder, files, role="air", options={"fields": fields, "timezone": "Asia/Shanghai"})
    add_resource(folder, places, role="air-stations")
    add_resource(
        folder,
        source / "bj_ppp_2020_1000m_UNadj.tif",
        role="population",
        period=Period(2020, 2020),
        origin=Origin(title="WorldPop 2020, 1 km, UN-adjusted", modelled=True),
    )
    found, problems = read_city(open_pack(folder, scratch=scratch / "unpacked"))
    assert not [one for one in problems if one.severity == "error"], problems
    return found


@pytest.fixture(scope="module")
def findings(city: City) -> Findings:
    return air.observe(city, lay_out(city))


def of_city(findings: Findings, series: str, year: int) -> Observation:
    return next(
        one
        for one in findings.observations
        if (one.series, one.period, one.area, one.group)
        == (series, Period(year, year), "CN-BJ", "")
    )


@pytest.mark.slow
@pytest.mark.parametrize(("year", "mean"), [(2014, 85.58), (2015, 79.63), (2016, 71.93)])
def test_the_annual_means_are_the_published_ones(
    findings: Findings, year: int, mean: float
) -> None:
    assert of_city(findings, "station_mean", year).value == pytest.approx(mean, abs=0.005)


@pytest.mark.slow
@pytest.mark.parametrize("year", [2013, 2017])
@pytest.mark.parametrize("series", ["station_mean", "population_weighted"])
def test_a_year_without_its_winter_is_refused(findings: Findings, series: str, year: int) -> None:
    refused = of_city(findings, series, year)

    assert (refused.notation, refused.reason) == ("NE", "incomplete-year")
    assert refused.detail.startswith(str(year))


@pytest.mark.slow
def test_the_weighted_mean_lies_among_the_stations(city: City, findings: Findings) -> None:
    assert city.air is not None
    years = air.station_years(city.air.hourly, 2014, stations=12, rule=air.Completeness())

    weighted = of_city(findings, "population_weighted", 2014)

    assert years.mean.min() < weighted.value < years.mean.max()
    assert weighted.quality == 5, "modelled people of another year, and stations for whole quarters"


@pytest.mark.slow
def test_the_mean_is_of_hours_and_not_of_stations(city: City) -> None:
    assert city.air is not None
    years = air.station_years(city.air.hourly, 2014, stations=12, rule=air.Completeness())

    assert float(np.mean(years.mean)) == pytest.approx(85.57, abs=0.005)
    assert air.mean_of_stations(years) == pytest.approx(85.58, abs=0.005)
