"""Terms of small deals by a simulation of its own: money year by year from the numbers of the file.

Nothing of the check is used here: each member's money is written into a list of years, with the
deal and without it, and made level at the region's interest and at the member's own factor.
"""

import itertools
from dataclasses import replace
from fractions import Fraction

from hypothesis import event, given, settings
from hypothesis import strategies as st

from intercity.findings.checks import evaluate
from intercity.proofs import Recorder
from intercity.region.context import Context
from intercity.scenario_file import parse_scenario
from mechanisms.compact.clauses import Payment
from tests.properties.strategies import NIGHTLY

F = Fraction
CITIES = ("Ash", "Elm")
MANY = settings(max_examples=400 if NIGHTLY else 40)


def toml(value):
    """An exact decimal as a number of a file."""
    return str(float(value)) if value.denominator > 1 else str(value.numerator)


@st.composite
def deals(draw):
    """A region of two cities and a deal, as plain numbers."""

    def few(low, high, parts=1):
        return F(draw(st.integers(low * parts, high * parts)), parts)

    years = draw(st.integers(2, 6))
    forever = draw(st.booleans())
    deal = {
        "years": years,
        "forever": forever,
        "interest": draw(st.sampled_from([F(1, 20), F(1, 10), F(1, 4)] + [F(0)] * (not forever))),
        "factor": {c: draw(st.sampled_from([None, F(0), F(1, 2), F(4, 5), F(9, 10), F(19, 20)]))
                   for c in CITIES},
        "quota": {c: few(0, 9) for c in CITIES},
        "sites": {c: few(0, 9) for c in CITIES},
        "worth": {c: few(1, 9) for c in CITIES},
        # a hall of its own, for so many fairs that use one unit of quota each
        "hall": {c: draw(st.none() | st.tuples(few_(0, 40), few_(1, 9), few_(1, 6)))
                 for c in CITIES},
        "moves": [], "refunds": [], "paid": [], "deposits": [], "loans": [],
    }  # fmt: skip
    left = dict(deal["quota"])
    for _ in range(draw(st.integers(0, 2))):
        giver = draw(st.sampled_from(CITIES))
        amount = F(draw(st.integers(0, int(left[giver]))))
        left[giver] -= amount  # what comes later is not handed on, so that it can be carried out
        when = draw(st.sampled_from([0, 0, 1, years - 1]))
        deal["moves"].append((giver, amount, few(0, 30, 2), when, few(0, 3)))
    pairs = {giver for giver, *_, tax in deal["moves"] if tax}
    for giver in sorted(pairs):
        if draw(st.booleans()):
            first = draw(st.integers(1, years))
            share = draw(st.sampled_from([F(1, 4), F(1, 2), F(1)]))
            deal["refunds"].append((giver, share, first, draw(st.integers(first, years))))
    for _ in range(draw(st.integers(0, 2))):
        first = draw(st.integers(1, years))
        last = draw(st.none() | st.integers(first, years))
        deal["paid"].append((draw(st.sampled_from(CITIES)), few(0, 9, 4), first, last))
    if draw(st.booleans()):
        deal["deposits"].append(
            (draw(st.sampled_from(CITIES)), few(0, 40), draw(st.integers(1, years)))
        )
    if draw(st.booleans()):
        first = draw(st.integers(1, years))
        deal["loans"].append(
            (draw(st.sampled_from(CITIES)), few(0, 40), first, draw(st.integers(first, years)))
        )
    return deal


def few_(low, high):
    return st.integers(low, high).map(F)


def other(city):
    return CITIES[1 - CITIES.index(city)]


def number(x):
    return f'{{ v = {toml(x)}, src = "S" }}'


def text(deal):
    """The file."""
    lines = ["format = 1", 'title = "drawn"', 'money = "m"', 'sources = { S = "s" }', "[time]"]
    lines += [f"horizon = {number(F(deal['years']))}", f"interest = {number(deal['interest'])}"]
    lines += ['beyond = "perpetuity"'] * deal["forever"]
    for city in CITIES:
        lines.append(f"[cities.{city}]")
        if (factor := deal["factor"][city]) == 0:  # who is in office for a year counts no other
            lines += [f"discount = {number(F(9, 10))}", f"tenure = {number(F(1))}"]
        elif factor is not None:
            lines.append(f"discount = {number(factor)}")
    lines += ["[resources.quota]", 'kind = "tradable"']
    lines += [f"owned.{c} = {number(x)}" for c, x in deal["quota"].items()]
    lines += ["[resources.land]", 'kind = "bound"']
    lines += [f"owned.{c} = {number(x)}" for c, x in deal["sites"].items()]
    halls = [city for city in CITIES if deal["hall"][city]]
    for city in halls:
        once, _, places = deal["hall"][city]
        lines += [f"[resources.places_{city}]", 'kind = "tradable"', f"[platforms.hall_{city}]"]
        lines += [f'site = "{city}"', f"cost_one_off = {number(once)}"]
        lines.append(f"provides.places_{city} = {number(places)}")
    for city in CITIES:
        lines += ["[[activities]]", f'name = "build in {city}"', f'sites = ["{city}"]']
        lines.append(f'uses = [{{ resource = "quota" }}, {{ resource = "land", site = "{city}" }}]')
        worth = number(deal["worth"][city])
        lines.append(f'values = [{{ city = "{city}", kind = "land_revenue", amount = {worth} }}]')
    for city in halls:
        lines += ["[[activities]]", f'name = "fair in {city}"', f'sites = ["{city}"]']
        lines.append(f'uses = [{{ resource = "quota" }}, {{ resource = "places_{city}" }}]')
        worth = number(deal["hall"][city][1])
        lines.append(f'values = [{{ city = "{city}", kind = "cash", amount = {worth} }}]')
    lines += ["[compact]", f"members = [{', '.join(map(repr, CITIES))}]"]
    for giver, amount, price, when, tax in deal["moves"]:
        lines += ["[[compact.transfer]]", 'resource = "quota"', f'from = "{giver}"']
        lines += [f'to = "{other(giver)}"', f"amount = {number(amount)}", f"when = {when}"]
        lines += [f"price_one_off = {number(price)}", "reversible = false", f"tax = {number(tax)}"]
    for giver, share, first, last in deal["refunds"]:
        lines += ["[[compact.refund]]", f'from = "{other(giver)}"', f'to = "{giver}"']
        lines += ['base = "moved_tax"', f"share = {number(share)}", f"years = [{first}, {last}]"]
        lines.append("enforceable = false")
    for payer, amount, first, last in deal["paid"]:
        lines += ["[[compact.payment]]", f'from = "{payer}"', f'to = "{other(payer)}"']
        lines += [f"amount = {number(amount)}", "enforceable = true"]
        if last is not None:
            lines.append(f"years = [{first}, {last}]")
    for city, amount, until in deal["deposits"]:
        lines += ["[[compact.deposit]]", f'from = "{city}"', f"amount = {number(amount)}"]
        lines.append(f"until = {until}")
    for city, amount, first, last in deal["loans"]:
        lines += ["[[compact.loan]]", f'to = "{city}"', f"amount = {number(amount)}"]
        lines += ['lender = "the bank"', f"years = [{first}, {last}]"]
    return "\n".join(lines).replace("'", '"') + "\n"


# ------------------------------------------------------------------ the simulation


def once_a_year(deal):
    """What one unit that is paid anew every so many years costs a year, at the interest."""
    r, years = deal["interest"], deal["years"]
    return 1 / sum((1 + r) ** -t for t in range(1, years + 1))


def alone_with(deal, city, quota):
    """The most that a city makes in a year of so much quota."""
    without = deal["worth"][city] * min(quota, deal["sites"][city])
    if deal["hall"][city] is None:
        return without
    once, fair, places = deal["hall"][city]
    most = without
    for fairs in range(int(min(places, quota)) + 1):  # all is whole, so fairs are too
        built = min(quota - fairs, deal["sites"][city])
        cost = once * once_a_year(deal)
        most = max(most, deal["worth"][city] * built + fair * fairs - cost)
    return most


def flows(deal, city):
    """What the deal brings a city by year over having none; for ever the last goes on."""
    last, r = deal["years"] + deal["forever"], deal["interest"]
    found = [F(0)] * (last + 1)
    alone = alone_with(deal, city, deal["quota"][city])
    for year in range(1, last + 1):
        quota = deal["quota"][city]
        for giver, amount, _, when, _ in deal["moves"]:
            quota += 0 if year <= when else -amount if giver == city else amount
        found[year] += alone_with(deal, city, quota) - alone
    for giver, amount, price, when, _ in deal["moves"]:
        found[when] += amount * price * (1 if giver == city else -1)
    for giver, share, first, to in deal["refunds"]:
        for year in range(first, to + 1):
            taxed = sum(
                tax * amount
                for one, amount, _, when, tax in deal["moves"]
                if one == giver and when < year
            )
            found[year] += share * taxed * (1 if giver == city else -1)
    for payer, amount, first, to in deal["paid"]:
        for year in range(first if to else 1, (to or last) + 1):
            found[year] += amount * (-1 if payer == city else 1)
    for one, amount, until in deal["deposits"]:
        if one == city:
            found[0] -= amount
            found[until] += amount * (1 + r) ** until
    for one, amount, first, to in deal["loans"]:
        if one == city:
            found[0] += amount
            each = amount / sum((1 + r) ** -t for t in range(first, to + 1))
            for year in range(first, to + 1):
                found[year] -= each
    return found


def level(deal, money, factor):
    """The yearly amount from year 1 on that is worth as much at a factor."""
    if factor == 0:  # of ever smaller factors: what comes first
        return next((x for x in money if x), F(0))
    weights = [factor**t for t in range(len(money))]
    if deal["forever"]:
        weights[-1] /= 1 - factor
    return sum(w * x for w, x in zip(weights, money, strict=True)) / sum(weights[1:])


def simulated(deal):
    """By city its gain at the interest and at its own factor; and the verdict on all between."""
    at_interest, at_own = {}, {}
    for city in CITIES:
        money = flows(deal, city)
        at_interest[city] = level(deal, money, 1 / (1 + deal["interest"]))
        if (factor := deal["factor"][city]) is not None:
            at_own[city] = level(deal, money, factor)
    # Each member may have any payoff between the two: the corners decide.
    ends = ((at_interest[c], at_own.get(c, at_interest[c])) for c in CITIES)
    corners = [min(corner) >= 0 for corner in itertools.product(*ends)]
    verdict = "stands" if all(corners) else "undecided" if any(corners) else "fails"
    return at_interest, at_own, verdict


def looked_at(deal, more=()):
    """What the check finds, with payments every year that no decimal of a file can hold."""
    context = Context(parse_scenario(text(deal)), Recorder())
    compact = context.region.compact
    paid = tuple(Payment(payer, other(payer), x, enforceable=True) for payer, x in more)
    compact = replace(compact, payments=(*compact.payments, *paid))
    context.region = replace(context.region, compact=compact)
    return evaluate(context, "terms")


def assert_agreed(deal, more=()):
    at_interest, at_own, verdict = simulated(
        {**deal, "paid": [*deal["paid"], *((payer, x, 1, None) for payer, x in more)]}
    )
    found = looked_at(deal, more)
    assert dict(found.facts.gains) == at_interest
    assert dict(found.facts.own_gains) == at_own
    assert found.verdict == verdict
    return verdict


@MANY
@given(deals())
def test_terms_are_those_of_the_simulation(deal):
    event(assert_agreed(deal))


@MANY
@given(deals(), st.sampled_from(CITIES), st.booleans(), st.sampled_from([-1, 0, 0, 0, 1]))
def test_terms_are_those_of_the_simulation_where_a_gain_is_next_to_nothing(deal, city, own, off):
    """A payment every year leaves a city nothing at the interest, or at its own factor."""
    at_interest, at_own, _ = simulated(deal)
    gain = at_own.get(city, at_interest[city]) if own else at_interest[city]
    if deal["factor"][city] == 0 and own:
        return  # whatever comes every year decides nothing there, or all
    paid = gain - F(off, 1000)
    payer = city if paid > 0 else other(city)
    event(assert_agreed(deal, [(payer, abs(paid))]))
