"""HTML as it is cut into tags and text, which archives' pages and HTML mail both need."""
