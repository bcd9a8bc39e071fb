"""
The outer layer of a PBF file: a row of blobs, each packed for itself.

Sizes in a file are promises. None is believed before it was held against the limits of the format,
so that a small file cannot ask for much memory, and a damaged one ends in one sentence.

References
----------
OpenStreetMap wiki, "PBF Format": a header has at most 64 KiB, a blob 32 MiB, packed or unpacked.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from typing import NamedTuple

import pyarrow as pa

from localgoals.errors import BadInput
from localgoals.model.text import Message

MOST_HEADER_BYTES = 64 << 10
MOST_BLOB_BYTES = 32 << 20

_KNOWN_FEATURES = {"OsmSchema-V0.6", "DenseNodes"}
_REQUIRED_FEATURES = 4
_TYPE, _DATA_SIZE = 1, 3
_RAW, _RAW_SIZE, _ZLIB, _LZMA, _BZIP2, _LZ4, _ZSTD = 1, 2, 3, 4, 5, 6, 7
_NOT_READ = {_LZMA: "LZMA", _BZIP2: "bzip2", _ZSTD: "Zstandard"}
_VARINT, _EIGHT_BYTES, _COUNTED, _FOUR_BYTES = 0, 1, 2, 5
_FIXED = {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}


class Blob(NamedTuple):
    """Where the packed contents of one block lie in a file."""

    offset: int
    size: int


def cut_short() -> BadInput:
    """Say that a file ends too early."""
    return BadInput(Message("the file ends in the middle of a block"))


def damaged() -> BadInput:
    """Say that the contents of a block are not what the format describes."""
    return BadInput(Message("a block is damaged"))


def _no_map() -> BadInput:
    return BadInput(Message("it does not begin with the header of a map"))


def _too_large() -> BadInput:
    return BadInput(Message("a block is larger than the format allows"))


def data_blobs(file: int) -> list[Blob]:
    """
    List the blobs with map data, in the order of the file, without unpacking them.

    Parameters
    ----------
    file
        Descriptor of an open file.

    Raises
    ------
    BadInput
        When it is no PBF file, is cut short, or needs a feature that is not read here.
    """
    blobs = list(_blobs(file, os.fstat(file).st_size))
    if not blobs or blobs[0][0] != "OSMHeader":
        raise _no_map()
    _check_features(unpacked(file, blobs[0][1]))
    return [blob for kind, blob in blobs if kind == "OSMData"]


def unpacked(file: int, blob: Blob) -> bytes:
    """
    Read and unpack one blob.

    Raises
    ------
    BadInput
        When its contents do not unpack to the size that it states.
    """
    packed = os.pread(file, blob.size, blob.offset)
    if len(packed) < blob.size:
        raise cut_short()
    parts = dict(_fields(packed))
    if isinstance(raw := parts.get(_RAW), bytes):
        return raw
    size = parts.get(_RAW_SIZE)
    if not isinstance(size, int) or size > MOST_BLOB_BYTES:
        raise _too_large()
    content = _inflated(parts, size)
    if len(content) != size:
        raise damaged()
    return content


def _inflated(parts: dict[int, int | bytes], size: int) -> bytes:
    if isinstance(packed := parts.get(_ZLIB), bytes):
        try:
            # One byte more than promised is enough to notice a promise that was not kept.
            return zlib.decompressobj().decompress(packed, size + 1)
        except zlib.error as error:
            raise damaged() from error
    if isinstance(packed := parts.get(_LZ4), bytes):
        try:
            return bytes(pa.Codec("lz4_raw").decompress(packed, size, asbytes=True))
        except OSError as error:
            raise damaged() from error
    for number, method in _NOT_READ.items():
        if number in parts:
            raise BadInput(
                Message("its blocks are packed with {method}, not with zlib", {"method": method})
            )
    raise damaged()


def _blobs(file: int, size: int) -> Iterator[tuple[str, Blob]]:
    """Walk over the headers of all blobs: what each holds, and where it lies."""
    at = 0
    while at < size:
        length = int.from_bytes(os.pread(file, 4, at), "big")
        if at + 4 > size:
            raise cut_short()
        if length > MOST_HEADER_BYTES:
            raise damaged() if at else _no_map()
        header = os.pread(file, length, at + 4)
        if len(header) < length:
            raise cut_short()
        parts = dict(_fields(header))
        kind, length_of_blob = parts.get(_TYPE), parts.get(_DATA_SIZE)
        if not isinstance(kind, bytes) or not isinstance(length_of_blob, int):
            raise damaged()
        if length_of_blob > MOST_BLOB_BYTES:
            raise _too_large()
        blob = Blob(at + 4 + length, length_of_blob)
        at = blob.offset + blob.size
        if at > size:
            raise cut_short()
        yield kind.decode("ascii", "replace"), blob


def _check_features(header: bytes) -> None:
    for number, value in _fields(header):
        if number == _REQUIRED_FEATURES and isinstance(value, bytes):
            feature = value.decode("utf-8", "replace")
            if feature not in _KNOWN_FEATURES:
                raise BadInput(
                    Message(
                        "reading it needs {feature}, which is not known here", {"feature": feature}
                    )
                )


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Give the fields of a protobuf message: number, and whole number or bytes."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            yield number, value
            continue
        if kind == _COUNTED:
            length, at = _varint(message, at)
        elif kind in _FIXED:
            length = _FIXED[kind]
        else:
            raise damaged()
        if length > len(message) - at:
            raise damaged()
        yield number, message[at : at + length]
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """Read a whole number, seven bits a byte, lowest first; say where the next field begins."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            break
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise damaged()
