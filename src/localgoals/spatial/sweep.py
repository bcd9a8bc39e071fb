"""
What grids hold inside zones, exact to the last part of a cell, read once from north to south.

Cells that a border cuts count with the exact share of the cell that lies inside: the rule that a
cell belongs to the zone of its centre is wrong by up to a tenth for sparsely settled zones.

Rows are added up in chunks, and chunks in their order, so that the answer is the same to the last
bit with any number of threads, and from a file read in any stretches. Medians, the least and the
greatest value need the cells themselves, not their sums: exactextract finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.borders import Borders, Floats
from localgoals.spatial.rows import Bytes, Codes, add_classes, add_rows, add_weighted

Values = NDArray[np.generic]

CHUNK_ROWS = 256
_READY = frozenset(map(np.dtype, ("u1", "i1", "u2", "i2", "u4", "i4", "i8", "f4", "f8")))

MOST_CLASSES = 254
"""A byte tells them, other classes and cells without a value apart."""
LEAST_CELLS = 1e-9
"""Of a zone that holds less than this part of a cell nothing is known: that much is rounding."""
LEAST_PART = 1e-13
"""A sum that is less than this part of what it is the difference of is 0: the rest is rounding."""


class Cells(Protocol):
    """A band of a grid that can be read by rows, from memory or from a file."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""

    @property
    def nodata(self) -> float:
        """The value of cells without a value, besides NaN; NaN for none."""

    @property
    def rows_together(self) -> int:
        """How many rows are best read at once: a multiple of `CHUNK_ROWS`."""

    def rows(self, begin: int, end: int) -> Values:
        """Read some rows."""


class Band(NamedTuple):
    """A grid in memory, of any kind of number."""

    values: Values
    nodata: float = float("nan")

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.values.shape
        return rows, columns

    @property
    def rows_together(self) -> int:
        """As many as are added up together."""
        return CHUNK_ROWS

    def rows(self, begin: int, end: int) -> Values:
        """Give some rows as they are."""
        return self.values[begin:end]


class Inside(NamedTuple):
    """What a grid holds inside each zone; cells that a border cuts count by the part inside."""

    total: Floats
    """Sum of the values, or of values times weights; 0 without any."""
    cells: Floats
    """Cells with a value, or the sum of their weights."""
    area: Floats
    """Of the zone, wherever it lies. [cells]"""

    @property
    def sum(self) -> Floats:
        """Sum of the values; NaN where a zone meets no cell with one."""
        return np.where(self.cells > 0, self.total, np.nan)

    @property
    def mean(self) -> Floats:
        """Mean of the values; NaN where a zone meets no cell with one."""
        return _ratio(self.total, self.cells)

    @property
    def coverage(self) -> Floats:
        """Share of the zone on cells with a value; NaN for a zone without area. [0 to 1]."""
        # Rounding could put a zone that is fully covered just above 1.
        return np.minimum(_ratio(self.cells, self.area), 1.0)


def sums_inside(band: Cells, borders: Borders, *, threads: int = 1) -> Inside:
    """
    Sum a grid inside each zone, and count its cells with a value.

    Parameters
    ----------
    band
        The grid. Cells that are NaN, infinite or of the nodata value have no value.
    borders
        Cut for grids of this shape and place.
    threads
        How many work at once; the answer is the same to the last bit.

    Notes
    -----
    A sum is the difference of sums along rows. So its error is about 1e-16 of what the rows hold to
    the west of the zone: a zone next to an undeclared sentinel such as -3e38 is not to be trusted.

    Examples
    --------
    A zone that covers the left cell and half of the right one:

    >>> import shapely
    >>> from affine import Affine
    >>> from localgoals.spatial.borders import borders_of
    >>> people = Band(np.array([[100.0, 50.0]]))
    >>> borders = borders_of([shapely.box(0, 0, 1.5, 1)], Affine(1, 0, 0, 0, -1, 1), people.shape)
    >>> held = sums_inside(people, borders)
    >>> held.sum.tolist(), held.cells.tolist()
    ([125.0], [1.5])
    """

    def add(begin: int, cells: list[Values], held: Floats) -> None:
        add_rows(cells[0], band.nodata, borders.first[begin:], borders.pieces, held)

    total, cells, through = _swept([band], borders, add, 3, threads).T
    nothing = cells < LEAST_CELLS
    return _inside(total, cells, nothing, through, borders)


def weighted_sums_inside(
    band: Cells, weights: Cells, borders: Borders, *, threads: int = 1
) -> Inside:
    """
    Sum a grid times the weights of its cells, and the weights, inside each zone.

    Parameters
    ----------
    band, weights
        Two grids of the same layout, such as air pollution and people; a cell takes part where both
        have a value.
    borders, threads
        As in `sums_inside`.

    Returns
    -------
    inside
        Its `mean` is the weighted mean; NaN where the weights sum up to 0.

    Examples
    --------
    >>> import shapely
    >>> from affine import Affine
    >>> from localgoals.spatial.borders import borders_of
    >>> pm25, people = Band(np.array([[10.0, 20.0]])), Band(np.array([[300, 100]]))
    >>> borders = borders_of([shapely.box(0, 0, 2, 1)], Affine(1, 0, 0, 0, -1, 1), pm25.shape)
    >>> weighted_sums_inside(pm25, people, borders).mean.tolist()
    [12.5]
    """

    def add(begin: int, cells: list[Values], held: Floats) -> None:
        nodata = (band.nodata, weights.nodata)
        add_weighted(cells[0], cells[1], nodata, (borders.first[begin:], borders.pieces), held)

    total, cells, through, weight = _swept([band, weights], borders, add, 4, threads).T
    nothing = np.abs(cells) < LEAST_PART * weight
    return _inside(total, cells, nothing, through, borders)


def class_shares(band: Cells, classes: list[int], borders: Borders, *, threads: int = 1) -> Floats:
    """
    Measure the share of each zone that each class of a grid has, such as kinds of land cover.

    Parameters
    ----------
    band
        A grid of whole numbers.
    classes
        The k numbers that are asked for; others count in the whole.
    borders, threads
        As in `sums_inside`.

    Returns
    -------
    share
        Of the cells with a value in each zone, (zones, k); NaN where there is none. [0 to 1]

    Examples
    --------
    >>> import shapely
    >>> from affine import Affine
    >>> from localgoals.spatial.borders import borders_of
    >>> cover = Band(np.array([[10, 50, 255]], np.uint8), nodata=255)
    >>> borders = borders_of([shapely.box(0, 0, 3, 1)], Affine(1, 0, 0, 0, -1, 1), cover.shape)
    >>> class_shares(cover, [10, 50], borders).tolist()
    [[0.5, 0.5]]
    """
    other, none = len(classes), len(classes) + 1
    assert len(classes) <= MOST_CLASSES, len(classes)

    def add(begin: int, cells: list[Values], held: Floats) -> None:
        codes, kinds = _coded(cells[0], classes, band.nodata)
        add_classes(codes, kinds, (borders.first[begin:], borders.pieces), held)

    held = _swept([band], borders, add, none + 1, threads)[:, :none]
    cells = held.sum(axis=1)
    # What other zones leave behind by rounding is no class.
    held[held < LEAST_CELLS] = 0.0
    cells[cells < LEAST_CELLS] = 0.0
    return _ratio(held[:, :other], cells[:, None])


class ByClass(NamedTuple):
    """What a grid holds inside each zone, class by class of another grid."""

    sums: Floats
    """Sums of the values in cells of each class, (zones, k); 0 without any."""
    cells: Floats
    """Cells of each class, with a value or without one, (zones, k)."""
    other: Floats
    """Cells of other classes, (zones,)."""


def sums_by_class(
    band: Cells, codes: Cells, classes: list[int], borders: Borders, *, threads: int = 1
) -> ByClass:
    """
    Sum a grid inside each zone, class by class of another grid; both are read once.

    Parameters
    ----------
    band
        The grid that is summed. Cells that are NaN, infinite or of the nodata value add nothing.
    codes
        A grid of whole numbers of the same layout.
    classes
        The k numbers that are asked for.
    borders, threads
        As in `sums_inside`.

    Examples
    --------
    >>> import shapely
    >>> from affine import Affine
    >>> from localgoals.spatial.borders import borders_of
    >>> people, kinds = Band(np.array([[100.0, 40.0]])), Band(np.array([[3, 1]], np.uint8))
    >>> borders = borders_of([shapely.box(0, 0, 1.5, 1)], Affine(1, 0, 0, 0, -1, 1), people.shape)
    >>> held = sums_by_class(people, kinds, [3, 1], borders)
    >>> held.sums.tolist(), held.cells.tolist()
    ([[100.0, 20.0]], [[1.0, 0.5]])
    """
    count, zones = len(classes), len(borders.cells)
    assert count + 1 < 256, count

    def add(begin: int, cells: list[Values], held: Floats) -> None:
        first, pieces = borders.first[begin:], borders.pieces
        for place, kind in enumerate(classes):
            part = np.zeros((zones, 3))
            values = np.where(cells[1] == kind, np.asarray(cells[0], np.float64), 0.0)
            add_rows(values, band.nodata, first, pieces, part)
            held[:, [place, count + place]] = part[:, [0, 2]]
        kinds = np.zeros((zones, count + 2))
        coded, table = _coded(cells[1], classes, codes.nodata)
        add_classes(coded, table, (first, pieces), kinds)
        held[:, 2 * count :] = kinds

    held = _swept([band, codes], borders, add, 3 * count + 2, threads)
    sums, through, kinds = np.split(held[:, :-1], [count, 2 * count], axis=1)
    kinds = np.where(kinds < LEAST_CELLS, 0.0, kinds)
    return ByClass(
        np.where(np.abs(sums) < LEAST_PART * through, 0.0, sums), kinds[:, :count], kinds[:, count]
    )


def _ratio(part: Floats, whole: Floats) -> Floats:
    unknown = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=unknown, where=whole > 0))


def _inside(
    total: Floats, cells: Floats, nothing: NDArray[np.bool_], through: Floats, borders: Borders
) -> Inside:
    """Leave out what is nothing but rounding."""
    total = np.where(nothing | (np.abs(total) < LEAST_PART * through), 0.0, total)
    return Inside(total, np.where(nothing, 0.0, cells), borders.cells)


def _swept(
    bands: list[Cells],
    borders: Borders,
    add: Callable[[int, list[Values], Floats], None],
    columns: int,
    threads: int,
) -> Floats:
    """Sum up what `add` finds in each chunk of rows, in the order of the chunks."""
    assert all(band.shape == borders.shape for band in bands), (bands[0].shape, borders.shape)
    rows = borders.shape[0]
    together = max(band.rows_together for band in bands)

    def stretch(begin: int) -> list[Floats]:
        """Read some rows at once, and sum up each chunk of them by itself."""
        end = min(begin + together, rows)
        if borders.first[begin] == borders.first[end]:
            return []
        read = [band.rows(begin, end) for band in bands]
        found = []
        for chunk in range(0, end - begin, CHUNK_ROWS):
            held = np.zeros((len(borders.cells), columns))
            cells = [_plain(values[chunk : chunk + CHUNK_ROWS]) for values in read]
            add(begin + chunk, cells, held)
            found.append(held)
        return found

    total = np.zeros((len(borders.cells), columns))
    for found in _in_order(stretch, range(0, rows, together), threads):
        for held in found:
            total += held
    return total


def _in_order(
    work: Callable[[int], list[Floats]], places: range, threads: int
) -> Iterator[list[Floats]]:
    """Do some work at each place, several at a time, and give what was found in their order."""
    if threads == 1 or len(places) == 1:
        yield from map(work, places)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(work, places)


def _plain(values: Values) -> Values:
    """Give values as kernels take them; kinds of numbers that are rare become float64."""
    ready = values.dtype if values.dtype in _READY else np.dtype(np.float64)
    return np.ascontiguousarray(values, dtype=ready)


def _coded(values: Values, classes: list[int], nodata: float) -> tuple[Codes, Bytes]:
    """Give numbers as codes, and the kind of each: a class, another one, or no value."""
    assert values.dtype.kind in "biu", values.dtype
    kind_of = {nodata: len(classes) + 1} | {one: place for place, one in enumerate(classes)}
    if values.dtype.itemsize <= 2:
        unsigned = np.dtype(f"u{values.dtype.itemsize}")
        numbers = np.arange(2 ** (8 * unsigned.itemsize), dtype=unsigned).view(values.dtype)
        return values.view(unsigned), _kinds(numbers, kind_of, len(classes))
    return _kinds(values, kind_of, len(classes)), np.arange(256, dtype=np.uint8)


def _kinds(numbers: Values, kind_of: Mapping[float, int], other: int) -> Bytes:
    kinds = np.full(numbers.shape, other, np.uint8)
    for number, kind in kind_of.items():
        kinds[numbers == number] = kind
    return kinds
