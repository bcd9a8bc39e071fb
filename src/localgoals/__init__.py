"""A city goes round the SDG cycle on one shared, sourced record."""
