"""Digests: one file or mail that holds many."""
