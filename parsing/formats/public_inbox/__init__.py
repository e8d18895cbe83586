"""Archives of public-inbox, read through git."""
