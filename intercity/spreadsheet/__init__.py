"""Tables as practitioners keep them, read into scenario files."""
