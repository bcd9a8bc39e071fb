"""The reader of tables as people keep them: years, series or areas as columns."""
