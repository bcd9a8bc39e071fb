"""The fast way to read a CSV that is plain: UTF-8, no quotes, every row as long as the header."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_SEPARATORS: Final = (b",", b";", b"\t")


def read_plain_csv(raw: bytes, unknown: Collection[str]) -> pd.DataFrame | None:
    """
    Read a plain CSV; None for any that two readers could understand in two ways.

    Parameters
    ----------
    raw
        The bytes of the file.
    unknown
        The cells that mean *not known*.

    Returns
    -------
    frame
        Categories of texts, one column for each name of the header.
    """
    text = raw.removeprefix(_BYTE_ORDER_MARK)
    if not text:
        return None
    header = text.split(b"\n", 1)[0]
    separator = max(_SEPARATORS, key=header.count)
    if not _is_plain(text, separator):
        return None
    try:
        names = header.decode("utf-8").strip("\r").split(separator.decode())
        if len(set(names)) < len(names) or not all(name.strip() == name != "" for name in names):
            return None
        texts = pa.dictionary(pa.int32(), pa.string())
        table = pa_csv.read_csv(
            pa.BufferReader(text),
            parse_options=pa_csv.ParseOptions(delimiter=separator.decode(), quote_char=False),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, texts),
                null_values=list(unknown),
                strings_can_be_null=True,
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    frame: pd.DataFrame = table.to_pandas()
    return frame


def _is_plain(text: bytes, separator: bytes) -> bool:
    """Tell whether there are no quotes, blank rows, spaces before cells, or odd ends of lines."""
    if text[:1] in (b"\n", b"\r", b" ") or text.count(b"\r") != text.count(b"\r\n"):
        return False
    odd = (b'"', b"\0", b"\n\n", b"\n\r", b"\n ", separator + b" ")
    return not any(one in text for one in odd)
