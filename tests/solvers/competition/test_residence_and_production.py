"""Who has what of talent that lives in the hub: against a ledger of payments, and by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, RemoteTalent, Talent
from solvers import residence_and_production
from tests.properties.strategies import examples

F = Fraction
WAYS = ("hub", "remote", "at home")
amounts = st.fractions(0, 9, max_denominator=2)


@st.composite
def regions(draw):
    kinds = [
        Talent(
            name,
            **{
                field: draw(amounts)
                for field in ("wage", "in_hub", "remote", "at_home", "trips", "amenity")
            },
            number=draw(st.integers(1, 3)),
            newcomers=draw(st.sampled_from([0, F(1, 3), 1])),
        )
        for name in ("a", "b")[: draw(st.integers(1, 2))]
    ]
    residence = {"Town": draw(amounts), "Hub": draw(amounts)}
    return RemoteTalent("Town", "Hub", kinds, residence=residence, desk=draw(amounts))


def ledger(game, kind, way):
    """What each party has of one kind: every payment has who pays it and who gets it."""
    has = dict.fromkeys(("Town", "Hub", "people"), F(0))
    old = kind.number * (1 - kind.newcomers)
    if way == "hub":
        has["Hub"] += old * kind.in_hub
        has["Hub"] -= old * kind.wage
        has["people"] += old * kind.wage
        has["Hub"] += old * game.residence[1]
        return has
    pay = kind.wage + (kind.trips if way == "remote" else kind.amenity)
    has["people"] += kind.number * pay
    has["Town"] += kind.number * ((kind.remote if way == "remote" else kind.at_home) - pay)
    if way == "remote":
        has["Town"] -= kind.number * game.desk
        has["Hub"] += kind.number * (game.desk + game.residence[1])
    else:
        has["Town"] += kind.number * game.residence[0]
    return has


@examples(60)
@given(regions())
def test_against_a_ledger(game):
    found = residence_and_production(game)
    total = {"Town": F(0), "Hub": F(0)}
    for kind in game.kinds:
        books = {way: ledger(game, kind, way) for way in WAYS}
        more = {
            way: {city: books[way][city] - books["hub"][city] for city in total} for way in WAYS
        }
        for way in WAYS:
            assert game.gains(kind, way) == more[way]
        chosen, planned = found.chosen[kind.name], found.planned[kind.name]
        assert more[chosen]["Town"] == max(row["Town"] for row in more.values())
        assert sum(more[planned].values()) == max(sum(row.values()) for row in more.values())
        assert (kind.name in found.misplaced) == (chosen != planned)
        total = {city: total[city] + more[chosen][city] for city in total}
        assert (more["remote"]["Town"] > 0) == (kind.remote > found.enough(kind.name))
        for part in (F(0), F(1, 7), F(1, 2), F(1)):
            fresh = Talent(
                kind.name,
                wage=kind.wage,
                in_hub=kind.in_hub,
                remote=kind.remote,
                newcomers=part,
            )
            bears = game.gains(fresh, "remote")["Hub"] >= 0
            assert bears == (part >= found.newcomers(kind.name))
    assert found.gains == total
    assert found.hub_loses == (total["Hub"] < 0)
    assert found.certificate.verify(game) is True


def engineers(**changed):
    return Talent(
        "engineers",
        **{"wage": 5, "in_hub": 7, "remote": 9, "at_home": 8, "trips": 1, "amenity": 4} | changed,
    )


def region(*kinds, desk=1):
    residence = {"Quzhou": 2, "Hangzhou": 3}
    return RemoteTalent("Quzhou", "Hangzhou", kinds, desk=desk, residence=residence)


def test_residence_stays_in_the_hub_and_production_goes_home():
    found = residence_and_production(region(engineers(number=10)))
    assert found.chosen == {"engineers": "remote"}
    assert found.residence == {"Quzhou": 0, "Hangzhou": 30}
    assert found.production == {"Quzhou": 30, "Hangzhou": 0}
    assert found.gains == {"Quzhou": 20, "Hangzhou": -10}
    assert (found.enough("engineers"), found.newcomers("engineers")) == (7, F(1, 5))


@pytest.mark.parametrize(
    ("changed", "way", "town"),
    [
        ({"remote": 7, "at_home": 7}, "hub", 0),  # what each makes is just enough
        ({"remote": F(71, 10), "at_home": 7}, "remote", F(1, 10)),
        ({"amenity": 3}, "remote", 2),  # 8 - 8 + 2 at home is as good
        ({"amenity": F(29, 10)}, "at home", F(21, 10)),
        ({"trips": 3, "at_home": 7}, "hub", 0),
    ],
)
def test_when_the_small_city_still_gains(changed, way, town):
    found = residence_and_production(region(engineers(**changed)))
    assert (found.chosen["engineers"], found.gains["Quzhou"]) == (way, town)


def test_the_hub_gains_by_newcomers_and_by_dear_desks():
    assert residence_and_production(region(engineers())).hub_loses
    assert not residence_and_production(region(engineers(newcomers=F(1, 5)))).hub_loses
    assert residence_and_production(region(engineers(newcomers=F(19, 100)))).hub_loses
    assert not residence_and_production(region(engineers(), desk=2)).hub_loses


def test_luring_people_home_may_cost_both_more_than_it_brings():
    """The town has 9 - 7 + 2 = 4, the hub loses 2 + 3."""
    lured = engineers(remote=6, at_home=9, amenity=2)
    found = residence_and_production(region(lured))
    assert found.chosen == {"engineers": "at home"}
    assert (found.planned, found.misplaced) == ({"engineers": "hub"}, ("engineers",))
    assert found.gains == {"Quzhou": 4, "Hangzhou": -5}


def test_what_cannot_be_right_is_named():
    with pytest.raises(InvalidInput, match="newcomers among engineers"):
        engineers(newcomers=2)
    with pytest.raises(InvalidInput, match="number of engineers"):
        engineers(number=0)
    with pytest.raises(InvalidInput, match="the worth of residents"):
        RemoteTalent("A", "B", [engineers()], residence={"A": 1})
    with pytest.raises(InvalidInput, match="a kind"):
        region(engineers(), engineers())
    with pytest.raises(InvalidInput, match="the way to work"):
        region(engineers()).gains(engineers(), "by train")
    with pytest.raises(InvalidInput, match="subject of residence_and_production"):
        residence_and_production(3)
