"""A fund for public investment: what is built, and who pays, if benefits are the cities' secret."""
