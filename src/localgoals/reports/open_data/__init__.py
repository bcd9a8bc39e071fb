"""Open data out: the figures of a baseline in the formats that others read."""
