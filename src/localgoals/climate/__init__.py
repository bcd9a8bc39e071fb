"""Climate: emissions of a city, targets for them, and what all levels of government add up to."""
