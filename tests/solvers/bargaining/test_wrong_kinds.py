"""What is of another kind than asked for is refused in a sentence, wherever a user may slip."""

from __future__ import annotations

import pytest

import intercity as ic
from solvers.bargaining.smooth_frontier import on_frontier

TWO = ("Hangzhou", "Quzhou")
PIE = ic.BargainingProblem.from_inequalities(TWO, [((1, 1), 1)], (0, 0))
RIGHTS = ic.Barter(TWO, [ic.Right("quota", "Quzhou", {"Hangzhou": 2, "Quzhou": 1})])
PARK = ic.ContractNetwork.from_surplus({"Quzhou": {"Hangzhou": 10}})
STREAMS = {"Hangzhou": [1, 1], "Quzhou": [0, 0]}
FACTORS = dict.fromkeys(TWO, 0.5)
LIMITS = {"Quzhou": (0, 1)}

GAMES = [
    ic.nash_bargaining,
    ic.kalai_smorodinsky,
    ic.egalitarian,
    ic.lexicographic_egalitarian,
    ic.utilitarian,
    ic.equal_loss,
    ic.raiffa,
    ic.perles_maschler,
    ic.pareto_frontier,
    ic.alternating_offers,
    ic.nash_limit,
    ic.legislative_bargaining,
    ic.nash_in_nash,
    ic.best_swap,
    ic.variable_threats,
    ic.regional_bargaining,
    ic.bargaining_picture,
    ic.offers_picture,
]


@pytest.mark.parametrize("solver", GAMES, ids=lambda solver: solver.__name__)
@pytest.mark.parametrize("wrong", [5, None, {"A": 1}], ids=str)
def test_what_is_no_game_is_refused_by_its_kind(solver, wrong) -> None:
    with pytest.raises(ic.InvalidInput, match=r" is (of kind|5|None|\{'A': 1\}).*; it should be "):
        solver(wrong)


SLIPS = {
    "weights": lambda: ic.nash_bargaining(PIE, 5),
    "a smooth frontier where there is none": lambda: on_frontier(PIE, "nash"),
    "discount": lambda: ic.AlternatingOffers(PIE, "patient"),
    "problem": lambda: ic.AlternatingOffers(5, 0.5),
    "recognition": lambda: ic.LegislativeBargaining(TWO, 0.5, recognition=5),
    "council": lambda: ic.LegislativeBargaining(5, 0.5),
    "power in a network": lambda: ic.nash_in_nash(PARK, 5),
    "power in a network, as a list": lambda: ic.nash_in_nash(PARK, [1]),
    "power of a network": lambda: ic.ContractNetwork(TWO, [TWO], [[0, 0], [1, 1]], 5),
    "payoffs of a network": lambda: ic.ContractNetwork(TWO, [TWO], 5),
    "links of a network": lambda: ic.ContractNetwork(TWO, 5, [[0, 0]]),
    "surplus": lambda: ic.ContractNetwork.from_surplus(5),
    "star": lambda: ic.ContractNetwork.from_game(5, "Hangzhou"),
    "streams": lambda: ic.payment_schedule(5, FACTORS, LIMITS, ic.nash_bargaining),
    "limits": lambda: ic.payment_schedule(STREAMS, FACTORS, 5, ic.nash_bargaining),
    "power in a schedule": lambda: ic.payment_schedule(
        STREAMS, FACTORS, LIMITS, ic.nash_bargaining, weights=5
    ),
    "a solution by name": lambda: ic.payment_schedule(STREAMS, FACTORS, LIMITS, "nash"),
    "agreed gains": lambda: ic.agreed_swap(RIGHTS, 5),
    "barter that was agreed on": lambda: ic.agreed_swap(5, {"Hangzhou": 1, "Quzhou": 0}),
    "swap": lambda: RIGHTS.gains(5),
    "rights": lambda: ic.Barter(TWO, 5),
    "pictured solutions": lambda: ic.bargaining_picture(PIE, 5),
    "a pictured solution": lambda: ic.bargaining_picture(PIE, ["nash"]),
    "marks": lambda: ic.bargaining_picture(PIE, marks=5),
    "axiom": lambda: ic.violation(5, ic.nash_bargaining),
    "no solution": lambda: ic.violation("iia", None),
    "a solution without an answer": lambda: ic.violation("iia", lambda problem: None),
    "half a solution": lambda: ic.violation("iia", lambda problem: {"A": 1}),
    "a solution without names": lambda: ic.violation("iia", lambda problem: (1, 1)),
    "cases": lambda: ic.violation("iia", ic.nash_bargaining, cases="x"),
    "no cases": lambda: ic.violation("iia", ic.nash_bargaining, cases=0),
    "fewer cases than none": lambda: ic.violation("iia", ic.nash_bargaining, cases=-3),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_are_told_in_a_sentence(slip: str) -> None:
    with pytest.raises(ic.InvalidInput, match="it should be"):
        SLIPS[slip]()


def test_answers_are_short_to_read() -> None:
    deal = ic.alternating_offers(ic.AlternatingOffers(PIE, {"Hangzhou": 0.9, "Quzhou": 0.8}))
    assert repr(deal) == "OffersEquilibrium(Hangzhou opens: Hangzhou=0.714286, Quzhou=0.285714)"
    assert repr(ic.best_swap(RIGHTS)) == "Swap(nothing moves; gains Hangzhou=0, Quzhou=0)"
    paid = ic.payment_schedule(STREAMS, FACTORS, LIMITS, ic.egalitarian)
    assert repr(paid) == (
        "PaymentSchedule(paid the same every year; gains Hangzhou=0.75, Quzhou=0.75)"
    )
