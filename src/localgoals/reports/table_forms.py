"""The forms that a table may be written in, told by the ending of its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from localgoals.errors import BadInput
from localgoals.model.text import Message

__all__ = ["form_of"]

Form = TypeVar("Form")


def form_of(path: Path, forms: Mapping[str, Form]) -> Form:
    """
    Tell by a file's ending which form a table takes in it.

    Parameters
    ----------
    path
        The file to write.
    forms
        By ending: `.csv` and `.parquet`.

    Raises
    ------
    BadInput
        When it ends in neither.
    """
    form = forms.get(path.suffix)
    if form is None:
        raise BadInput(
            Message("{path} ends in neither .csv nor .parquet: name such a file.", {"path": path})
        )
    return form
