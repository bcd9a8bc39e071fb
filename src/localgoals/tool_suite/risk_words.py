"""What the tools on risk say alike: the names of bands, and what is not confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from localgoals.catalogue.climate.risk import risk_bands
from localgoals.model.text import Text

__all__ = ["METHOD_NOTE", "band_words", "joined_words"]

METHOD_NOTE = Text(
    "Not confirmed in its source: the index. That risk comes of hazard, exposure and vulnerability "
    "is the concept of the IPCC; that it is their mean is usual practice. The bands are those of "
    "CityCatalyst. An index says which places come first; it is no probability and no loss.",
    "未经原始文献核实：该指数。风险由危险、暴露和脆弱性构成是政府间气候变化专门委员会的概念，取其平均则是常见做法。"
    "等级划分取自CityCatalyst。指数说明哪些地方优先，不是概率，也不是损失。",
)


def band_words() -> tuple[Text, ...]:
    """Name the bands with their limits, the lowest first."""
    bands = risk_bands()
    ends = [*(band.begin for band in bands[1:]), inf]
    words = []
    for band, end in zip(bands, ends, strict=True):
        if end == inf:
            limits = Text(f"{band.begin:g} or more", f"{band.begin:g}及以上")
        else:
            limits = Text(f"{band.begin:g} to less than {end:g}", f"{band.begin:g}至{end:g}以下")
        name = band.title
        words.append(Text(f"{name.en}: {limits.en}", f"{name.zh}：{limits.zh}"))
    return tuple(words)


def joined_words(words: Iterable[object]) -> str:
    """Name a zone, its hazard, scenario and period together, without those that are blank."""
    return " · ".join(str(word) for word in words if word)
