"""
A city pack of New York City, from two open packages on the package index.

`councilcount` (New York City Council Data Team) has people per tax lot of three years, boroughs and
neighbourhoods, and some 200 counts of the American Community Survey for each. `nyct-gtfs` has the
subway's stations. Both are opened as archives; nothing of them is installed or run.

Run it from the project's folder: `python examples/new_york.py`.
"""

from __future__ import annotations

import argparse
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas
import pandas as pd
import pyarrow.csv
import pyarrow.parquet

from localgoals.ingest.pack import add_resource, new_pack
from localgoals.model.period import Period
from localgoals.model.provenance import Origin
from localgoals.model.text import Text
from localgoals.sources.package_index import Pinned
from preparing import Recipe, build_once, fetched, in_both

COUNCILCOUNT = Pinned(
    "councilcount",
    "councilcount-0.11.4-py3-none-any.whl",
    "dd119ef6645292970a10b8529ca10e504b149728f1e2e8334b1b9d9e7929f5d2",
)
NYCT_GTFS = Pinned(
    "nyct-gtfs",
    "nyct_gtfs-2.1.0-py3-none-any.whl",
    "d7f23fef4ea95615ebad7dba59993e4c38af06fdc92c1557f4bfcbcd37284e58",
)

CITY = "US-NYC"
# A label such as 2023 stands for the five-year survey that ends in that year: 2019 to 2023.
YEARS = (2011, 2016, 2023)
# Neighbourhoods are those of 2020; before, the survey's census tracts had other borders.
MODELLED_YEARS = (2011, 2016)

# The archive's `borough` column holds names; its lots and neighbourhoods use these two letters.
BOROUGHS: dict[str, tuple[str, Text]] = {
    "Manhattan": ("MN", Text("Manhattan", "曼哈顿")),
    "The Bronx": ("BX", Text("The Bronx", "布朗克斯")),
    "Brooklyn": ("BK", Text("Brooklyn", "布鲁克林")),
    "Queens": ("QN", Text("Queens", "皇后区")),
    "Staten Island": ("SI", Text("Staten Island", "斯塔滕岛")),
}

TOTAL = "Total population"
CIVILIANS = "Civilian noninstitutionalized population"
# Each group as counts of the survey, by the words of its dictionary (the codes differ from year to
# year): those that are added, and those that are taken away. Within a dimension none overlap.
Sum = tuple[tuple[str, ...], tuple[str, ...]]
GROUPS: dict[str, Sum] = {
    "sex=female": (("Female",), ()),
    "sex=male": (("Male",), ()),
    "age=0-17": ((TOTAL,), ("18 years and over",)),
    "age=18-64": (("18 years and over",), ("65 years and over",)),
    "age=65+": (("65 years and over",), ()),
    "ethnicity=white": (("White alone, not Hispanic or Latino",), ()),
    "ethnicity=black": (("Black or African American alone, not Hispanic or Latino",), ()),
    "ethnicity=asian": (("Asian alone, not Hispanic or Latino",), ()),
    "ethnicity=hispanic": (("Hispanic or Latino",), ()),
    "ethnicity=indigenous": (
        ("American Indian and Alaska Native alone, not Hispanic or Latino",),
        (),
    ),
    "ethnicity=pacific": (
        ("Native Hawaiian and Other Pacific Islander alone, not Hispanic or Latino",),
        (),
    ),
    "ethnicity=other": (("Some other race alone, not Hispanic or Latino",), ()),
    "ethnicity=mixed": (("Two or more races, not Hispanic or Latino",), ()),
    "disability=yes": (("With a disability",), ()),
    "disability=no": ((CIVILIANS,), ("With a disability",)),
    "income=low": (("Below 100 percent of the poverty level",), ()),
}

# Series of the statistics table as the catalogue names them: `localgoals catalogue show 8.5.2`.
STATISTICS: dict[str, Sum] = {
    "people": ((TOTAL,), ()),
    "people_below_national_poverty_line": (("Below 100 percent of the poverty level",), ()),
    "people_with_known_poverty_status": (
        ("Population for whom poverty status is determined",),
        (),
    ),
    "unemployed": (("Unemployed",), ()),
    "employed": (("Employed",), ()),
    "labour_force": (("In the labor force",), ()),
    "working_age_people": (("Population 16 years and over",), ()),
    "employed_in_manufacturing": (("Employed in manufacturing",), ()),
    "households": (("Total households",), ()),
    "households_with_broadband": (("Households with a broadband Internet subscription",), ()),
    "workers": (("Workers 16 years and over",), ()),
    "workers_commuting_by_public_transport": (("Take public transit to work",), ()),
    "workers_walking_to_work": (("Walk to work",), ()),
    "people_with_health_insurance": (("With health insurance coverage",), ()),
    "people_with_known_insurance_status": ((CIVILIANS,), ()),
    "people_with_disability": (("With a disability",), ()),
    "people_with_known_disability_status": ((CIVILIANS,), ()),
    "adults_25_and_over": (("Population 25 years and over",), ()),
    "adults_with_upper_secondary_education": (
        ("Population 25 years and over",),
        ("Less than 9th grade", "9th to 12th grade, no diploma"),
    ),
    "renting_households": (("Occupied households paying rent",), ()),
    "renting_households_spending_35_percent": (
        ("Households with GRAPHI of 35.0 percent or more",),
        (),
    ),
}

COUNCIL = Origin(
    title="CouncilCount 0.11.4",
    publisher="New York City Council Data Team",
    url="https://github.com/NewYorkCityCouncil/councilcount-py",
    licence="MIT",
)
LOTS = Text(
    "Modelled: the Council's Data Team spread the people of each census tract over its tax lots in "
    "proportion to the dwellings on them (American Community Survey, PLUTO). The estimates gain in "
    "reliability when added up; single lots must not be used.",
    "模型估计：纽约市议会数据团队按住宅套数将普查小区人口分配到各税务地块（美国社区调查、PLUTO），"
    "汇总后更为可靠，不宜使用单个地块。",
)
# Found by adding up the archive's own columns; the archive does not say it.
CENSUS = Text(
    "This sum is the count of the census of 2020, so growth since 2016 mixes two sources.",
    "该合计等于2020年人口普查数，因此2016年以来的增长混合了两种来源。",
)
SURVEY = Text(
    "A sample survey: the American Community Survey, five years ending in the year named.",
    "抽样调查：美国社区调查，截至所示年份的五年。",
)
PUBLISHED = Text(
    "City and boroughs as the survey gives them, and neighbourhoods of 2023 as sums of their "
    "census tracts, with margins of error at the 90 % level.",
    "全市和各区按调查发布的数据；2023年的社区数据为所含普查小区之和。附90%水平的误差幅度。",
)
# In these years the archive's percentages of the smallest neighbourhoods differ from its counts by
# up to 32 points, and its margins of percentages do not follow from those of the counts (they do in
# all other tables), so no margin is taken over.
MODELLED = Text(
    "Modelled: the Council's Data Team carried the survey's figures over to the neighbourhoods of "
    "2020, whose census tracts had other borders then.",
    "模型估计：当年普查小区的边界不同，纽约市议会数据团队将调查数据转换到2020年的社区范围。",
)
DEFINITIONS = Text(
    "Ethnicity: one race alone and not Hispanic, or Hispanic of any race. Disability: of the "
    "civilian population not in institutions. Low income: below the federal poverty level.",
    "族裔：单一种族且非西班牙裔，或任何种族的西班牙裔。残疾：非机构居住的平民人口。"
    "低收入：低于联邦贫困线。",
)
STATIONS = Text(
    "Parent stations of the subway and the Staten Island Railway. The archive has no stop times: "
    "the level of service is not known; buses and ferries are not in it.",
    "地铁和斯塔滕岛铁路车站。数据中没有时刻表，因此无法得知服务水平；不含公交车和轮渡。",
)


@dataclass(frozen=True)
class Survey:
    """The counts of one year for one kind of area: one row per area, one column per code."""

    counts: pd.DataFrame
    """Indexed by the area's code in the pack."""
    codes: Mapping[str, str]
    """Code of each count, by the words of the survey's dictionary."""

    def count(self, words: str) -> pd.Series[float]:
        """
        Give a count; unknown everywhere when the survey of that year did not ask for it.

        The archive writes such a count as a column of zeros (broadband in 2016), or leaves it out.
        """
        if words in self.codes:
            people = self.counts[self.codes[words]].astype("float64")
            if (people > 0).any():
                return people
        return pd.Series(float("nan"), index=self.counts.index)

    def combined(self, terms: Sum) -> pd.Series[float]:
        """Add and take away counts; unknown where any of them is."""
        plus, minus = terms
        total = pd.Series(0.0, index=self.counts.index)
        for words in plus:
            total = total + self.count(words)
        for words in minus:
            total = total - self.count(words)
        return total

    def margin(self, terms: Sum) -> pd.Series[float]:
        """
        Give the margin of error of counts added and taken away, at the survey's 90 % level.

        It is the root of the sum of the squares of their margins, as the Census Bureau does it.
        """
        squares = pd.Series(0.0, index=self.counts.index)
        for words in (*terms[0], *terms[1]):
            code = self.codes.get(words, "").removesuffix("E") + "M"
            known = self.counts.get(code, pd.Series(float("nan"), index=self.counts.index))
            squares = squares + known.astype("float64") ** 2
        return squares**0.5


def read_lots(archive: zipfile.ZipFile, year: int) -> pyarrow.Table:
    """Read where people live: longitude and latitude of each tax lot, and its people."""
    wanted = {"longitude": "x", "latitude": "y", "bbl_population_estimate": "people"}
    columns = pyarrow.csv.ConvertOptions(include_columns=list(wanted))
    with archive.open(f"councilcount/data/bbl-population-estimates_{year}.csv") as file:
        lots = pyarrow.csv.read_csv(file, convert_options=columns)
    return lots.rename_columns(list(wanted.values()))


def read_boroughs(archive: zipfile.ZipFile) -> geopandas.GeoDataFrame:
    """Read the five boroughs with their codes and names in both languages."""
    with archive.open("councilcount/data/borough-boundaries.geojson") as file:
        found = geopandas.read_file(file)
    named = [BOROUGHS[name] for name in found["borough"]]
    return geopandas.GeoDataFrame(
        {
            "code": [code for code, _ in named],
            "name": [name.en for _, name in named],
            "name_zh": [name.zh for _, name in named],
        },
        geometry=found.geometry,
        crs=found.crs,
    )


def read_neighbourhoods(archive: zipfile.ZipFile) -> geopandas.GeoDataFrame:
    """Read the neighbourhood tabulation areas of 2020; they have no Chinese names."""
    with archive.open("councilcount/data/nta-boundaries.geojson") as file:
        found = geopandas.read_file(file)
    return found.rename(columns={"nta": "code", "ntaname": "name"})[["code", "name", "geometry"]]


def read_survey(archive: zipfile.ZipFile, areas: str, year: int) -> Survey:
    """Read the survey's counts for `borough`, `nta` or `city`."""
    data = "councilcount/data"
    with archive.open(f"{data}/data_dictionary_{year}.csv") as file:
        words = pd.read_csv(file).drop_duplicates("estimate_description")
    codes = dict(zip(words["estimate_description"], words["estimate_var_code"], strict=True))
    name = "nyc-wide_estimates" if areas == "city" else f"{areas}-geographies"
    with archive.open(f"{data}/{name}_{year}.csv") as file:
        counts = pd.read_csv(file)
    if areas == "city":
        counts.index = pd.Index([CITY])
    elif areas == "borough":
        counts.index = pd.Index([BOROUGHS[name][0] for name in counts["borough"]])
    else:
        counts.index = pd.Index(counts["nta_code"])
    return Survey(counts, codes)


def people_by_group(survey: Survey) -> pd.DataFrame:
    """
    Tabulate the people of each area by group, one column per group; empty where not known.

    A group that the survey of that year did not count has no column.
    """
    table = pd.DataFrame({"code": survey.counts.index, "total": survey.count(TOTAL).to_numpy()})
    for group, terms in GROUPS.items():
        people = survey.combined(terms)
        if people.notna().any():
            table[group] = people.to_numpy()
    return table


def series(survey: Survey, year: int) -> pd.DataFrame:
    """List the survey's figures, one row per series and area, none where a figure is not known."""
    tables = [
        pd.DataFrame(
            {
                "series": name,
                "area": survey.counts.index,
                "period": year,
                "group": "",
                "value": survey.combined(terms).to_numpy(),
                "margin": survey.margin(terms).to_numpy(),
            }
        )
        for name, terms in STATISTICS.items()
    ]
    return pd.concat(tables).dropna(subset="value")


def read_stations(archive: zipfile.ZipFile) -> pd.DataFrame:
    """Read the stations of the subway; their platforms and entrances are left out."""
    with archive.open("nyct_gtfs/gtfs_static/stops.txt") as file:
        stops = pd.read_csv(file, dtype={"stop_id": str})
    stations = stops[stops["location_type"] == 1]
    return pd.DataFrame(
        {"name": stations["stop_name"], "x": stations["stop_lon"], "y": stations["stop_lat"]}
    ).assign(mode="metro")


def build(folder: Path, council: zipfile.ZipFile, subway: zipfile.ZipFile) -> None:
    """Build the pack: every layer is written into its folder, then added with its role."""
    new_pack(folder, code=CITY, name=Text("New York City", "纽约市"), country="US")
    print("  districts / 城区")
    add_districts(folder, council)
    for year in YEARS:
        print(f"  people of {year} / {year}年人口")
        add_people(folder, council, year)
    print("  stations / 车站")
    add_stations(folder, subway)
    print("  statistics / 统计数据")
    add_statistics(folder, council)


def add_districts(folder: Path, council: zipfile.ZipFile) -> None:
    """Add the boroughs, the neighbourhoods, and the boundary around the boroughs."""
    boroughs = read_boroughs(council)
    layers = {
        "boundary": geopandas.GeoDataFrame(geometry=[boroughs.union_all()], crs=boroughs.crs),
        "borough": boroughs,
        "neighbourhood": read_neighbourhoods(council),
    }
    for order, (level, layer) in enumerate(layers.items()):
        path = folder / f"{level}.parquet"
        layer.to_parquet(path, compression="zstd")
        if level == "boundary":
            add_resource(folder, path, role="boundary", origin=COUNCIL)
            continue
        names = [field for field in ("code", "name", "name_zh") if field in layer]
        options = {"level": level, "order": order, "fields": {name: name for name in names}}
        add_resource(folder, path, role="districts", options=options, origin=COUNCIL)


def add_people(folder: Path, council: zipfile.ZipFile, year: int) -> None:
    """Add the people per lot of a year, and their groups by neighbourhood."""
    period = Period(year, year)
    path = folder / f"people-{year}.parquet"
    lots = read_lots(council, year)
    pyarrow.parquet.write_table(lots, path, compression="zstd")
    notes = [LOTS, totals(lots, read_survey(council, "city", year)), CENSUS]
    add_resource(
        folder,
        path,
        role="population",
        period=period,
        options={"fields": {"x": "x", "y": "y", "total": "people"}, "crs": "EPSG:4326"},
        origin=origin(
            f"People per tax lot, {year}", *(notes if year == 2023 else notes[:2]), modelled=True
        ),
    )
    table = people_by_group(read_survey(council, "nta", year))
    path = folder / f"groups-{year}.csv"
    table.to_csv(path, index=False)
    groups = {column: column for column in table.columns if "=" in column}
    add_resource(
        folder,
        path,
        role="groups",
        period=period,
        options={
            "level": "neighbourhood",
            "fields": {"code": "code", "total": "total", "groups": groups},
        },
        origin=origin(
            f"People by group and neighbourhood, {year}",
            SURVEY,
            *((MODELLED,) if year in MODELLED_YEARS else ()),
            DEFINITIONS,
            modelled=year in MODELLED_YEARS,
            survey=True,
        ),
    )


def add_stations(folder: Path, subway: zipfile.ZipFile) -> None:
    """Add the subway's stations as a table."""
    path = folder / "stations.csv"
    read_stations(subway).to_csv(path, index=False)
    fields = {"name": "name", "mode": "mode", "x": "x", "y": "y"}
    stations = Origin(
        title="Stations of the New York City Subway",
        publisher="Metropolitan Transportation Authority, in nyct-gtfs 2.1.0",
        url="https://github.com/Andrew-Dickinson/nyct-gtfs",
        licence="MIT",
        note=in_both(STATIONS),
    )
    add_resource(folder, path, role="transit", options={"fields": fields}, origin=stations)


def add_statistics(folder: Path, council: zipfile.ZipFile) -> None:
    """
    Add the figures that ratios are made of, for the city, its boroughs and neighbourhoods.

    What the survey gives and what was modelled are two resources, so that each figure has the
    quality that it deserves.
    """
    published, modelled = [], []
    for year in YEARS:
        for areas in ("city", "borough", "nta"):
            table = series(read_survey(council, areas, year), year)
            if areas == "nta" and year in MODELLED_YEARS:
                modelled.append(table.drop(columns="margin"))
            else:
                published.append(table)
    title = "American Community Survey, five-year estimates"
    path = folder / "statistics-published.csv"
    pd.concat(published).to_csv(path, index=False)
    add_resource(
        folder, path, role="statistics", origin=origin(title, SURVEY, PUBLISHED, survey=True)
    )
    path = folder / "statistics-modelled.csv"
    pd.concat(modelled).to_csv(path, index=False)
    figures = origin(
        f"{title}, modelled for neighbourhoods", SURVEY, MODELLED, modelled=True, survey=True
    )
    add_resource(folder, path, role="statistics", origin=figures)


def totals(lots: pyarrow.Table, survey: Survey) -> Text:
    """Say how many people the lots add up to, beside the survey's own total."""
    people, own = float(lots["people"].to_numpy().sum()), float(survey.count(TOTAL).sum())
    return Text(
        f"The lots add up to {people:,.0f} people; the survey's own total is {own:,.0f}.",
        f"各地块合计{people:,.0f}人，调查总数为{own:,.0f}人。",
    )


def origin(title: str, *notes: Text, modelled: bool = False, survey: bool = False) -> Origin:
    """Name a part of CouncilCount, with what a reader must know about it."""
    return replace(
        COUNCIL,
        title=f"{title} ({COUNCIL.title})",
        modelled=modelled,
        survey=survey,
        note=in_both(*notes),
    )


def main() -> None:
    """Build the pack, unless it is there already."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(".demo/packs/new-york"))
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    parser.add_argument("--fetch-only", action="store_true", help="download, and build nothing")
    given = parser.parse_args()
    archives = (COUNCILCOUNT, NYCT_GTFS)
    if given.fetch_only:
        fetched(archives, cache=given.cache)
        return
    here = Path(__file__)
    recipe = Recipe(given.out, archives, (here, here.with_name("preparing.py")))

    def make(folder: Path) -> None:
        council, subway = fetched(archives, cache=given.cache)
        with zipfile.ZipFile(council) as one, zipfile.ZipFile(subway) as other:
            build(folder, one, other)

    started = time.monotonic()
    print("New York City / 纽约市")
    if build_once(recipe, make):
        print(f"  {given.out}: built in {time.monotonic() - started:.0f} s / 已生成")
    else:
        print(f"  {given.out}: already there / 已存在")


if __name__ == "__main__":
    main()
