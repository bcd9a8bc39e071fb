"""Water supply: ratios of utilities."""
