"""Kinds of folders: what is in each, in the order of the archive."""
