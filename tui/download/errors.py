"""What can go wrong with a download: each is a sentence for the user."""

from __future__ import annotations

from parsing.errors import ArchiveError


class DownloadError(ArchiveError):
    """A URL cannot be fetched; the sentence says which, why, and what can be done."""


class BrokenOffError(DownloadError):
    """The bytes stopped before the end; asking for the rest may help."""
