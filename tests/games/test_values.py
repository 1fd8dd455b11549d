"""Games are values: they can be copied, stored and hashed, whatever mapping they hold."""

from __future__ import annotations

import copy
import pickle

import pytest

from games import (
    Agency,
    AgreedBarter,
    AirportGame,
    AlternatingOffers,
    BargainingProblem,
    Barter,
    Centres,
    Cobweb,
    CommonAgency,
    ContractNetwork,
    CostSharingProblem,
    DividendGame,
    HedonicGame,
    HubCongestion,
    InvalidInput,
    JointMeeting,
    LegislativeBargaining,
    Licence,
    MandatedPairing,
    MultitaskAgency,
    NeighbourGrowth,
    Newsvendor,
    PairingGame,
    ParkOperator,
    QuotaSwap,
    RepeatedGame,
    Right,
    StrategicGame,
    SubsidyCompetition,
    TacitAgreement,
    TrialAndError,
    WeightedVoting,
    WhiteSpace,
)

_PAIRS = PairingGame(["H"], ["A", "B"], [[5, 1]], [[3, 4]], capacity={"H": 2})
_HALVES = BargainingProblem.from_vertices(["A", "B"], [(1, 0), (0, 1)], [0, 0])
_TRUCE = StrategicGame.from_payoffs(
    ["A", "B"], [[3, 0], [4, 1]], [[3, 4], [0, 1]], actions=["calm", "race"]
)
_RIGHTS = Barter(["A", "B"], [Right("pool", "A", {"A": 1, "B": 2})])
_HUBS = HubCongestion(["H", "I"], [9, 8], [1, 1], 8, outside=0)
_BIDS = SubsidyCompetition(["A", "B"], [1, 1], mu=0.25)
VALUES = [
    lambda: AirportGame({"A": 1, "B": 2}),
    lambda: WeightedVoting({"A": 1, "B": 2}, quota=2),
    lambda: DividendGame(["A", "B"], {("A", "B"): 3, "A": 1}, "cost"),
    lambda: Agency({"low": 0, "high": 9}, {"rest": 0}, {"rest": {"low": 0.5, "high": 0.5}}),
    lambda: JointMeeting({"A": 2, "B": 1}),
    lambda: ParkOperator(MultitaskAgency(value=(1, 1)), public=(1, 1), joint_noise=2),
    lambda: QuotaSwap("A", "B", 300, 50, [1, 3], [8, 6]),
    lambda: AlternatingOffers(_HALVES, 0.9),
    lambda: LegislativeBargaining(["A", "B", "C"], 0.9),
    lambda: TacitAgreement(RepeatedGame(_TRUCE, 0.9), ("calm", "calm"), {"A": "race", "B": "race"}),
    lambda: AgreedBarter(_RIGHTS, {"A": 1, "B": 0}),
    lambda: ContractNetwork(["A", "B"], [("A", "B")], lambda deals: [len(deals), 0]),
    lambda: Centres(_HUBS, _BIDS, parks={"A": "H", "B": "I"}, centre="H"),
    lambda: Cobweb(["A"], demand=[9], demand_slope=[1], supply=[1], supply_slope=[2], start=[3]),
    lambda: CommonAgency(["A", "B"], [3, 2], burden=[1, 1], time=5),
    lambda: HedonicGame.from_levels({"A": 2, "B": 1}, complementarity=1),
    lambda: Licence("O", ["A", "B"], worth=[3, 2], weights={"A": 2}),
    lambda: NeighbourGrowth(["A", "B"], [5, 3], rent=[1, 2], firms=4, deal={"B": 1}),
    lambda: Newsvendor({"up": 3, "down": 1}, worth=4, cost=2),
    lambda: TrialAndError(["A"], value=[9], cost=[1], chance=[0.5], hub_cost=1, hub_chance=0.5),
    lambda: WhiteSpace({"A": 2}, {"up": {"A": {"labs": 3}}}, chance={"up": 2}),
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
