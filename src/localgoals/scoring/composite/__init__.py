"""Composite indicators by the steps of the OECD/JRC handbook, one module for each step."""
