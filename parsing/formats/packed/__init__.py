"""Compressed files, and packed files that hold many."""
