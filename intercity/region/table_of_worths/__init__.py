"""A table of what groups of cities can make, in place of resources and activities."""
