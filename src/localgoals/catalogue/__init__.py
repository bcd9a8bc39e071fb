"""Frameworks and indicators, declared once in YAML and CSV, one subject a file."""
