"""What a URL leads to, fetched into a file: the only part of the program that opens a network connection.

Only a URL that the user typed as a path is ever fetched, and what it redirects to. Nothing here is loaded
before that; `parsing` knows nothing of it, and is given the file.
"""
