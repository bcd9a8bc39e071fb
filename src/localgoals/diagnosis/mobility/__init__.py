"""Mobility: indicators, their scores and an index."""
