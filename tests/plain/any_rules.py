"""Rules of the Degree of Urbanisation as Hypothesis draws them: every choice, in small numbers."""

from __future__ import annotations

from hypothesis import strategies as st

from localgoals.spatial.groups import QUEEN, ROOK
from localgoals.spatial.settlement import Rules

NEIGHBOURS = st.sampled_from([ROOK, QUEEN])
RULES = st.builds(
    Rules,
    built_share=st.sampled_from([None, 0.2, 0.5]),
    majority_among_land=st.booleans(),
    centre_people=st.sampled_from([9_000, 30_000]),
    centre_neighbours=NEIGHBOURS,
    smooth_edges=st.booleans(),
    gap_km2=st.sampled_from([0, 2, 15]),
    cluster_people=st.sampled_from([500, 5_000]),
    cluster_neighbours=NEIGHBOURS,
    dense_people=st.sampled_from([1_600, 5_000]),
    dense_neighbours=NEIGHBOURS,
    semi_dense_density=st.sampled_from([300, 900]),
    semi_dense_people=st.sampled_from([400, 2_500]),
    semi_dense_neighbours=NEIGHBOURS,
    apart_cells=st.integers(0, 3),
    rural_cluster_people=st.sampled_from([400, 1_700]),
    rural_cluster_neighbours=NEIGHBOURS,
    centre_density=st.sampled_from([1_000, 1_500, 5_000]),
    cluster_density=st.sampled_from([90, 300]),
    low_density=st.sampled_from([50, 70]),
    water_land_share=st.sampled_from([0.3, 0.5]),
)
