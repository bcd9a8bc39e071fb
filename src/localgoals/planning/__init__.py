"""Planning with people: opinion groups, budgets they vote on, interlinkages and priorities."""
