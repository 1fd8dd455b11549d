"""A pandas Series says by its index whose a number is, in whatever order its rows stand."""

from __future__ import annotations

from fractions import Fraction

import pytest

import intercity as ic

pd = pytest.importorskip("pandas")

CITIES = ["Hub", "Hill"]
TURNED = ["Hill", "Hub"]
PAIR = ic.CoalitionalGame(CITIES, {"Hub": 1, "Hill": 0, "Hub, Hill": 4})
STAGE = ic.StrategicGame.from_payoffs(CITIES, [[3, 0], [5, 1]], [[3, 5], [0, 1]])
ACTIONS = {"Hub": "2", "Hill": "1"}
RACE = ic.SubsidyCompetition(CITIES, [1, 1], mu=1)


def deal(origin):
    points = [(4, 0), (0, 2), (0, 0)]
    return ic.BargainingProblem.from_vertices(CITIES, points, origin)


ASKED = {
    "a race": (lambda x: ic.SubsidyCompetition(CITIES, x, mu=1).value, (3, 1)),
    "bids": (RACE.payoffs, (3, 1)),
    "payoffs without a deal": (lambda x: deal(x).disagreement, (1, 0)),
    "weights": (lambda x: ic.nash_bargaining(deal((0, 0)), x), (3, 1)),
    "a split": (lambda x: ic.core_violation(PAIR, x), (4, 0)),
    "what is owned": (lambda x: ic.Resource("land", "tradable", x).owned, (3, 1)),
    "claims": (lambda x: ic.BankruptcyProblem(x, 2).claims, (3, 1)),
    "votes": (lambda x: ic.WeightedVoting(x, 3).worth(["Hub"]), (3, 1)),
    "a mixed strategy": (lambda x: STAGE.expected([x.rename(ACTIONS), [0, 1]]), (0, 1)),
}


@pytest.mark.parametrize("name", ASKED)
def test_its_order_says_nothing(name):
    ask, (hub, hill) = ASKED[name]
    series = pd.Series([hub, hill], index=CITIES)
    assert ask(series) == ask(series[TURNED])
    swapped = pd.Series([hill, hub], index=CITIES)
    assert ask(series) != ask(swapped)


def test_with_the_index_that_pandas_counts_it_is_a_list():
    assert ic.SubsidyCompetition(CITIES, pd.Series([3, 1]), mu=1).value == (3, 1)


def test_a_name_twice_or_a_stranger_is_told():
    with pytest.raises(ic.InvalidInput, match="'Hub'; it should be named once"):
        ic.SubsidyCompetition(CITIES, pd.Series([3, 1], index=["Hub", "Hub"]), mu=1)
    with pytest.raises(ic.InvalidInput, match="'Port'; it should be one of Hub, Hill"):
        ic.SubsidyCompetition(CITIES, pd.Series([3, 1], index=["Hub", "Port"]), mu=1)


def test_of_types_it_has_the_probabilities():
    prior = pd.Series([Fraction(1, 4), Fraction(3, 4)], index=[1, 0])
    found = ic.BayesianProblem.bilateral_trade({"Hub": prior}, {"Hill": [0]})
    assert found.prior("Hub") == {1: Fraction(1, 4), 0: Fraction(3, 4)}


TABLE = pd.DataFrame([[0, 2], [5, 0]], index=CITIES, columns=CITIES)
READ = {
    "spillovers": lambda x: ic.SubsidyCompetition(CITIES, [1, 1], mu=1, spillovers=x).spillovers,
    "points": lambda x: {*deal_among(x).points},
}


def deal_among(points):
    return ic.BargainingProblem.from_vertices(CITIES, points, (0, 0))


@pytest.mark.parametrize("name", READ)
def test_a_table_is_read_by_its_index_and_its_columns(name):
    rows = READ[name](TABLE.to_numpy())
    assert READ[name](TABLE) == rows
    assert READ[name](TABLE.loc[TURNED, TURNED]) == rows
    assert READ[name](pd.DataFrame(TABLE.to_numpy())) == rows
    with pytest.raises(ic.InvalidInput):
        READ[name](TABLE.rename(columns={"Hub": "Port"}))


def test_where_no_table_can_stand_its_kind_is_told_and_not_its_rows():
    with pytest.raises(ic.InvalidInput, match="bids is of kind Series; it should be numbers for"):
        ic.ExchangeMarket(pd.Series([3, 1], index=CITIES), {"Dale": 2})


BIDS = pd.DataFrame([[3, 0], [5, 1]], index=["hold", "bid"], columns=["hold", "bid"])


def test_a_table_of_payoffs_names_its_actions_and_is_read_by_them():
    game = ic.StrategicGame.from_payoffs(CITIES, BIDS, BIDS.T.loc[["bid", "hold"], ["bid", "hold"]])
    assert game.actions == (("hold", "bid"), ("hold", "bid"))
    assert game.payoff(["hold", "bid"]) == {"Hub": 0, "Hill": 5}
    turned = ic.StrategicGame.from_payoffs(CITIES, BIDS, BIDS.T, actions=["bid", "hold"])
    assert turned.payoff(["hold", "bid"]) == {"Hub": 0, "Hill": 5}
    plain = ic.StrategicGame.from_payoffs(CITIES, BIDS.to_numpy(), pd.DataFrame(BIDS.T.to_numpy()))
    assert plain.payoff(["1", "2"]) == {"Hub": 0, "Hill": 5}


def test_a_table_of_other_actions_is_told():
    other = BIDS.rename(columns={"bid": "bud"})
    with pytest.raises(ic.InvalidInput, match="table of Hill is hold, bud; it should be hold, b"):
        ic.StrategicGame.from_payoffs(CITIES, BIDS, other)
