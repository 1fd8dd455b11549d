"""Exchanges of quota and licences: who trades, at what price, and who pays for honest bids."""
