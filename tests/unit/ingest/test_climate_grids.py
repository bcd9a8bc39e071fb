"""NetCDF files of climate models, written here by the library that models use."""

from __future__ import annotations

from pathlib import Path

import netCDF4
import numpy as np
import pytest

from localgoals.ingest.climate_grids import Where, read_climate_grid

POINT = Where(30.1, 30.1, 120.2, 120.2)
MONTHS = np.arange(12.0)


def write(path: Path, values: np.ndarray, **said: object) -> Path:
    """Write monthly values from 2001 on, (time, lat, lon), on a grid of 2 x 2 cells."""
    said = {"name": "tas", "units": "K", "calendar": "noleap", "time": "days", **said}
    calendar = str(said["calendar"])
    with netCDF4.Dataset(path, "w") as file:
        file.experiment_id, file.source_id = "ssp245", "one"
        for name, size in (("time", values.shape[0]), ("lat", 2), ("lon", 2)):
            file.createDimension(name, size)
        time = file.createVariable("time", "f8", ("time",))
        time.units, time.calendar = f"{said['time']} since 2001-01-01", calendar
        length = 30 if calendar == "360_day" else 365 / 12
        time[:] = (np.arange(values.shape[0]) + 0.5) * length
        for name, places in (("lat", (29.5, 30.5)), ("lon", said.get("lon", (119.5, 120.5)))):
            axis = file.createVariable(name, "f8", (name,))
            axis[:] = places
        cells = file.createVariable(str(said["name"]), "f4", ("time", "lat", "lon"))
        cells.units = said["units"]
        cells[:] = values
    return path


def cube(*months: np.ndarray) -> np.ndarray:
    """Give each cell the months, and a hundred times its number on top."""
    series = np.concatenate(months)
    return series[:, None, None] + 100 * np.arange(4).reshape(2, 2)


@pytest.mark.parametrize("calendar", ["noleap", "360_day", "standard", "365_day", "gregorian"])
def test_a_year_is_the_mean_of_its_months_by_the_days_of_its_calendar(
    tmp_path: Path, calendar: str
) -> None:
    path = write(tmp_path / "a.nc", cube(MONTHS, MONTHS + 1), calendar=calendar)
    days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

    (found,), problems = read_climate_grid(path, POINT)

    weights = np.full(12, 30) if calendar == "360_day" else days
    assert not problems
    assert found.years.tolist() == [2001, 2002]
    assert found.values[0] == pytest.approx(300 + np.average(MONTHS, weights=weights), abs=1e-4)
    assert (found.variable, found.scenario, found.model) == ("temperature", "ssp245", "one")


def test_months_weigh_the_same_where_the_unit_is_a_sum_of_the_month(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nc", cube(MONTHS), name="pr", units="mm/month")

    (found,), _ = read_climate_grid(path, POINT)

    assert found.values[0] == pytest.approx(300 + 5.5)


def test_a_year_without_a_month_is_not_known(tmp_path: Path) -> None:
    values = cube(MONTHS, MONTHS)
    values[3] = np.nan

    (found,), _ = read_climate_grid(write(tmp_path / "a.nc", values), POINT)

    assert np.isnan(found.values).tolist() == [True, False]


def test_a_box_is_the_mean_of_its_cells_by_the_cosine_of_latitude(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nc", cube(np.zeros(12)))

    (found,), _ = read_climate_grid(path, Where(29, 31, 119, 121))

    weights = np.cos(np.radians([29.5, 29.5, 30.5, 30.5]))
    assert found.values[0] == pytest.approx(np.average([0, 100, 200, 300], weights=weights))


def test_longitudes_up_to_360_and_below_0_are_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nc", cube(np.zeros(12)), lon=(359.5, 0.5))

    (east,), _ = read_climate_grid(path, Where(30.4, 30.4, 0.3, 0.3))
    (west,), _ = read_climate_grid(path, Where(30.4, 30.4, -0.3, -0.3))
    (both,), _ = read_climate_grid(path, Where(30, 31, -1, 1))
    (around,), _ = read_climate_grid(path, Where(30, 31, -180, 180))

    assert (east.values[0], west.values[0]) == (300, 200)
    assert (both.values[0], around.values[0]) == (250, 250)


def test_scenario_and_model_may_be_dimensions_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.nc"
    with netCDF4.Dataset(path, "w", format="NETCDF3_CLASSIC") as file:
        for name, size in (("time", 3), ("model", 2), ("scenario", 1), ("letters", 3)):
            file.createDimension(name, size)
        time = file.createVariable("time", "f8", ("time",))
        time.units, time[:] = "days since 2000-07-01", [0, 365, 730]
        names = file.createVariable("model", "S1", ("model", "letters"))
        names[:] = netCDF4.stringtochar(np.array(["abc", "de"], "S3"))
        rain = file.createVariable("pr", "f8", ("scenario", "model", "time"))
        rain.units, rain[:] = "mm/day", np.arange(6.0).reshape(1, 2, 3)

    found, problems = read_climate_grid(path, None)

    assert not problems
    assert [(one.scenario, one.model) for one in found] == [("1", "abc"), ("1", "de")]
    assert found[1].years.tolist() == [2000, 2001, 2002]
    assert found[1].values.tolist() == [3, 4, 5]


@pytest.mark.parametrize(
    ("said", "where", "kind"),
    [
        ({"time": "moons"}, POINT, "climate-grid-time-units"),
        ({"calendar": "mayan"}, POINT, "climate-grid-time-units"),
        ({"name": "huss"}, POINT, "climate-grid-no-variable"),
        ({}, None, "climate-grid-place"),
        ({}, Where(50, 50, 120, 120), "climate-grid-outside"),
        ({}, Where(29.6, 29.7, 119, 121), "climate-grid-outside"),
    ],
)
def test_what_a_file_lacks_is_named(
    tmp_path: Path, said: dict[str, object], where: Where | None, kind: str
) -> None:
    path = tmp_path / "a.nc"
    if said.get("calendar") == "mayan":
        write(path, cube(MONTHS))
        with netCDF4.Dataset(path, "a") as file:
            file["time"].calendar = "mayan"
    else:
        write(path, cube(MONTHS), **said)

    found, problems = read_climate_grid(path, where)

    assert found == []
    assert [one.kind for one in problems] == [kind]


def test_a_file_without_time_with_a_level_too_many_and_half_a_grid_names_all_three(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.nc"
    with netCDF4.Dataset(path, "w") as file:
        for name, size in (("plev", 3), ("lat", 2)):
            file.createDimension(name, size)
        file.createVariable("tas", "f4", ("plev", "lat"))[:] = 1

    _, problems = read_climate_grid(path, POINT)

    kinds = ["climate-grid-dimension", "climate-grid-no-time", "climate-grid-half"]
    assert [one.kind for one in problems] == kinds


def test_words_for_numbers_and_an_axis_without_a_step_are_refused(tmp_path: Path) -> None:
    for name, size, kind in (
        ("a.nc", 2, "climate-grid-no-number"),
        ("b.nc", 0, "climate-grid-half"),
    ):
        with netCDF4.Dataset(tmp_path / name, "w") as file:
            for axis, steps in (("time", 2), ("lat", size), ("lon", 2)):
                file.createDimension(axis, steps)
                values = file.createVariable(axis, "f8", (axis,))
                values[:] = np.arange(steps) + (29 if axis == "lat" else 119)
            file["time"].units = "days since 2001-01-01"
            file.createVariable("tas", str if size else "f4", ("time", "lat", "lon"))

        _, problems = read_climate_grid(tmp_path / name, POINT)

        assert [one.kind for one in problems] == [kind]


def test_scenarios_may_be_words_of_any_length(tmp_path: Path) -> None:
    with netCDF4.Dataset(tmp_path / "a.nc", "w") as file:
        file.createDimension("time", 1)
        file.createDimension("scenario", 2)
        time = file.createVariable("time", "i4", ("time",))
        time.units, time[:] = "days since 2000-07-01", [0]
        file.createVariable("scenario", str, ("scenario",))[:] = np.array(["low", "ssp585"], object)
        sea = file.createVariable("zos", "f8", ("time", "scenario"))
        sea.units, sea[:] = "m", [[0.5, 0.25]]

    found, _ = read_climate_grid(tmp_path / "a.nc", None)

    assert [(one.scenario, one.values[0]) for one in found] == [("low", 0.5), ("ssp585", 0.25)]


def test_what_is_no_netcdf_is_refused(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.nc", cube(MONTHS)).read_bytes()
    for content in (b"", b"not a grid", whole[:1000]):
        (tmp_path / "b.nc").write_bytes(content)

        found, problems = read_climate_grid(tmp_path / "b.nc", POINT)

        assert found == []
        assert [one.kind for one in problems] == ["climate-grid-unreadable"]
        assert str(tmp_path) not in str(problems[0])


def test_a_cell_without_values_is_named_and_not_taken_for_nought(tmp_path: Path) -> None:
    values = cube(MONTHS)
    values[:, 1, 1] = np.nan

    _, problems = read_climate_grid(write(tmp_path / "a.nc", values), POINT)

    assert [one.kind for one in problems] == ["climate-grid-nothing"]


def test_times_that_run_backwards_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nc", cube(MONTHS))
    with netCDF4.Dataset(path, "a") as file:
        file["time"][:] = file["time"][:][::-1]

    _, problems = read_climate_grid(path, POINT)

    assert [one.kind for one in problems] == ["climate-grid-time-order"]


def test_missing_values_in_more_digits_than_the_values_are_not_figures(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nc", np.zeros((24, 2, 2)) + 280)
    with netCDF4.Dataset(path, "a") as file:
        file["tas"][:12] = 1e20
        # As many programs write it: 64 bits beside values in 32.
        with pytest.warns(UserWarning, match="cannot be safely cast"):
            file["tas"].missing_value = np.float64(1e20)

    (found,), _ = read_climate_grid(path, POINT)

    assert np.isnan(found.values[0])
    assert found.values[1] == 280


@pytest.mark.parametrize("lost", [16, 100, 300])
def test_a_classic_file_that_is_cut_off_is_refused_and_not_read_as_noughts(
    tmp_path: Path, lost: int
) -> None:
    path = tmp_path / "a.nc"
    with netCDF4.Dataset(path, "w", format="NETCDF3_CLASSIC") as file:
        file.createDimension("time", None)
        time = file.createVariable("time", "f8", ("time",))
        time.units, time[:] = "days since 2000-07-01", np.arange(43) * 365
        rain = file.createVariable("pr", "f8", ("time",))
        rain.units, rain[:] = "mm/day", 1.0
    assert read_climate_grid(path, None)[1] == []
    path.write_bytes(path.read_bytes()[:-lost])

    found, problems = read_climate_grid(path, None)

    assert found == []
    assert [one.kind for one in problems] == ["climate-grid-cut-off"]


@pytest.mark.parametrize(
    "said", [{"scale_factor": "x"}, {"scale_factor": 0.0}, {"add_offset": np.nan}]
)
def test_values_that_cannot_be_unpacked_are_refused(
    tmp_path: Path, said: dict[str, object]
) -> None:
    path = write(tmp_path / "a.nc", cube(MONTHS))
    with netCDF4.Dataset(path, "a") as file:
        file["tas"].setncatts(said)

    _, problems = read_climate_grid(path, POINT)

    assert [one.kind for one in problems] == ["climate-grid-packing"]


@pytest.mark.parametrize(
    ("axis", "kind"),
    [
        ("time", "climate-grid-long"),
        ("lat", "climate-grid-long"),
        ("model", "climate-grid-long"),
        ("scenario", "climate-grid-long"),
        ("lon", "climate-grid-large"),
    ],
)
def test_a_dimension_of_billions_is_refused_unread(tmp_path: Path, axis: str, kind: str) -> None:
    with netCDF4.Dataset(tmp_path / "a.nc", "w") as file:
        sizes = {"time": 2, "lat": 2, "lon": 2, "model": 1, "scenario": 1}
        # The last case is one of a block that no memory holds.
        sizes[axis] = {"scenario": 1_001, "lon": 5_000_000}.get(axis, 4_000_000_000)
        blocks = {"lon": {"lon": 5_000_000, "time": 20}}.get(axis, {axis: 1_000})
        sizes["time"] = max(sizes["time"], blocks.get("time", 2))
        for name, size in sizes.items():
            file.createDimension(name, size)
            block = (min(size, 100_000),)
            numbers = file.createVariable(name, "f8", (name,), chunksizes=block, zlib=True)
            if size < 100:
                numbers[:] = np.arange(size) + (30 if name == "lat" else 120)
        file["time"].units = "days since 2001-01-01"
        if axis == "lon":
            file["lon"][:] = np.linspace(119, 121, 5_000_000)
        shape = [blocks.get(name, 1) for name in sizes]
        file.createVariable("tas", "f4", tuple(sizes), chunksizes=shape, zlib=True).units = "K"

    found, problems = read_climate_grid(tmp_path / "a.nc", POINT)

    assert found == []
    assert [one.kind for one in problems] == [kind]


def test_cells_that_hold_lists_or_records_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nc", cube(MONTHS), name="other")
    with netCDF4.Dataset(path, "a") as file:
        record = file.createCompoundType(np.dtype([("a", "f4"), ("b", "f4")]), "pair")
        lists = file.createVLType(np.int32, "list")
        file.createVariable("tas", record, ("time",))
        file.createVariable("pr", lists, ("time",))

    _, problems = read_climate_grid(path, POINT)

    assert [one.kind for one in problems] == ["climate-grid-no-number"] * 2


def test_rows_that_are_no_latitudes_are_not_taken_for_some(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nc", cube(MONTHS))
    with netCDF4.Dataset(path, "a") as file:
        file["lat"][:] = [100, 5000]

    _, problems = read_climate_grid(path, POINT)

    assert [one.kind for one in problems] == ["climate-grid-outside"]
