"""
The Degree of Urbanisation of grids that do not fit into memory: of the whole planet.

Strips of rows are marked one by one, and their runs of cells are kept; from then on the steps are
those of `localgoals.spatial.settlement`, with one byte for each cell of the grid in memory; classes
are painted strip by strip. So they are the same, byte for byte, for strips of any height and under
any rules.
"""
