"""Natural areas of cities and their points, as the World Resources Institute published them."""

from __future__ import annotations

import numpy as np

from localgoals.catalogue.tool_suite.singapore_rules import point_rules
from localgoals.nature.singapore import points_of

# wri/cities-urbanshift (MIT), baseline-indicators/biodiversity/reports/data/
# biodiversity_indicators.csv at e38b96d9: indicator I1 of 2020, value and score.
PUBLISHED = {
    "ARG-Mendoza": (33.93, 4),
    "ARG-Ushuaia": (93.9, 4),
    "ARG-Salta": (59.26, 4),
    "ARG-Buenos_Aires": (75.47, 4),
    "RWA-Kigali": (48.33, 4),
    "SLE-Freetown_region": (92.28, 4),
    "MAR-Marrakech": (21.3, 4),
    "IND-Chennai": (49.08, 4),
    "IND-Pune": (38.07, 4),
    "IND-Surat": (40.44, 4),
    "CHN-Chengdu": (62.1, 4),
    "CHN-Chongqing": (84.74, 4),
    "IDN-Bitung": (98.1, 4),
    "IDN-Palembang": (88.88, 4),
    "IDN-Jakarta": (63.43, 4),
    "IDN-Semarang": (66.27, 4),
    "BRA-Teresina": (97.36, 4),
    "BRA-Belem": (96.24, 4),
    "BRA-Florianopolois": (95.18, 4),
    "CRI-San_Jose": (94.58, 4),
}


def test_natural_areas_have_the_points_that_were_published() -> None:
    values = np.array([[value] for value, _ in PUBLISHED.values()])

    points = points_of(values, [point_rules()[0].edges], [1])

    assert points.ravel().tolist() == [score for _, score in PUBLISHED.values()]
