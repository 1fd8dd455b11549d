"""Negotiation and mechanism design between cities: the front door of the library."""
