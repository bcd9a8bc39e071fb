"""The tools end to end: tables in; figures, a picture and a page in each language out."""
