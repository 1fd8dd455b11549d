"""Two pairs of cities that have nothing to do with each other.

A has 10 of ore, worth 1 each to it and 3 each to B. C has 10 of iron, worth 2 each to both C and D.
"""

PAIRS = """
format = 1
title = "two pairs"
[cities]
A = {}
B = {}
C = {}
D = {}
[resources.ore]
kind = "tradable"
unit = "tons"
owned.A = { v = 10, low = 9, high = 11 }
[resources.iron]
kind = "tradable"
owned.C = { v = 10, low = 9, high = 11 }
[[activities]]
name = "smelt in A"
sites = ["A"]
uses = [{ resource = "ore" }]
values = [{ city = "A", kind = "cash", amount = { v = 1, low = 1, high = 2 } }]
[[activities]]
name = "smelt in B"
sites = ["B"]
uses = [{ resource = "ore" }]
values = [{ city = "B", kind = "cash", amount = { v = 3, low = 2, high = 4 } }]
[[activities]]
name = "cast in C"
sites = ["C"]
uses = [{ resource = "iron" }]
values = [{ city = "C", kind = "cash", amount = { v = 2, low = 1, high = 3 } }]
[[activities]]
name = "cast in D"
sites = ["D"]
uses = [{ resource = "iron" }]
values = [{ city = "D", kind = "cash", amount = { v = 2, low = 1, high = 3 } }]
"""


def with_a_hall(cost):
    """B smelts in a hall for 10, which costs so much a year."""
    hall = f"""
[resources.places]
kind = "bound"
[platforms.hall]
site = "B"
cost_per_year = {{ v = {cost}, low = 0, high = 99 }}
provides.places = {{ v = 10, low = 10, high = 11 }}
"""
    in_b = 'sites = ["B"]\nuses = [{ resource = "ore" }'
    return PAIRS.replace(in_b, in_b + ', { resource = "places", site = "B" }') + hall
