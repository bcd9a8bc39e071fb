"""The only door out: tables, layers, charts, maps, pages and print."""
