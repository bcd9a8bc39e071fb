"""
From a gap of New York's baseline to a priority, a project and its funders, each with its reasons.

It reads the pack and the baseline that `make demo` makes, and writes the tables of three tools:
`priorities`, `project-readiness` and `funder-matching`. What is not known stays blank.

Run it from the project's folder: `python examples/from_gap_to_funder.py`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from localgoals.catalogue.tool_suite.declared import example_text, tool_of

Floats = NDArray[np.float64]

PERIOD = "2023"
BOROUGHS = {
    "BK": "Brooklyn", "BX": "The Bronx", "MN": "Manhattan", "QN": "Queens", "SI": "Staten Island",
}  # fmt: skip
REACH_M = 1000.0
"""As the baseline counts rail: within 1 km as the crow flies."""
STATIONS = 5
GRID_M = 300.0
"""Sites are tried so far apart."""


@dataclass(frozen=True)
class Lack:
    """What is missing where an indicator falls short of its target."""

    indicator: str
    series: str
    target: float
    """[percent]"""
    words: str
    of_people: bool
    """Whether the indicator is a share of people, so that they can be counted."""


LACKS = (
    Lack("11.2.1", "total", 100, "a station within reach", of_people=True),
    Lack("1.2.1", "value", 0, "enough to live on", of_people=True),
    Lack("1.2-P5", "value", 100, "health insurance", of_people=True),
    Lack("1.2-P6", "value", 100, "upper secondary education", of_people=False),
    Lack("2.2-P1", "value", 100, "broadband at home", of_people=False),
)


def gaps(observations: pd.DataFrame) -> pd.DataFrame:
    """
    Give, for each borough and lack, the share that is short and the people whom it concerns.

    Parameters
    ----------
    observations
        Of the baseline.

    Returns
    -------
    gaps
        `option`, `borough`, `indicator`, `short` [percent] and `people`: NaN where the indicator is
        about households or adults, of whom the baseline has no number.
    """
    rows = observations[
        (observations["period"] == PERIOD)
        & (observations["group"] == "")
        & observations["area"].isin(list(BOROUGHS))
    ].set_index(["indicator", "series", "area"])["value"]
    found = []
    for lack in LACKS:
        for area, borough in BOROUGHS.items():
            short = abs(float(rows[lack.indicator, lack.series, area]) - lack.target)
            people = float(rows["3.4-P1", "population", area]) * short / 100
            found.append(
                {
                    "option": f"{borough}: {lack.words} ({lack.indicator})",
                    "borough": area,
                    "indicator": lack.indicator,
                    "short": short,
                    "people": people if lack.of_people else np.nan,
                }
            )
    return pd.DataFrame(found)


def write_priorities(found: pd.DataFrame, folder: Path) -> None:
    """Write the tables of the tool `priorities`."""
    folder.mkdir(parents=True, exist_ok=True)
    criteria = pd.DataFrame(
        {
            "criterion": ["Share that is short", "People concerned"],
            "better": "higher",
            "weight": [1, 1],
            "least": [0, 0],
            "most": [100, np.nan],
            "source": "baseline",
        }
    )
    values = found.melt("option", ["short", "people"], "criterion", "value")
    names = {"short": "Share that is short", "people": "People concerned"}
    values["criterion"] = values["criterion"].map(names)
    criteria.to_csv(folder / "criteria.csv", index=False)
    values.to_csv(folder / "values.csv", index=False)


def best_sites(
    people: Floats, weights: Floats, stations: Floats, count: int
) -> tuple[Floats, Floats]:
    """
    Choose sites one by one, each where it newly reaches the most people.

    Parameters
    ----------
    people
        (n, 2): where they live. [m]
    weights
        (n,): how many.
    stations
        (m, 2): those that are there. [m]
    count
        How many sites to choose.

    Returns
    -------
    sites
        (count, 2). [m]
    reached
        (count,): people whom each newly reaches.
    """
    distance, _ = cKDTree(stations).query(people, distance_upper_bound=REACH_M)
    left = np.where(np.isinf(distance), weights, 0.0)
    homes = cKDTree(people)
    cells = np.unique(np.round(people[left > 0] / GRID_M).astype(int), axis=0) * GRID_M
    near = [np.asarray(one, int) for one in homes.query_ball_point(cells, REACH_M)]
    sites, reached = [], []
    for _ in range(count):
        gained = np.array([left[one].sum() for one in near])
        best = int(gained.argmax())
        sites.append(cells[best])
        reached.append(gained[best])
        left[near[best]] = 0.0
    return np.array(sites), np.array(reached)


def in_borough(pack: Path, area: str) -> tuple[Floats, Floats, Floats]:
    """Give homes and people of a borough, and all stations, on one map in metres."""
    boroughs = geopandas.read_parquet(pack / "borough.parquet").to_crs(32118)
    shape = boroughs.set_index("code").geometry[area]
    lots = pd.read_parquet(pack / f"people-{PERIOD}.parquet")
    homes = geopandas.GeoSeries.from_xy(lots["x"], lots["y"], crs=4326).to_crs(32118)
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, homes.x, homes.y)
    stops = pd.read_csv(pack / "stations.csv")
    points = geopandas.GeoSeries.from_xy(stops["x"], stops["y"], crs=4326).to_crs(32118)
    return (
        np.column_stack([homes.x, homes.y])[inside],
        lots["people"].to_numpy()[inside],
        np.column_stack([points.x, points.y]),
    )


def write_readiness(project: str, folder: Path) -> None:
    """Write what is known of the project for `project-readiness`: a sketch, and nothing more."""
    folder.mkdir(parents=True, exist_ok=True)
    answers = [
        ("cif-scoping", "no", "people reached are estimated; concept, budget and schedule are not"),
        ("cif-sector", "yes", "transport and mobility"),
        ("cif-goals", "yes", "11.2.1 of the baseline"),
        ("cif-feasibility", "no", ""),
        ("cif-model", "no", ""),
        ("gap-urban", "yes", "a borough of a city"),
        ("gap-country", "no", "list of aid recipients of the OECD, from general knowledge"),
        ("gap-climate", "", "no estimate of emissions yet"),
    ]
    table = pd.DataFrame(answers, columns=["item", "answer", "evidence"])
    table.insert(0, "project", project)
    table.to_csv(folder / "answers.csv", index=False)


def write_facts(project: str, reached: float, folder: Path) -> None:
    """Write the rules of the shipped funds and the facts of the project for `funder-matching`."""
    folder.mkdir(parents=True, exist_ok=True)
    shipped = tool_of("funder-matching")
    for table in shipped.tables:
        if table.name in ("instruments", "rules"):
            (folder / f"{table.name}.csv").write_text(example_text(shipped, table), "utf-8")
    baseline = "baseline of New York City, 2023"
    facts = [
        ("sector", "transport", "", baseline),
        ("stage", "ideation", "", "this tutorial"),
        ("goals", "1", "", "11.2"),
        ("urban", "yes", "", baseline),
        ("people-reached", f"{reached:.0f}", "people", baseline),
        ("scoping", "no", "", "this tutorial"),
        ("oda-country", "no", "", "list of aid recipients of the OECD, from general knowledge"),
        # Nobody has told us; a blank is not a no.
        ("size", "", "USD", ""),
        ("master-plan", "", "", ""),
        ("un-habitat-country", "", "", ""),
        ("climate-potential", "", "", ""),
        ("applicant", "", "", ""),
    ]
    known = pd.DataFrame(facts, columns=["attribute", "value", "unit", "source"])
    known.insert(0, "project", project)
    known.to_csv(folder / "facts.csv", index=False)


def run(pack: Path, baseline: Path, out: Path) -> None:
    """Write the tables of the three tools, and tell the estimate for the project between them."""
    found = gaps(pd.read_parquet(baseline / "observations.parquet"))
    write_priorities(found, out / "priorities")
    homes, people, stations = in_borough(pack, "QN")
    _, reached = best_sites(homes, people, stations, STATIONS)
    gap = found[(found["indicator"] == "11.2.1") & (found["borough"] == "QN")]
    before = 100 - float(gap["short"].iloc[0])
    after = before + 100 * reached.sum() / people.sum()
    project = f"{STATIONS} stations in Queens"
    write_readiness(project, out / "readiness")
    write_facts(project, float(reached.sum()), out / "matching")
    print(f"{project}: {reached.sum():,.0f} people more within 1 km of a station,")
    print(f"{after:.1f} % of Queens in the place of {before:.1f} %.")


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().split("\n")[0])
    parser.add_argument("--pack", type=Path, default=Path(".demo/packs/new-york"))
    parser.add_argument("--baseline", type=Path, default=Path(".demo/new-york"))
    parser.add_argument("--out", type=Path, default=Path(".demo/chain"))
    given = parser.parse_args()
    if not (given.baseline / "observations.parquet").is_file():
        parser.error(f"There is no baseline in {given.baseline}. Run first: make demo")
    run(given.pack, given.baseline, given.out)


if __name__ == "__main__":
    main()
