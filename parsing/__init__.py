"""Bytes in, immutable values out: archives of mail, read without a screen."""
