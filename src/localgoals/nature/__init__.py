"""Nature: what a city has of it, and how far its biodiversity targets have come."""
