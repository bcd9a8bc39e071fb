"""What both peers read: streets with pyrosm, stops and people with pandas and GeoPandas."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyrosm
from inputs import CRS
from pyproj import Transformer

# Values of `access` and `foot` that close a street to walkers, as pyrosm leaves them to its users.
CLOSED = ["no", "private"]


def read_streets(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the walking network: nodes by OSM id with x, y, and segments with u, v, length."""
    nodes, edges = pyrosm.OSM(str(path)).get_network(network_type="walking", nodes=True)
    opened = edges["foot"].isin(["yes", "designated", "permissive"])
    closed = edges["foot"].isin(CLOSED) | edges["access"].isin(CLOSED)
    edges = edges.loc[opened | ~closed, ["u", "v"]]
    x, y = Transformer.from_crs(4326, CRS, always_xy=True).transform(nodes["lon"], nodes["lat"])
    metric = pd.DataFrame({"x": x, "y": y}, index=nodes["id"].to_numpy())
    metric = metric.loc[np.unique(edges[["u", "v"]])]
    from_xy, to_xy = metric.loc[edges["u"]].to_numpy(), metric.loc[edges["v"]].to_numpy()
    edges["length"] = np.hypot(*(to_xy - from_xy).T)
    return metric, edges[edges["length"] > 0].reset_index(drop=True)


def read_stops(path: Path) -> gpd.GeoSeries:
    """Read the stops of the feed; every one of them is a bus stop."""
    with zipfile.ZipFile(path) as feed, feed.open("stops.txt") as file:
        stops = pd.read_csv(file)
    return gpd.GeoSeries.from_xy(stops["stop_lon"], stops["stop_lat"], crs=4326).to_crs(CRS)


def read_people(path: Path) -> tuple[gpd.GeoSeries, np.ndarray]:
    """Read a point inside each census block, and the people who live there."""
    blocks = gpd.read_file(path).to_crs(CRS)
    return blocks.representative_point(), blocks["people"].to_numpy(float)
