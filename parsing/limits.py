"""Every cap on what a mail or an archive may cost, by name."""

from __future__ import annotations

HEADER_BLOCK_BYTES = 1 << 20
FIELD_BYTES_USED = 64 << 10
ADDRESSES_USED = 1_000
PARAMETERS_USED = 1_000
IDS_USED = 1_000
MIME_DEPTH = 100
MIME_PARTS = 10_000
QUOTE_DEPTH = 100
"""Deeper quotes count as this deep."""
COMBINING_MARKS = 8
"""To one base character."""
HTML_BYTES = 1 << 20
CHARSET_SAMPLE_BYTES = 4 << 10
"""What is looked at of a text whose charset must be guessed."""
MESSAGE_BYTES = 64 << 20
"""The part of one message that is ever read."""
TEXT_LOOKED_AT = 64 << 10
"""How much of an attachment is looked at to tell whether it is text."""
SPOOL_BYTES = 64 << 30
"""What standard input or a compressed file may unpack to."""
COMPRESSION_RATIO = 400
"""Beyond this and SPOOL_CHECK_BYTES, a compressed file is taken for a bomb; gzip reaches 1,000, mail 20."""
SPOOL_CHECK_BYTES = 256 << 20
CACHE_BYTES = 256 << 20
"""What may lie in the cache folder, all files together."""
SNIFF_BYTES = 64 << 10
OPEN_FILES = 64
FOLDER_DEPTH = 32
FOLDER_FILES = 1_000_000
DIGEST_DEPTH = 8
"""Digests quoted in digests; deeper ones are not told apart."""
GIT_RESTARTS = 100
"""How often git is started again behind an object of which it has died."""
GIT_OBJECT_BYTES = 256 << 20
"""The largest object that is read from a git repository."""
TAR_NAME_BYTES = 1 << 20
"""What a tar file may state of one member before its header."""
PACKED_DEPTH = 2
"""Packed files that hold many, one in the other."""
GIT_SALVAGED_BYTES = 128 << 20
"""What is read of damaged packs, unpacked: it is kept in memory."""
DOWNLOAD_BYTES = 4 << 30
"""What one URL may bring."""
DOWNLOADS_BYTES = 4 << 30
"""What may lie among the downloads in the cache folder, all together, those in use excepted."""
REDIRECTS = 5
"""How often a URL may lead on to another one."""
