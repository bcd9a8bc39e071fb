"""How this package spells its codes in SDMX, which allows few characters, read the other way."""

from __future__ import annotations

import re
from typing import Final

from localgoals.ingest.exchange.fields import plain

_FLOW: Final = re.compile(r"LOCALGOALS:DF_BASELINE(?:\(.*\))?")
_POINT: Final = re.compile(r"\$([0-9A-F]{1,6})\$")
_LAST_POINT: Final = 0x10FFFF


def is_own(flow: str) -> bool:
    """Tell whether a data set is of the dataflow of this package."""
    return _FLOW.fullmatch(flow) is not None


def own_code(column: str, code: str) -> str:
    """
    Give the text that a code stands for.

    Examples
    --------
    >>> own_code("INDICATOR", "11_2_1"), own_code("AGE", "65$2B$"), own_code("SEX", "$5F$T")
    ('11.2.1', '65+', '_T')
    """
    if plain(column) == "INDICATOR":
        return code.replace("_", ".")
    return _POINT.sub(_character, code)


def _character(found: re.Match[str]) -> str:
    point = int(found[1], 16)
    return chr(point) if point <= _LAST_POINT else found[0]
