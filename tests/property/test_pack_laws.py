"""Laws of packs: what goes in comes out, and spreading loses nobody."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from localgoals.ingest.crs import WGS84, metric_crs, reproject
from localgoals.ingest.descriptor import package_problems, parse, resource_problems
from localgoals.ingest.layers import Floats, Ints
from localgoals.ingest.pack import add_resource, new_pack, open_pack
from localgoals.ingest.population import people_by_zone, spread
from localgoals.ingest.tables import numbers_in, read_table
from localgoals.model.period import Period
from localgoals.model.provenance import Origin
from localgoals.model.text import Text

DISTRICTS = 4
words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=20
)
years = st.integers(1950, 2050)
json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
keys = st.sampled_from(
    ["name", "path", "hash", "localgoals", "role", "period", "fields", "groups", "level", "files"]
)


@st.composite
def settlements(draw: st.DrawFn) -> tuple[Floats, Floats, Ints]:
    """Draw counts by district, and people at points with their district."""
    points = draw(st.integers(0, 30))
    amounts = st.floats(0, 1e6) | st.just(0.0)
    counts = draw(arrays.arrays(np.float64, DISTRICTS, elements=amounts | st.just(np.nan)))
    total = draw(arrays.arrays(np.float64, points, elements=amounts))
    zone = draw(arrays.arrays(np.int32, points, elements=st.integers(-1, DISTRICTS - 1)))
    return counts, total, zone


@given(settlements())
def test_what_is_spread_over_a_district_adds_up_to_its_count(
    drawn: tuple[Floats, Floats, Ints],
) -> None:
    counts, total, zone = drawn

    result = spread(counts, total, zone)

    inhabited = people_by_zone(total, zone, DISTRICTS) > 0
    for district in np.flatnonzero(inhabited & ~np.isnan(counts)):
        np.testing.assert_allclose(result[zone == district].sum(), counts[district], rtol=1e-9)


@given(settlements())
def test_spread_people_are_not_negative_and_unknown_only_where_they_must_be(
    drawn: tuple[Floats, Floats, Ints],
) -> None:
    counts, total, zone = drawn

    result = spread(counts, total, zone)

    inhabited = people_by_zone(total, zone, DISTRICTS) > 0
    placeable = (zone >= 0) & inhabited[zone] & ~np.isnan(counts)[zone]
    np.testing.assert_array_equal(~np.isnan(result), placeable)
    assert (result[placeable] >= 0).all()


@given(st.floats(-179, 178), st.floats(-79, 83), st.floats(0.01, 5), st.floats(0.01, 5))
def test_a_metric_system_brings_its_city_back_where_it_was(
    west: float, south: float, width: float, height: float
) -> None:
    east, north = min(west + width, 180), min(south + height, 84)
    crs = metric_crs(west, south, east, north)
    lon, lat = np.array([west, (west + east) / 2, east]), np.array([south, north, south])

    x, y = reproject(lon, lat, WGS84, crs)
    back = reproject(x, y, crs, WGS84)

    # Just across the date line the same place may be called -180 or 180.
    np.testing.assert_allclose(np.cos(np.radians(back[0] - lon)), 1, atol=1e-9)
    np.testing.assert_allclose(back[1], lat, atol=1e-6)


@settings(max_examples=25)
@given(
    name=st.builds(Text, words, words),
    origin=st.builds(Origin, words, words, words, words, st.booleans(), words),
    year=years,
    note=words,
)
def test_what_is_written_into_a_pack_is_read_back(
    name: Text, origin: Origin, year: int, note: str
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "pack"
        new_pack(folder, code="XX", name=name, country="XX")
        table = Path(scratch) / "people.csv"
        table.write_text(f"lon,lat,{year}\n1,1,1\n")
        options = {"fields": {"total": note}, "crs": "EPSG:4326"}

        added = add_resource(
            folder,
            table,
            role="population",
            period=Period(year, year),
            options=options,
            origin=origin,
        )
        pack = open_pack(folder, scratch=folder)

        assert pack.name == name
        assert pack.resources == (added,)
        assert (added.origin, added.options) == (origin, options)


@settings(max_examples=40)
@given(st.dictionaries(keys | st.text(), json_values | st.dictionaries(keys, json_values)))
def test_no_json_breaks_the_check_of_a_descriptor(entry: dict[str, object]) -> None:
    # A resource needs a role at least; anything else in it is somebody's mistake.
    problems = resource_problems(entry, 0)

    assert problems
    assert all(one.where.startswith("datapackage.json, resources[0]") for one in problems)
    assert package_problems({"resources": [entry, entry]})


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reading_of_a_descriptor(text: bytes) -> None:
    found, problems = parse(text)

    assert bool(problems) or isinstance(found, dict)


@settings(max_examples=50)
@given(st.lists(st.floats(allow_infinity=False, width=32) | st.none(), min_size=1, max_size=20))
def test_numbers_survive_a_csv(values: list[float | None]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "a.csv"
        pd.DataFrame({"key": "k", "value": values}).to_csv(path, index=False)

        table, problems = read_table(path)
        found, faults = numbers_in(table["value"], path.name)

    assert problems + faults == []
    np.testing.assert_allclose(found, np.array(values, dtype=np.float64), rtol=1e-12)
