"""The nouns of LocalGoals, frozen: they hold values, and read and write nothing."""
