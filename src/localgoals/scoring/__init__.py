"""What figures mean: status against targets and bounds, attention by area, gaps between groups."""
