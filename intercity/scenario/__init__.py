"""What scenario files are written in: numbers with provenance, names, and what is wrong."""
