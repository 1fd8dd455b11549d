"""The first lines of a report: what it says of pools that nobody owns."""

from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.report.basis import conventions
from intercity.scenario_file import parse_scenario

TEXT = """
format = 1
title = "Two pools"
money = "million a year"
cities = { Hub = {}, Home = {} }
[resources.young_firms]
kind = "common"
amount = { v = 10, low = 5, high = 15 }
conjecture = "stay_home"
[resources.water]
kind = "common"
amount = { v = 10, low = 5, high = 15 }
conjecture = "race"
[[activities]]
name = "firm in Hub"
sites = ["Hub"]
uses = [{ resource = "young_firms" }]
values = [{ city = "Hub", kind = "cash", amount = { v = 2, low = 1, high = 3 } }]
[[activities]]
name = "field in Home"
sites = ["Home"]
uses = [{ resource = "water" }]
values = [{ city = "Home", kind = "cash", amount = { v = 1, low = 0, high = 3 } }]
[[activities]]
name = "firm in Home"
sites = ["Home"]
uses = [{ resource = "young_firms" }, { resource = "water" }]
values = [{ city = "Home", kind = "cash", amount = { v = 3, low = 1, high = 4 } }]
"""


def test_every_common_pool_is_named_with_who_is_taken_to_draw_on_it():
    """The conjecture of the first pool was told as that of all."""
    told = conventions(Context(parse_scenario(TEXT), Recorder()))
    assert told == (
        "million a year; of the common young firms outsiders take nothing (stay_home); of the "
        "common water each city takes an equal part (race)"
    )
    first = conventions(Context(parse_scenario(TEXT.replace("race", "residual")), Recorder()))
    assert first.endswith(
        "of the common water outsiders are taken to draw first, what their best plan needs "
        "(residual)"
    )
