"""The history on disk: `stats.db`, its one writer, its readers, its upkeep."""
