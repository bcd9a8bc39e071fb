"""Geometry and rasters in, arrays out; nothing here knows a file, an indicator or a city."""
