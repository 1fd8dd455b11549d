"""The region: cities, what they own and can do, and the deal on the table."""
