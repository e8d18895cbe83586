"""An archive of mail as one service: what is stored, its threads, its messages, its quotes and their sources.

Threads and sources meet only here: parents that quotes suggest, and rebuilt messages in their places.
"""

from __future__ import annotations

from parsing.archive.archive import Archive
from parsing.archive.opening import begin_archive, open_archive

__all__ = ["Archive", "begin_archive", "open_archive"]
