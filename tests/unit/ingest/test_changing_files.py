"""Files that are written to while a pack is being read."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from localgoals.errors import PackRefused
from localgoals.ingest.city import read_city
from localgoals.ingest.pack import Pack, add_resource, new_pack, open_pack
from localgoals.model.text import Text


def pack_with_boundary(folder: Path) -> Pack:
    source = folder / "edge.geojson"
    square = gpd.GeoDataFrame(geometry=[shapely.box(7.40, 43.70, 7.44, 43.74)], crs="EPSG:4326")
    square.to_file(source)
    new_pack(folder / "pack", code="XX-ONE", name=Text("One", "一"), country="XX")
    add_resource(folder / "pack", source, role="boundary")
    return open_pack(folder / "pack", scratch=folder)


def test_a_file_that_stays_as_it_is_gives_its_layer(tmp_path: Path) -> None:
    pack = pack_with_boundary(tmp_path)

    city, problems = read_city(pack)

    assert city.boundary is not None
    assert [one.kind for one in problems] == ["population-none"]


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_file_that_changes_while_it_is_read_stops_the_work(
    tmp_path: Path, *, is_deleted: bool
) -> None:
    pack = pack_with_boundary(tmp_path)
    file = pack.resources[0].path

    def somebody_else_writes(_name: str) -> None:
        if is_deleted:
            file.unlink()
        else:
            file.write_text(file.read_text().replace("7.44", "7.45"))

    with pytest.raises(PackRefused, match="changed while it was being read"):
        read_city(pack, progress=somebody_else_writes)
