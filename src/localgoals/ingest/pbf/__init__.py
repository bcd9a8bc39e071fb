"""OpenStreetMap's own file format, PBF, from bytes to the streets that can be walked along."""
