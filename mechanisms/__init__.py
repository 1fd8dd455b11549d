"""Rules that cities can sign, one per file, and the audits that try to break them."""
