"""From each section of a scenario to its game: what an analyst knows becomes what cities can do."""
