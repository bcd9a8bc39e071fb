"""How well a city's institutions and services work: pure functions over whole tables."""
