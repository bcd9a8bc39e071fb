"""SDG 11.2.1 of Northern Kentucky with pyrosm and pandana, from node to node."""

from __future__ import annotations

import contextlib
import sys

import numpy as np
import pandana
from inputs import FROM_STREET_M, WALK_M, Files, run
from peer_inputs import read_people, read_stops, read_streets
from telling import Clock


def share_within_reach(files: Files, clock: Clock) -> float:
    """Compute the percentage of people within 500 m, from node to node, of a stop."""
    nodes, edges = read_streets(files.streets)
    clock.done("streets")
    stops = read_stops(files.transit)
    clock.done("transit")
    homes, people = read_people(files.people)
    clock.done("people")
    # It reports its progress on the output that the figures are printed on.
    with contextlib.redirect_stdout(sys.stderr):
        network = pandana.Network(nodes["x"], nodes["y"], edges["u"], edges["v"], edges[["length"]])
        network.set_pois("stops", WALK_M, 1, stops.x, stops.y)
        found = network.nearest_pois(WALK_M, "stops", num_pois=1, include_poi_ids=True)
        node = network.get_node_ids(homes.x, homes.y, mapping_distance=FROM_STREET_M)
    arrived = found[found["poi1"].notna()].index
    reached = np.isin(homes.index, node[node.isin(arrived)].index)
    clock.done("walk")
    return float(100 * people[reached].sum() / people.sum())


if __name__ == "__main__":
    run(share_within_reach)
