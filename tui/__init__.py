"""The reader and the command; everything that knows of a screen."""

__version__ = "0.1.0"
