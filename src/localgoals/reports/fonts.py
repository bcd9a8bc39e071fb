"""The two fonts of a report, and the part of them that one page needs."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import uharfbuzz as harfbuzz
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

__all__ = [
    "SANS",
    "SERIF",
    "font_face",
    "font_folder",
    "letters_of",
    "lines_of",
    "subset_woff2",
    "width_of",
]

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"
_FEATURES = {int.from_bytes(name, "big") for name in (b"kern", b"palt", b"halt", b"locl", b"ccmp")}
_FILES = {SANS: sans_path, SERIF: serif_path}


def font_folder() -> Path:
    """Give the folder that holds both fonts, for engines that find fonts by themselves."""
    return sans_path().parent


@cache
def letters_of(family: str) -> frozenset[str]:
    """List every character that a font has a shape for."""
    with TTFont(_FILES[family](), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def font_face(family: str, characters: Iterable[str]) -> str:
    """Write the CSS that carries a font inside the page, cut down to the given characters."""
    letters = frozenset(characters)
    if not letters:
        return ""
    encoded = base64.b64encode(subset_woff2(family, letters)).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-display:block;'
        f'src:url(data:font/woff2;base64,{encoded}) format("woff2")}}'
    )


@cache
def subset_woff2(family: str, characters: frozenset[str]) -> bytes:
    """
    Cut a font down to some characters, as WOFF2; the same characters give the same bytes.

    The names and dates of the font file stay as its makers set them.
    """
    wanted = harfbuzz.SubsetInput()
    wanted.unicode_set.set({ord(character) for character in characters})
    wanted.layout_feature_tag_set.set(_FEATURES)
    flags = harfbuzz.SubsetFlags
    wanted.flags = flags.NO_HINTING | flags.DESUBROUTINIZE | flags.NOTDEF_OUTLINE
    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(_FILES[family]()))
    cut = harfbuzz.subset(face, wanted).blob.data
    with TTFont(io.BytesIO(cut), recalcTimestamp=False, lazy=True) as font:
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


def width_of(text: str, size: float) -> float:
    """
    Measure a line in the sans, without kerning; a character that it lacks is as wide as its size.

    Examples
    --------
    >>> width_of("水", 12)
    12.0
    """
    widths = _widths()
    return size * sum(widths.get(character, 1.0) for character in text)


def lines_of(text: str, size: float, room: float) -> list[str]:
    """
    Break a text into lines: between words, and in Chinese between any two characters.

    Parameters
    ----------
    text
        Of a label.
    size
        Of its letters. [pixels]
    room
        The width of a line; a word that is longer stands in a line of its own. [pixels]

    Examples
    --------
    >>> lines_of("Homes with water every day", 12, 100)
    ['Homes with', 'water every day']
    """
    lines = [""]
    for piece in _pieces(text):
        longer = lines[-1] + piece
        if lines[-1] and width_of(longer.rstrip(), size) > room:
            lines.append(piece)
        else:
            lines[-1] = longer
    return [line.strip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        word += letter
        if letter == " " or letter >= "\u2e80":
            yield word
            word = ""
    if word:
        yield word


@cache
def _widths() -> dict[str, float]:
    with TTFont(_FILES[SANS](), lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()}
