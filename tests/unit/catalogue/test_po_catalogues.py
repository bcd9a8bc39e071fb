"""Our reader of gettext catalogues beside Babel's, which reads all of gettext."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po as read_with_babel
from babel.messages.pofile import write_po
from hypothesis import given
from hypothesis import strategies as st

from localgoals.catalogue.language import LOCALES, read_po

FOLDER = Path(__file__).parents[3] / "src" / "localgoals" / "locale" / LOCALES["zh"]
# Of signs that no line of text holds, gettext and JSON write some in their own way.
SENTENCES = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")) | st.just("\n"))


def with_babel(raw: bytes) -> dict[str, str]:
    return {
        str(one.id): str(one.string)
        for one in read_with_babel(BytesIO(raw))
        if one.id and one.string
    }


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.po")), ids=lambda path: path.stem)
def test_a_catalogue_of_ours_reads_as_babel_reads_it(path: Path) -> None:
    found = read_po(path.read_text(encoding="utf-8"))

    assert found
    assert found == with_babel(path.read_bytes())


@given(st.dictionaries(SENTENCES, SENTENCES, max_size=5))
def test_what_a_translators_tool_writes_is_read_back(sentences: dict[str, str]) -> None:
    catalogue = Catalog(locale="zh_Hans")
    for template, told in sentences.items():
        if template:
            catalogue.add(template, told)
    written = BytesIO()
    write_po(written, catalogue)

    text = written.getvalue().decode("utf-8")

    assert read_po(text) == with_babel(written.getvalue())
