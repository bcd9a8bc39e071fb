"""Own-source revenue: where it is lost, and how it compares with peers."""
