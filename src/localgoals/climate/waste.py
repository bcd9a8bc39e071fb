"""What waste emits: in a landfill over all the years to come, and when it is burned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from localgoals.catalogue.climate.inventory import waste_values

Floats = NDArray[np.float64]


class Burned(NamedTuple):
    """What burning n loads of waste emits, in tonnes."""

    co2_fossil: Floats
    co2_biogenic: Floats
    ch4: Floats
    n2o: Floats


def methane_commitment(
    tonnes: ArrayLike,
    shares: Mapping[str, ArrayLike],
    *,
    correction: ArrayLike,
    recovered: ArrayLike,
    oxidised: ArrayLike,
) -> Floats:
    """
    Methane that waste put into landfills in a year will give off in all years.

    Parameters
    ----------
    tonnes
        Wet waste of n loads. [t]
    shares
        Of the mass, by kind of waste as in `waste.csv`; the rest gives no methane. [0-1]
    correction
        Methane correction factor of the sites. [0-1]
    recovered, oxidised
        Shares of the methane that is captured, and of the rest that the cover oxidises. [0-1]

    Returns
    -------
    ch4
        n numbers; NaN where anything is not known. [t]

    References
    ----------
    GPC 1.1, chapter 8, methane commitment: L0 = MCF DOC DOCf F 16/12;
    CH4 = MSW L0 (1 - frec) (1 - OX).

    Examples
    --------
    100,000 t of which all is food, on a managed and covered site:

    >>> methane = methane_commitment(
    ...     1e5, {"food": 1}, correction=1, recovered=0, oxidised=0.1)
    >>> round(float(methane), 6)
    5400.0
    """
    carbon = waste_values("doc")
    degradable = sum(
        (carbon[kind] * np.asarray(share, np.float64) for kind, share in shares.items()),
        start=np.zeros(()),
    )
    released = waste_values("doc_degraded")["all"] * waste_values("methane_in_gas")["all"]
    potential = np.asarray(correction, np.float64) * degradable * released * 16 / 12
    kept = (1 - np.asarray(recovered, np.float64)) * (1 - np.asarray(oxidised, np.float64))
    return np.asarray(np.asarray(tonnes, np.float64) * potential * kept, np.float64)


def burned(
    tonnes: ArrayLike,
    shares: Mapping[str, ArrayLike],
    *,
    plant: ArrayLike,
    is_open: ArrayLike,
    waste: ArrayLike = "municipal",
) -> Burned:
    """
    Emissions of waste that is burned.

    Parameters
    ----------
    tonnes
        Wet waste of n loads. [t]
    shares
        Of the mass, by kind of waste with a dry matter in `waste.csv`. [0-1]
    plant
        Methane of the plants. [kg/Gg wet waste]
    is_open
        True where it is burned in the open.
    waste
        `municipal`, `industrial` or `sludge`, which differ in their nitrous oxide.

    Returns
    -------
    emissions
        n numbers each; NaN where anything is not known: nitrous oxide of industrial waste and
        sludge in the open, and carbon dioxide of the sludge itself, which is biogenic.

    References
    ----------
    GPC 1.1, chapter 8: CO2 = m sum(WF dm CF FCF OF) 44/12. Dry matter and carbon of kinds of waste
    are defaults of IPCC (2006), volume 5, which have not been read there. N2O = m EF: 50 g/t of
    municipal waste, 150 g/t in the open, 100 g/t of industrial waste and 900 g/t of sludge.

    Examples
    --------
    1,000 t of sludge and of industrial waste in plants:

    >>> both = burned([1e3, 1e3], {}, plant=0.2, is_open=False, waste=["sludge", "industrial"])
    >>> both.n2o.tolist()
    [0.9, 0.1]
    """
    mass = np.asarray(tonnes, np.float64)
    out = np.where(is_open, waste_values("burned_out")["open"], waste_values("burned_out")["plant"])
    dry, carbon, fossil = (waste_values(one) for one in ("dry_matter", "carbon", "fossil_carbon"))
    fossil_share: Floats = np.zeros(mass.shape)
    all_carbon: Floats = np.zeros(mass.shape)
    for kind, share in shares.items():
        held = np.asarray(share, np.float64) * dry[kind] * carbon[kind]
        all_carbon = all_carbon + held
        fossil_share = fossil_share + held * fossil[kind]
    biogenic = mass * (all_carbon - fossil_share) * out * 44 / 12
    return Burned(
        co2_fossil=mass * fossil_share * out * 44 / 12,
        co2_biogenic=np.where(np.asarray(waste) == "sludge", np.nan, biogenic),
        ch4=mass * np.asarray(plant, np.float64) / 1e6,
        n2o=mass * _nitrous(waste, is_open) / 1e6,
    )


def _nitrous(waste: ArrayLike, is_open: ArrayLike) -> Floats:
    """Give the nitrous oxide of a tonne of waste where it is burned; NaN if unknown, in grams."""
    factors = waste_values("n2o_g_per_t")
    kinds, opened = np.asarray(waste), np.asarray(is_open, np.bool_)
    in_plants = {"municipal": "plant", "industrial": "industrial", "sludge": "sludge"}
    cases = [(kinds == "municipal") & opened, *((kinds == one) & ~opened for one in in_plants)]
    given = [factors["open"], *(factors[name] for name in in_plants.values())]
    return np.asarray(np.select(cases, given, np.nan), np.float64)
