"""One module per provider: a remote file becomes a pinned snapshot with its origin."""
