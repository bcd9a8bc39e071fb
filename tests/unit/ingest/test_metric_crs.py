"""The metric system of a city."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import CRS

from localgoals.errors import BadInput
from localgoals.ingest.crs import WGS84, degrees_of, metric_crs, reproject


@pytest.mark.parametrize(
    ("extent", "epsg"),
    [
        ((-74.26, 40.49, -73.70, 40.92), 32618),
        ((7.40, 43.72, 7.44, 43.76), 32632),
        ((-46.83, -24.01, -46.36, -23.36), 32723),
        ((177.0, -18.2, 179.9, -17.5), 32760),
        ((-180.0, -18.2, -179.0, -17.5), 32701),
    ],
)
def test_a_city_is_measured_in_the_utm_zone_of_its_centre(
    extent: tuple[float, float, float, float], epsg: int
) -> None:
    assert metric_crs(*extent).to_epsg() == epsg


@pytest.mark.parametrize(
    "extent", [(100.0, 20.0, 110.0, 30.0), (10.0, 84.5, 11.0, 85.0), (0.0, -85.0, 1.0, -84.0)]
)
def test_a_wide_or_polar_extent_is_measured_in_an_equal_area_system(
    extent: tuple[float, float, float, float],
) -> None:
    crs = metric_crs(*extent)

    assert "Azimuthal Equal Area" in crs.to_wkt()
    assert crs.axis_info[0].unit_name == "metre"


@pytest.mark.parametrize("extent", [(600_000, 0, 700_000, 10), (10, 5, 9, 6), (0, -91, 1, 0)])
def test_what_is_no_extent_in_degrees_is_refused(
    extent: tuple[float, float, float, float],
) -> None:
    with pytest.raises(BadInput, match="extent in degrees"):
        metric_crs(*extent)


def test_points_without_a_place_have_no_extent() -> None:
    nowhere = np.array([np.nan])

    assert degrees_of(nowhere, nowhere, WGS84) is None


def test_coordinates_go_east_before_north_whatever_the_authority_says() -> None:
    x, y = reproject(np.array([9.0]), np.array([0.0]), WGS84, CRS.from_epsg(32632))

    assert (round(float(x[0])), round(float(y[0]))) == (500_000, 0)
