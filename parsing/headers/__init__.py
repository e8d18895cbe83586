"""Header fields: RFC 5322, 2047, 2231; linear and capped."""
