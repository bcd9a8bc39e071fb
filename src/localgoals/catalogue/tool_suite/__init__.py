"""The tools that a city can run: what each asks for, table by table, and its worked example."""
