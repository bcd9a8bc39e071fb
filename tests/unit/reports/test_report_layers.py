"""GeoParquet layers: where they are written, what they hold, and the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import geopandas

from localgoals.reports.layers import write_layers
from localgoals.reports.result import BaselineResult


def test_layers_are_named_by_number_and_never_by_what_a_file_says(
    town: BaselineResult, tmp_path: Path
) -> None:
    written = write_layers(town, tmp_path)

    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "layers/districts-1.parquet",
        "layers/districts-2.parquet",
        "layers/reach-11.2.1-total-2020.parquet",
    ]


def test_districts_carry_their_headline_figures_in_longitude_and_latitude(
    town: BaselineResult, tmp_path: Path
) -> None:
    quarters = geopandas.read_parquet(write_layers(town, tmp_path)[1]).set_index("code")

    assert quarters.crs.to_epsg() == 4326
    assert quarters["11.2.1 total 2020"].dropna().to_dict() == {"NW": 100.0, "SW": 90.0, "NE": 60.0}
    assert quarters.total_bounds[0] > 8.9
    assert set(quarters["level"]) == {"../quarter"}


def test_squares_hold_everybody(town: BaselineResult, tmp_path: Path) -> None:
    squares = geopandas.read_parquet(write_layers(town, tmp_path)[2])

    assert squares["people"].sum() == 4_000
    assert set(squares["class"]) == {"within", "near", "beyond"}


def test_a_rerun_writes_the_same_bytes(town: BaselineResult, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()

    first, second = write_layers(town, tmp_path), write_layers(town, tmp_path / "again")

    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_city_without_districts_has_no_district_layer(
    bare_town: BaselineResult, tmp_path: Path
) -> None:
    assert write_layers(bare_town, tmp_path) == ()
