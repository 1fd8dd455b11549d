"""Rules over whole ranges of types that several tests ask about."""

from fractions import Fraction

from hypothesis import strategies as st

from games import ContinuousProblem
from mechanisms import ContinuousMechanism
from mechanisms.direct.verdict import Fails, Holds

F = Fraction
SWAP = ContinuousProblem.bilateral_trade({"Hangzhou": (0, 1)}, {"Quzhou": (0, 1)})
NO_TRADE = ("no trade", None)


def ranges(problem, rule):
    return ContinuousMechanism.from_rule(problem, rule)


def sale(bidders, high=1):
    return ContinuousProblem.auction({f"city {k}": (0, high) for k in range(1, bidders + 1)})


def second_price(told):
    winner = max(told, key=told.get)
    return winner, {winner: sorted(told.values())[-2]}


def first_price(told, shade=1):
    winner = max(told, key=told.get)
    return winner, {winner: shade * told[winner]}


def linear_equilibrium(told):
    value, cost = told.values()
    price = (value + cost) / 3 + F(1, 6)
    return ("trade", [price, -price]) if value - cost >= 0.25 else NO_TRADE


def verdicts(report, held, failed):
    for name in held:
        assert isinstance(report[name], Holds), report[name]
    for name in failed:
        assert isinstance(report[name], Fails), report[name]


@st.composite
def rules(draw, powers=False):
    """A problem of two cities on [0, 1] and a small decision tree of affine comparisons.

    ``powers``: a square and a cube of a report may be paid, too.
    """
    cities, alternatives = ("A", "B"), ("x", "y")
    small = st.integers(-2, 2).map(F)
    alike = draw(st.booleans())
    lines = {
        (city, each): draw(st.tuples(small, small)) for city in cities for each in alternatives
    }
    if alike:
        lines |= {("B", each): lines["A", each] for each in alternatives}

    def worth(city, each, kind):
        level, slope = lines[city, each]
        return level + slope * kind

    form = st.tuples(small | st.just(F(1, 2)), small, small)
    flat = st.tuples(small, st.just(F(0)), st.just(F(0)))
    lottery = st.sampled_from(["x", "y", {"x": F(1, 3), "y": F(2, 3)}])
    if powers:
        paid = st.tuples(small, small, small, small, small)
        leaf = st.tuples(lottery, st.tuples(flat | paid, paid))
    else:
        leaf = st.tuples(lottery, st.tuples(flat | form, flat | form))
    tree = st.recursive(
        leaf,
        lambda below: st.tuples(st.sampled_from(["<", "<=", "=="]), form, below, below),
        max_leaves=4,
    )
    root = draw(tree)

    def at(line, told):
        affine = line[0] + line[1] * told["A"] + line[2] * told["B"]
        bent = line[3:] and line[3] * told["A"] ** 2 + line[4] * told["B"] ** 3 / 2
        return affine + bent if bent != () else affine

    def rule(told):
        node = root
        while len(node) == 4:
            value = at(node[1], told)
            holds = (
                {"<": value < 0, "<=": value <= 0}.get(node[0]) if node[0] != "==" else (value == 0)
            )
            node = node[2] if holds else node[3]
        return node[0], [at(line, told) for line in node[1]]

    problem = ContinuousProblem(
        cities, dict.fromkeys(cities, (0, 1)), alternatives, worth, costs={"y": draw(small)}
    )
    return problem, rule
