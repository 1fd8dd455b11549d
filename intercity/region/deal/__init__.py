"""The deal on the table: its clauses, the law, and what is above the cities."""
