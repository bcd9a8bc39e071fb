"""The workbook that a city's officers fill in: written, read back and compared, cell by cell."""
