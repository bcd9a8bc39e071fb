"""Tables that climate methods share: lines of an inventory, warming potentials, factors."""
