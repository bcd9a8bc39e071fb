"""Names a publication in a line, in the reader's language."""

from __future__ import annotations

from localgoals.catalogue.language import say
from localgoals.model.provenance import Reference
from localgoals.model.text import Language, Message

# These references are no publications but say why there is none, so they are translated.
_OWN = (
    Message("A choice of this project, open to correction"),
    Message("Follows from the definition"),
    Message("General knowledge, not read in the publication"),
    Message("Figures made up to show how the tool is used; they are of no city"),
    Message(
        "Figures made up to show how the tool is used; they are of no city and of no climate model"
    ),
    Message("Maps made up to show how the tool is used; they are of no city"),
    Message("Participants and people made up to show how the tool is used; they are of no city"),
    Message("Answers that were made up to show what a result looks like"),
)


def cite(reference: Reference, language: Language) -> str:
    """
    Name a publication: title, publisher, year, what was read of it, and whether it is confirmed.

    Titles stay in the language that they were published in.

    Examples
    --------
    >>> cite(Reference("Metadata of SDG indicator 11.2.1", "UN-Habitat", 2021), "en")
    'Metadata of SDG indicator 11.2.1. UN-Habitat, 2021'
    """
    own = next((one for one in _OWN if one.template == reference.title), None)
    if own is not None:
        cited = say(own, language)
    else:
        published = ", ".join(str(part) for part in (reference.publisher, reference.year) if part)
        cited = f"{reference.title}. {published}"
    if reference.remark is not None:
        cited += {"en": "; ", "zh": "；"}[language] + reference.remark.in_(language)
    return cited if reference.confirmed else f"{cited}{say(Message(' (not confirmed)'), language)}"
