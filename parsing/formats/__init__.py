"""Container formats: one a file, sniffed by content."""
