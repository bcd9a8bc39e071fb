"""Which mark stands before decimals, where a file does not make it plain."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Mark(StrEnum):
    """What stands before the decimals."""

    POINT = "point"
    COMMA = "comma"


Decimal = Annotated[
    Mark | None, typer.Option(help="The mark before decimals, where it is not plain.")
]
