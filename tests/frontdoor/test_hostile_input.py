"""Bad input of every kind, deep inside an argument too: one sentence with place, value and remedy.

Each case once ended in a traceback, went on for ever, or was taken silently.
"""

from __future__ import annotations

import functools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import find

import intercity as ic
from intercity import testing as draws
from intercity.checkup.check_up import check_up
from mechanisms.compact.run_solver import check_run_solver

TWO = ["A", "B"]
NAN = float("nan")
HUGE = 10**400


@functools.cache
def park() -> ic.EnclaveCompact:
    """A deal of two cities: quota against money."""
    region = ic.LinearProductionGame(
        TWO,
        [ic.Resource("quota", "tradable", {"A": 10})],
        [
            ic.Activity(city, [city], [ic.Use("quota", 1)], [ic.Value(city, "cash", v)])
            for city, v in (("A", 1), ("B", 3))
        ],
    )
    return ic.EnclaveCompact(
        region, ic.Annuity(10, 0), TWO, transfers=[ic.Transfer("quota", "A", "B", 4, 2)]
    )


PIE = ic.BargainingProblem.from_inequalities(TWO, [({"A": 1, "B": 1}, 4)], (0, 0))
RACE = ic.SubsidyCompetition(TWO, [2, 1], mu=1)
BIDS = ic.Contest(TWO, [2, 1], technology="all-pay")
GAME = ic.CoalitionalGame(TWO, {"A": 1, "B": 2, ("A", "B"): 6})
STAR = ic.ContractNetwork.from_game(GAME, "A")
GRAPH = ic.CommunicationGraph(["A", "B", "C"], [("A", "B")])
MATRIX = ic.StrategicGame.from_payoffs(TWO, [[3, 0], [5, 1]], [[3, 5], [0, 1]])
PAIRS = ic.PairingGame(["H"], ["a", "b"], [[2, 4]], [[3, 1]])
CHASE = ic.QuadraticGame.from_formulas({"A": "-A**2", "B": "-B**2"})
CLUBS = ic.PartitionGame.from_function(TWO, lambda club: [len(club), 1])
TRADE = ic.BayesianProblem.bilateral_trade({"A": [1, 3]}, {"B": [0, 2]})
PAIR = {"A": [1, 2], "B": [2, 3]}
AGENCY = ic.MultitaskAgency(
    value=(1, 2), index=(1, 0), noise=1, risk_aversion=1, basic=(0, 1), substitution=0
)
ACTION = {"x": (0, None)}


def lp(*rows: Any, bounds: Any = ACTION, objective: Any = None) -> ic.LinearProgram:
    return ic.LinearProgram("max", {"x": 1} if objective is None else objective, rows, bounds)


CASES: dict[str, tuple[Any, str]] = {
    # lists of the wrong things
    "a resource that is none": (
        lambda: ic.LinearProductionGame(TWO, ["quota"], []),
        "entry 1 of the list of resources is of kind str; it should be a Resource",
    ),
    "a use that is none": (
        lambda: ic.Platform("park", "A", 3, provides="x"),
        "what platform park provides is 'x'; it should be a list, each entry a Use",
    ),
    "a firm that is none": (
        lambda: ic.Quadrants("A", "B", ["x"]),
        "entry 1 of the list of firms is of kind str; it should be a Firm",
    ),
    "a policy that is none": (
        lambda: ic.Quadrants("A", "B", [ic.Firm("f", (1, 1), (1, 1))], policy="x"),
        "the policy is missing: .*it should be a number by",
    ),
    "what is owned as a list": (
        lambda: ic.Resource("quota", "tradable", [1]),
        "what is owned of resource quota is of kind list; it should be a dict",
    ),
    "an exchange that is a number": (
        lambda: ic.Resource("quota", "tradable", {}, NAN),
        "exchange of resource quota is of kind float; it should be an Exchange",
    ),
    # linear programs
    "a row that is none": (lambda: lp("x"), "entry 1 of the list of rows is of kind str"),
    "NaN in a row": (
        lambda: ic.Row("land", {"x": NAN}, "<=", 1),
        "the number of row land at x is nan; it should be a finite number",
    ),
    "NaN as a row's bound": (
        lambda: ic.Row("land", {"x": 1}, "<=", NAN),
        "the bound of row land is nan",
    ),
    "a strict row": (lambda: ic.Row("land", {}, "<", 1), "the relation of row land is '<'"),
    "bounds that are no pair": (lambda: lp(bounds={"x": 3}), "the bounds of x is 3; it should be"),
    "NaN as a bound": (lambda: lp(bounds={"x": (NAN, None)}), "a bound of x is nan"),
    "a point without a number": (lambda: lp().value({}), "the value of x is missing"),
    "a point of NaN": (lambda: lp().value({"x": NAN}), "the number of the point at x is nan"),
    # functions of the user's own
    "payoffs that stop": (
        lambda: ic.StrategicGame.from_function(TWO, [0, 1], lambda _: 1 // 0),
        r"the row of payoffs at \(0, 0\) is missing: the function stops with ZeroDivisionError",
    ),
    "payoffs that are none": (
        lambda: ic.StrategicGame.from_function(TWO, [0, 1], 5),
        "the payoffs is 5; it should be a function of the profile",
    ),
    "actions that are none": (
        lambda: ic.StrategicGame.from_function(TWO, None, lambda _: [0, 0]),
        "actions is None; it should be a list of names",
    ),
    "a club's payoffs that stop": (
        lambda: ic.PartitionGame.from_function(TWO, lambda _: 1 // 0),
        "is missing: the function stops with ZeroDivisionError",
    ),
    "a network's payoffs that stop": (
        lambda: ic.ContractNetwork(TWO, [TWO], lambda _: 1 // 0),
        "payoffs with no deals is missing: the function stops",
    ),
    "a solution that answers with a number": (
        lambda: ic.payment_schedule(PAIR, {"A": 1, "B": 1}, {"A": (-9, 9), "B": (-9, 9)}, len),
        "what the solution answers is missing: the function stops with TypeError",
    ),
    "a solution that answers with payoffs alone": (
        lambda: ic.negotiated_terms(
            park(), {"A": 9, "B": 0}, lambda _: {"A": 1}, ic.price_of(park())
        ),
        "what the solution answers is of kind dict; it should be an Allocation",
    ),
    "a solution in the place of a way to ask": (
        lambda: check_run_solver(GAME),
        "the way to ask is Coal",
    ),
    # the deal and what there is without it
    "a status quo without a member": (
        lambda: ic.terms_of_trade(park(), {"A": 9}),
        "the status quo of B is missing; it should be a number",
    ),
    "a status quo of NaN": (
        lambda: ic.gain_curves(park(), {"A": NAN, "B": 0}),
        "the status quo of A is nan; it should be a finite number",
    ),
    "an open clause that is none": (
        lambda: ic.Negotiation(park(), {"A": 9, "B": 0}, ["price"]),
        "entry 1 of the list of open clauses is of kind str; it should be an Instrument",
    ),
    "half a transfer": (
        lambda: ic.amount_of(park(), 0.5),
        "the transfer is 0.5; it should",
    ),
    "demands of strangers": (
        lambda: ic.nearest_split({"A": 1}, {("C",): 1}),
        "a group's member is 'C'; it should be one of A",
    ),
    "a demand of NaN": (lambda: ic.nearest_split({"A": 1}, {("A",): NAN}), "demand of {A} is nan"),
    # numbers that are none, and names that are nobody's
    "a slope of NaN": (lambda: AGENCY.surplus(NAN), "the slope is nan; it should be a finite"),
    "flows of NaN": (lambda: ic.Annuity(2, 0).evenly([NAN]), "the flow of year 0 is nan"),
    "a city's index": (
        lambda: BIDS.stake(0, 2),
        "a city's index is 2; it should be",
    ),
    "choices of NaN": (lambda: CHASE.slope(0, [NAN, 0]), "choice of A is nan"),
    "a radius of NaN": (
        lambda: ic.blocking_coalitions(GAME, {"A": 1, "B": 5}, radius=NAN),
        "the radius is nan; it should be a finite number",
    ),
    "a deal that is no pair": (lambda: STAR.payoff([1]), "a link is 1; it should be a pair of"),
    "a part with strangers": (lambda: GRAPH.parts(["Z"]), "a coalition's member is 'Z'"),
    "a partner that is a list": (
        lambda: PAIRS.value({"a": []}),
        r"a hub is \[\]; it should be",
    ),
    "payments of nobody": (
        lambda: ic.MandatedPairing(PAIRS, {"a": "H"}, paid=5),
        "what cities pay their hubs is of kind int; it should be a dict",
    ),
    "a share for a stranger": (
        lambda: ic.nash_in_nash(STAR).share("Z"),
        "a city is 'Z'; it should be one of A, B",
    ),
    "a position beyond the types": (
        lambda: TRADE.profile_at((2, 0)),
        "the position of A is 2; it should be a whole number from 0 to 1",
    ),
    "a member of no club": (lambda: CLUBS.payoff(TWO, "Z"), "a player is 'Z'; it should be one of"),
    "an objective that is a list": (
        lambda: ic.correlated_equilibrium(MATRIX, []),
        r"the objective is \[\]; it should be",
    ),
    "properties that are a number": (
        lambda: ic.claims_audit(ic.talmud_rule, 5),
        "the list of properties is 5; it should be a list",
    ),
    "a reserve of nobody": (
        lambda: ic.AssignmentGame.from_values({None: 1}, {"b": {"s": 2}}),
        "a seller is None; it should be a name",
    ),
    "a worth of the empty coalition among decimals": (
        lambda: ic.CoalitionalGame.from_array(["A"], np.array([Fraction(1, 3), 2], dtype=object)),
        "worth of the empty coalition is 1/3; it should be 0",
    ),
    "a word for a truth value": (
        lambda: ic.ProvisionPoint(TWO, 3, refund="no"),
        "refund is 'no'; it should be True or False",
    ),
    "a hub that is none": (
        lambda: ic.MatchingMarket({"a": ["H"]}, {"H": ["a"]}).prefers_hub("a", "Z", "H"),
        "a hub is 'Z'; it should be one of H",
    ),
    "a status quo of a stranger": (
        lambda: ic.terms_of_trade(park(), {"A": 9, "B": 0, "Z": 1}),
        "a city with a status quo is 'Z'; it should be one of A, B",
    ),
    "a method that is a name": (
        lambda: ic.MoulinMechanism(ic.CoalitionalGame(["A"], {"A": 1}, "cost"), "shapley"),
        "the method is 'shapley'; it should be a function",
    ),
    "a value of nobody": (
        lambda: ic.optimal_auction({"A": (0, 1)}).outcome({"A": 1, "Z": 1}),
        "a bidder is 'Z'; it should be one of A",
    ),
    "a truth value among worths": (
        lambda: ic.CoalitionalGame.from_array(TWO, [0, 1, 2, True]),
        "worth of {A, B} is True; it should be a number, not a truth value",
    ),
    "a misspelt name among three hundred": (
        lambda: ic.WeightedVoting({f"C{i}": 1 for i in range(300)}, 9).worth(["c299"]),
        "is 'c299'; it should be one of C299, C.*, C.* or 297 more[.]",
    ),
    "a home that is none": (
        lambda: ic.break_even_returns(park(), "Z", {"A": 0}),
        "the home is 'Z'; it should be one of A, B",
    ),
    "a clause that is a number": (
        lambda: ic.gain_curves(park(), {"A": 9, "B": 0}, 5),
        "the open clause is of kind int; it should be an Instrument",
    ),
    "a level of NaN in a contest": (
        lambda: ic.truce(BIDS, NAN),
        "level of the truce is nan; it should be a finite number",
    ),
    "a solution that stops on the way to an axiom": (
        lambda: ic.violation("symmetry", lambda _: 1 // 0),
        "the solution's answer is missing: the function stops with ZeroDivisionError",
    ),
    "the partner of a stranger": (
        lambda: ic.optimal_assignment(ic.AssignmentGame(["s"], ["b"], [[1]])).partner("Z"),
        "a seller or buyer is 'Z'; it should be one of s, b",
    ),
    "what a deal brings a stranger": (
        lambda: park().incidence("Z"),
        "a city is 'Z'; it should be one of A, B",
    ),
    "a credit of nobody": (
        lambda: ic.MandatedPairing(PAIRS, {"a": "H"}).credit_of("Z"),
        "a hub or city is 'Z'; it should be one of H, a, b",
    ),
    "a least gain of NaN": (
        lambda: ic.UniformTrade("A", "B", (0, 1), (0, 1)).gains(NAN),
        "the least gain of a trade is nan; it should be a finite number",
    ),
    "a unit of money that is none": (
        lambda: ic.race_picture(RACE, money=None),
        "the unit of money is None; it should be a str",
    ),
    "a program without a name": (
        lambda: ic.to_pulp(lp(), None),
        "the name of the program is None; it should be a str",
    ),
    "a scenario at no path": (
        lambda: ic.parse_scenario("format = 1", None),
        "path of a scenario is None; it should be a str or a path",
    ),
    # what would go on for ever
    "a lag without end": (
        lambda: ic.fairest_truce(RACE, 0.9, lag=HUGE),
        "lag of the truce is 1000.*it should be a whole number from 1 to 1000000",
    ),
    "types without end": (
        lambda: ic.midpoint_types(0, 1, HUGE),
        "from 1 to 1000000",
    ),
    "rounds without end": (lambda: ic.learning_path(MATRIX, rounds=HUGE), "from 1 to 1000000"),
    "years without end": (lambda: ic.clawback(RACE, 0.1, years=HUGE), "from 1 to 10000"),
    "a horizon without end": (lambda: ic.Annuity(HUGE, 0), "from 1 to 10000"),
    "seconds that are no number": (
        lambda: ic.least_core(ic.OracleGame(TWO, len), seconds=NAN),
        "seconds is nan; it should be a number, 0 or more; inf for no end",
    ),
    "seconds that no float holds": (
        lambda: ic.cost_of_stability(ic.OracleGame(TWO, len), seconds=HUGE),
        "seconds is 1000.*it should be a number, 0 or more; inf for no end",
    ),
    "a seed below 0": (
        lambda: ic.learning_path(MATRIX, seed=-1),
        "seed is -1; it should be",
    ),
    "half a process": (
        lambda: check_up(ic.parse_scenario('format = 1\ntitle = "x"\n[cities.A]\n'), processes=0.5),
        "the number of processes is 0.5; it should be a whole number from 1 to 64",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_is_refused_in_one_sentence(case):
    call, expected = CASES[case]
    with pytest.raises(ic.InvalidInput, match=expected) as refused:
        call()
    assert "\n" not in str(refused.value)


def test_numbers_of_a_linear_program_are_read_as_they_were_written():
    row = ic.Row("land", {"x": 0.1}, "<=", 1)
    assert row.coefficients == {"x": Fraction(1, 10)}
    assert ic.solve(lp(row, bounds={"x": (0, np.int32(5))})).value == 5


def test_a_generator_of_taxes_is_read_once():
    before, after = [30, 30, 30], [20, 20]
    stays = [30, 30]
    listed = ic.JING_JIN_JI_2015.origin_stake(before, after, stays, 1)
    assert ic.JING_JIN_JI_2015.origin_stake(iter(before), iter(after), iter(stays), 1) == listed


@pytest.mark.parametrize("far", [10**400, Fraction(1, 10**400)])
def test_shares_of_firms_where_subsidies_are_worlds_apart(far):
    race = ic.SubsidyCompetition(TWO, [1, 1], mu=1, outside_option=0)
    shares = race.shares([far, 0])
    assert math.isclose(shares["A"], 1 if far > 1 else 1 / 3)
    assert shares["B"] == (0 if far > 1 else pytest.approx(1 / 3))


def test_square_brackets_say_which_names_there_are():
    pairing = ic.deferred_acceptance(ic.MatchingMarket({"a": ["H"], "b": []}, {"H": ["a"]}))
    assert pairing["a"] == "H"
    assert pairing["b"] is None
    for answer, names in (
        (pairing, "a"),
        (ic.nash_in_nash(STAR), "A, B"),
        (ic.alternating_offers(ic.AlternatingOffers(PIE, 0.5)), "A, B"),
    ):
        with pytest.raises(KeyError, match=f"Nowhere is not one of {names}"):
            answer["Nowhere"]


def test_worths_in_a_list_are_the_decimals_that_were_typed():
    """Bit for bit 0.1 and 0.2 add up to more than 0.3, and the core would be empty."""
    added = ic.CoalitionalGame.from_array(TWO, [0, 0.1, 0.2, 0.3])
    assert dict(ic.core(added).point) == {"A": Fraction(1, 10), "B": Fraction(1, 5)}
    wide = ic.CoalitionalGame.from_array(TWO, [0, 2**53 + 1, 0.5, 2**60])
    assert wide.worth(["A"]) == 2**53 + 1  # no float holds it


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        (draws.coalitional_games(min_players=0), "min_players is 0; it should be a whole number"),
        (draws.coalitional_games(max_players=10**6), "max_players is .* from 1 to 16[.]"),
        (draws.coalitional_games(senses=None), "senses is None; it should be a list of some of"),
        (draws.bayesian_problems(max_types=NAN), "max_types is nan; it should be a whole number"),
        (
            draws.bargaining_problems(max_points="x"),
            "max_points is 'x'; it should be a whole number",
        ),
        (
            draws.exchange_markets(max_value=-1),
            "max_value is -1; it should be a whole number from 0",
        ),
        (draws.strategic_games(min_value=3), "min_value is 3; .* at most 2, which is max_value"),
        (
            draws.production_games(allow_pools="no"),
            "allow_pools is 'no'; it should be True or False",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_strategy_that_cannot_draw_says_why(strategy, expected):
    with pytest.raises(ic.InvalidInput, match=expected):
        find(strategy, lambda _: True)


def test_a_discount_factor_in_floating_point_is_the_decimal_that_was_typed():
    stays = ic.patience([[-7, 10]])  # from 7/10 on, and 0.7 in binary is a hair less
    assert Fraction(7, 10) in stays
    assert 0.7 in stays
    assert 0.69 not in stays
