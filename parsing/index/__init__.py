"""The few header fields of every message, in columns."""
