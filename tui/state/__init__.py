"""Pure decisions of the reader, tested without an app."""
