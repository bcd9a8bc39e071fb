"""The file formats that a pack may hold, known by their ending and by how their bytes begin."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from localgoals.errors import BadInput
from localgoals.model.text import Message

_HEAD_BYTES = 4096
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins."""


def _is_text(head: bytes) -> bool:
    return b"\0" not in head and not head.startswith((b"PK\x03\x04", b"PAR1", b"%PDF", b"\x1f\x8b"))


def _is_json_object(head: bytes) -> bool:
    return _is_text(head) and head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _is_table(head: bytes) -> bool:
    # Spreadsheet programs write "Unicode text" as UTF-16, half of whose bytes are zero.
    return (
        head.startswith(UTF_16)
        or _is_text(head)
        and not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    )


@dataclass(frozen=True)
class Format:
    """A file format: its name in a descriptor, its endings, and what its first bytes look like."""

    name: str
    endings: tuple[str, ...]
    mediatype: str
    begins_right: Callable[[bytes], bool]


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("gpkg", (".gpkg",), "application/geopackage+sqlite3",
               lambda head: head.startswith(b"SQLite format 3\0")),
        Format("geojson", (".geojson", ".json"), "application/geo+json", _is_json_object),
        Format("parquet", (".parquet", ".geoparquet"), "application/vnd.apache.parquet",
               lambda head: head.startswith(b"PAR1")),
        Format("shp", (".shp",), "application/vnd.shp",
               lambda head: head.startswith(b"\x00\x00\x27\x0a")),
        Format("tif", (".tif", ".tiff"), "image/tiff",
               lambda head: head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
        Format("csv", (".csv", ".tsv"), "text/csv", _is_table),
        Format("xlsx", (".xlsx",),
               "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
               lambda head: head.startswith(b"PK\x03\x04")),
        Format("osm.pbf", (".osm.pbf", ".pbf"), "application/vnd.openstreetmap.data+protobuf",
               lambda head: b"OSMHeader" in head[:64]),
        Format("zip", (".zip",), "application/zip",
               lambda head: head[:4] in (b"PK\x03\x04", b"PK\x05\x06")),
    )
}  # fmt: skip

SIDECARS = (".shx", ".dbf", ".prj", ".cpg")
"""The files that belong to a shapefile besides the `.shp`; the first two must be there."""


def format_of(path: Path) -> str:
    """Name the format that a file's ending stands for; empty when a pack cannot hold it."""
    name = path.name.lower()
    for form in FORMATS.values():
        if name.endswith(form.endings):
            return form.name
    return ""


def head_of(path: Path) -> bytes:
    """Read how a file begins."""
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def is_virtual_raster(head: bytes) -> bool:
    """Tell whether a file is a GDAL virtual data set, which may point at any file or address."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    return start.startswith((b"<vrtdataset", b"<ogrvrt"))


def is_geoparquet(path: Path) -> bool:
    """Tell whether a Parquet file has geometry in it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return b"geo" in (pq.read_schema(path).metadata or {})
    except (pa.ArrowException, OSError):
        return False  # whoever reads it says what is wrong with it


def files_of(path: Path) -> tuple[Path, ...]:
    """Give a file and, for a shapefile, the files that belong to it and are there."""
    if path.suffix.lower() != ".shp":
        return (path,)
    beside = {other.name.lower(): other for other in path.parent.iterdir()}
    wanted = (path.stem.lower() + ending for ending in SIDECARS)
    return (path, *(beside[name] for name in wanted if name in beside))


def format_among(path: Path, allowed: Collection[str]) -> str:
    """
    Name the format of one file, which must be among some.

    Raises
    ------
    BadInput
        When there is no such file, or its ending stands for another format.
    """
    form = format_of(path)
    if not path.is_file() or form not in allowed:
        raise BadInput(
            Message(
                "{path}: not one file of the kinds {allowed}",
                {"path": path, "allowed": ", ".join(allowed)},
            )
        )
    return form
