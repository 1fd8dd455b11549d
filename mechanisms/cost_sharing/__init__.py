"""Sharing costs and benefits: who pays what for what is built together, and who would misreport."""
