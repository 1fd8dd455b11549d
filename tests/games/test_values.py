"""Games are values: they can be copied, stored and hashed, whatever mapping they hold."""

from __future__ import annotations

import copy
import pickle

import pytest

from games import (
    Agency,
    AirportGame,
    CostSharingProblem,
    DividendGame,
    InvalidInput,
    JointMeeting,
    MandatedPairing,
    MultitaskAgency,
    PairingGame,
    ParkOperator,
    WeightedVoting,
)

_PAIRS = PairingGame(["H"], ["A", "B"], [[5, 1]], [[3, 4]], capacity={"H": 2})
VALUES = [
    lambda: AirportGame({"A": 1, "B": 2}),
    lambda: WeightedVoting({"A": 1, "B": 2}, quota=2),
    lambda: DividendGame(["A", "B"], {("A", "B"): 3, "A": 1}, "cost"),
    lambda: Agency({"low": 0, "high": 9}, {"rest": 0}, {"rest": {"low": 0.5, "high": 0.5}}),
    lambda: JointMeeting({"A": 2, "B": 1}),
    lambda: ParkOperator(MultitaskAgency(value=(1, 1)), public=(1, 1), joint_noise=2),
    lambda: MandatedPairing(_PAIRS, {"A": "H"}, paid={"A": 1}, credit={"H": 2}),
]


@pytest.mark.parametrize("made", VALUES, ids=lambda made: type(made()).__name__)
def test_copies_are_equal_and_hash_alike(made):
    value = made()
    for again in (made(), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert again == value
        assert hash(again) == hash(value)


def test_a_cost_function_that_stops_is_named():
    with pytest.raises(InvalidInput, match=r"the cost of 0 is missing: .* ZeroDivisionError"):
        CostSharingProblem({"A": 1}, lambda q: 1 / q)


def test_each_cost_is_asked_for_once():
    asked = []
    CostSharingProblem({"A": 1, "B": 2, "C": 3}, lambda q: asked.append(q) or q)
    assert asked == [0, 3, 5, 6]
