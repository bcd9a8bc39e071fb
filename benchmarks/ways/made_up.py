"""Made-up cities, districts and countries of a known size, the same in every run."""

from __future__ import annotations

import numpy as np
import shapely
from scipy import ndimage

from localgoals.spatial.network import WalkNetwork, walk_network

SIDE = 450
BLOCK_M = 80.0


def lattice(chance: np.random.Generator, side: int = SIDE) -> WalkNetwork:
    """Make a city of crooked blocks, with a quarter of its streets missing."""
    across, down = np.meshgrid(np.arange(side), np.arange(side))
    x = (across * BLOCK_M + chance.uniform(-20, 20, across.shape)).ravel()
    y = (down * BLOCK_M + chance.uniform(-20, 20, across.shape)).ravel()
    node = np.arange(side * side, dtype=np.int32).reshape(side, side)
    start = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    end = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    there = chance.random(len(start)) < 0.75
    return walk_network(x, y, start[there], end[there])


def scatter(chance: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Put points anywhere in the city."""
    width_m = SIDE * BLOCK_M
    return chance.uniform(0, width_m, count), chance.uniform(0, width_m, count)


def districts(chance: np.random.Generator, count: int, *, side: int) -> np.ndarray:
    """Cut a square grid of cells into districts, each with some 280 corners."""
    whole = shapely.box(0, 0, side, side)
    seeds = shapely.multipoints(chance.uniform(0, side, (count, 2)))
    parts = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=whole))
    cut = shapely.intersection(parts, whole)
    return np.asarray(shapely.segmentize(cut, side / np.sqrt(count) / 70), object)


def towns(chance: np.random.Generator, *, side: int) -> np.ndarray:
    """
    Put people on a square grid of cells of 1 km².

    Of 16 million cells about 120,000 are denser than 1,500, and 500,000 denser than 300, as in a
    large country.
    """
    smooth = ndimage.gaussian_filter(chance.random((side, side)), 2)
    return np.asarray(np.exp(0.355 + 2.87 * (smooth - smooth.mean()) / smooth.std()))
