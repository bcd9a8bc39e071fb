"""What the command tells the shell when it ends: one table."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    """The command did what was asked."""
    BAD_INPUT = 1
    """A file or a value cannot be used; the message says what to do."""
    USAGE = 2
    """The command line was not understood."""
    SOURCE = 3
    """Something outside this machine failed; the message has its address."""
    PARTLY = 4
    """Of several cities some failed; the others are done."""
    BUG = 70
    """LocalGoals failed; the message asks for a report."""
    INTERRUPTED = 130
    """A person pressed Ctrl-C, or the system asked the command to end (SIGTERM)."""
