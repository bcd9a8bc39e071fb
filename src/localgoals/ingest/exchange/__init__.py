"""Readers of the formats in which statistics offices publish, into the long table."""
