"""A city's files become typed tables and layers, and a list of what is wrong with them."""
