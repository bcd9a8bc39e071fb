"""
The Degree of Urbanisation of grids that do not fit into memory: of the whole planet.

Strips of rows are marked one by one; groups of cells are joined over all of them by their runs;
the few urban centres are smoothed and filled as lists of cells; classes are painted strip by strip.
The classes are those of `localgoals.spatial.settlement`, byte for byte, for strips of any height.
"""
