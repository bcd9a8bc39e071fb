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
)


def cite(reference: Reference, language: Language) -> str:
    """
    Name a publication: title, publisher, year, and a mark where the figure is not confirmed.

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
    return cited if reference.confirmed else f"{cited}{say(Message(' (not confirmed)'), language)}"
