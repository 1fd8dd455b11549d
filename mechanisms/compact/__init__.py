"""The enclave compact: its payoffs, its terms, who would break it, and what mends it."""
