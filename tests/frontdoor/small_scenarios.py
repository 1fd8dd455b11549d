"""Small scenarios with ranges for every number, made to be moved and searched quickly."""

from intercity.scenario_file import parse_scenario

MONEY = ("worth_in_hub", "worth_in_hills", "worth_in_port", "price")
FIXED = {
    "owned": (10, 10, 10),
    "worth_in_hub": (3, 3, 3),
    "worth_in_hills": (1, 1, 1),
    "worth_in_port": (0, 0, 0),
    "amount": (10, 10, 10),
    "price": (0, 0, 40),
}


def assumed(low, value, high):
    return f"{{ v = {value}, low = {low}, high = {high} }}"


def quota_for_a_price(*, money=1, **ranges):
    """A hub pays a small city for quota, of which a port could make use too.

    ``ranges``: low, value and high by name, as in ``FIXED``; ``money``: how many units one is.
    """
    numbers = {}
    for name, (low, value, high) in {**FIXED, **ranges}.items():
        size = money if name in MONEY else 1
        numbers[name] = assumed(*(each * size for each in sorted((low, value, high))))
    activities = "".join(
        f"""
[[activities]]
name = "building in {city}"
sites = ["{city}"]
uses = [{{ resource = "quota" }}]
values = [{{ city = "{city}", kind = "cash", amount = {numbers[f"worth_in_{city.lower()}"]} }}]
"""
        for city in ("Hub", "Hills", "Port")
    )
    return f"""
format = 1
title = "Quota for a price"
[time]
horizon = {assumed(1, 1, 1)}
interest = {assumed(0, 0, 0)}
[cities.Hub]
[cities.Hills]
[cities.Port]
[resources.quota]
kind = "tradable"
owned.Hills = {numbers["owned"]}
{activities}
[compact]
members = ["Hub", "Hills"]
[[compact.transfer]]
resource = "quota"
from = "Hills"
to = "Hub"
amount = {numbers["amount"]}
price_one_off = {numbers["price"]}
when = 0
reversible = false
[compact.limits]
side_payment = {assumed(0, 0, 0)}
"""


def quota_scenario(**how):
    return parse_scenario(quota_for_a_price(**how))


def towns_with_a_hall(places=2):
    """Each of four towns has a batch, worth 80 in a hall that costs 100."""
    towns = ("North", "East", "South", "West")
    text = 'format = 1\ntitle = "Four towns"\nmoney = "million a year"\n'
    text += f"cities = {{ {', '.join(f'{town} = {{}}' for town in towns)} }}\n"
    text += '[resources.batches]\nkind = "tradable"\n'
    text += "".join(f"owned.{town} = {{ v = 1, low = 0, high = 2 }}\n" for town in towns)
    text += '[resources.places]\nkind = "tradable"\n[platforms.hall]\n'
    text += "cost_per_year = { v = 100, low = 80, high = 120 }\n"
    text += f"provides.places = {{ v = {places}, low = 1, high = 3 }}\n"
    for town in towns:
        text += f'[[activities]]\nname = "a batch of {town}"\nsites = ["{town}"]\n'
        text += 'uses = [{ resource = "batches" }, { resource = "places" }]\n'
        text += f'values = [{{ city = "{town}", kind = "cash", '
        text += "amount = { v = 80, low = 60, high = 100 } }]\n"
    return text
