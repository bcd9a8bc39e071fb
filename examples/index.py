"""Which package index this machine uses: the one that its own pip would ask."""

from __future__ import annotations

import os
import re
import subprocess
import sys

_DEFAULT = re.compile(r"--index-url <url>.*?\(default:?\s+(\S+?)\)", re.DOTALL)


def index_address() -> str:
    """
    Give the address of the package index that this machine is set up for.

    pip knows best: its own help shows the default that is in force after its configuration files
    and environment variables. So no address stands in this repository, and a mirror is honoured.
    """
    found = _DEFAULT.search(_pip("download", "--help"))
    if found is not None and "****" not in found[1]:
        return found[1]
    # The help hides a password; what was set is then in the environment or in pip's configuration.
    address = os.environ.get("PIP_INDEX_URL") or _pip("config", "get", "global.index-url").strip()
    if not address:
        sys.exit("pip names no package index. Set PIP_INDEX_URL to the index to use.")
    return address


def _pip(*arguments: str) -> str:
    """Run this interpreter's pip, and give what it prints."""
    return subprocess.run(
        [sys.executable, "-m", "pip", *arguments],
        # pip breaks long lines at the width of the terminal; an address must stay in one piece.
        env=os.environ | {"COLUMNS": "1000"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
