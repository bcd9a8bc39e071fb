"""Many cities in a plain loop of one process: what the pool and the cluster are held against."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from localgoals.baseline import compute_baseline


def main() -> None:
    """Compute every pack of a folder into another, and write the seconds into a file, as JSON."""
    packs, out, said = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    began = time.perf_counter()
    for pack in sorted(packs.iterdir()):
        compute_baseline(pack, out / pack.name, reports="none")
    said.write_text(json.dumps({"seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    main()
