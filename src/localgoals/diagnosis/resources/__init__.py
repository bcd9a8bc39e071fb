"""Material flows of places, and whether they part from growth."""
