"""Where the waste of cities goes, and how much of it leaks into nature."""
