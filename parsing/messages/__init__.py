"""One message, decoded: its displayed text, headers and attachments."""
