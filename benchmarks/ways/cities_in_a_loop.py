"""Many cities in a plain loop of one process: what the pool and the cluster are held against."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from localgoals.baseline import compute_baseline


def main() -> None:
    """Compute every pack of a folder into another, and print the seconds as JSON."""
    packs, out = sorted(Path(sys.argv[1]).iterdir()), Path(sys.argv[2])
    began = time.perf_counter()
    for pack in packs:
        compute_baseline(pack, out / pack.name, reports="none")
    print(json.dumps({"seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    main()
