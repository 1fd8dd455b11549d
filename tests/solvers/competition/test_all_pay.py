"""All bids spent, and only the winner's: published values; deviations on a grid."""

from dataclasses import replace
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import Contest, Undefined
from solvers import arms_race, subsidy_equilibrium
from solvers.competition.all_pay import AllPayCertificate
from solvers.competition.bertrand import BertrandCertificate, SettledPrice
from solvers.competition.contest_equilibrium import BidDistribution, Piece, sure

F = Fraction
NAMES = ["A", "B", "C", "D"]


def all_pay(value, **options):
    return Contest(NAMES[: len(value)], value, "all-pay", **options)


def auction(value, **options):
    return Contest(NAMES[: len(value)], value, "bertrand", **options)


@pytest.mark.parametrize(("V", "W"), [(4, 2), (1, 1), (10**15, 3), (F(5), F(1, 10**12))])
def test_two_cities(V, W):
    """Hillman and Riley (1989): spent W/2 and W^2/(2V); the weaker wins with chance W/(2V)."""
    race = subsidy_equilibrium(all_pay([V, W]))
    assert race.subsidies == {"A": F(W) / 2, "B": F(W) ** 2 / (2 * V)}
    assert race.shares == {"A": 1 - F(W) / (2 * V), "B": F(W) / (2 * V)}
    assert race.payoffs == {"A": V - W, "B": 0}
    assert race.bids["B"].up_to(F(0)) == 1 - F(W) / V
    assert race.bids["A"].up_to(F(W) / 3) == F(1, 3)
    assert race.unique
    assert race.certificate.verify(all_pay([V, W])) is True


def test_the_whole_value_goes_if_cities_are_alike():
    """Baye, Kovenock and de Vries (1996): a continuum, in which on average V is spent."""
    race = subsidy_equilibrium(all_pay([3, 3, 3]))
    assert race.outlay == 3
    assert set(race.payoffs.values()) == {0}
    assert not race.unique
    assert "continuum" in race.status
    # the symmetric one, F = (x/V)^(1/2), is of the same continuum: same payoffs, by the formula
    for x in (F(0), F(1, 3), F(4, 3), F(3)):
        assert float(3 * (x / 3) ** 1 - x) == 0


def test_third_cities_stay_out():
    race = subsidy_equilibrium(all_pay([2, 5, 4, 3]))
    assert race.payoffs == {"A": 0, "B": 1, "C": 0, "D": 0}
    assert race.bids["A"] == race.bids["D"] == sure(F(0))
    assert race.unique
    level = subsidy_equilibrium(all_pay([5, 4, 4]))
    assert not level.unique


def test_a_cap_can_raise_what_is_spent():
    """Che and Gale (1998): V = 10, 1: 11/20 are spent without a cap, 1 under a cap of 1/2."""
    free = subsidy_equilibrium(all_pay([10, 1]))
    capped = subsidy_equilibrium(all_pay([10, 1], budgets=[F(1, 2)] * 2))
    assert free.outlay == F(1, 2) + F(1, 20)
    assert capped.outlay == 1
    assert capped.payoffs == {"A": F(9, 2), "B": 0}


def test_a_higher_cap_saves_nothing():
    """Che and Gale (1998): between V_2/2 and V_2 outlays are what they are without a cap."""
    free = subsidy_equilibrium(all_pay([4, 2]))
    capped = subsidy_equilibrium(all_pay([4, 2], budgets=[F(3, 2)] * 2))
    assert capped.subsidies == free.subsidies
    assert capped.payoffs == free.payoffs
    assert capped.bids["A"].up_to(F(1)) == capped.bids["A"].below(F(3, 2)) == F(1, 2)
    assert capped.shares == free.shares


def test_under_a_low_cap_as_many_bid_it_as_can_keep_something():
    """V = 9, 8, 7, 2 and m = 2: three bid it, as 7/3 > 2; a fourth would keep 2/4 - 2."""
    race = subsidy_equilibrium(all_pay([9, 8, 7, 2], budgets=[2] * 4))
    assert race.subsidies == {"A": 2, "B": 2, "C": 2, "D": 0}
    assert race.payoffs == {"A": 1, "B": F(2, 3), "C": F(1, 3), "D": 0}
    assert "A, B, C bid it" in race.status


def test_other_budgets_are_refused_with_who_would_gain():
    with pytest.raises(Undefined, match=r"B gains .* by bidding"):
        subsidy_equilibrium(all_pay([10, 8, 5], budgets={"B": 3}))
    with pytest.raises(Undefined, match="what A loses depends on which other city wins"):
        subsidy_equilibrium(all_pay([4, 3, 2], spillovers={"A": {"B": F(1, 2)}}))


def test_what_spills_over_is_not_at_stake():
    """Two cities: net of spillovers 4 - 1 = 3 and 2; so payoffs are 1 + 1 and 0."""
    game = all_pay([4, 2], spillovers={"A": {"B": F(1, 2)}})
    race = subsidy_equilibrium(game)
    assert race.subsidies == {"A": 1, "B": F(4, 6)}
    assert race.payoffs == {"A": 2, "B": 0}


def efficient(game, city):
    return game.efficiency[game.cities.index(city)]


@st.composite
def races(draw):
    n = draw(st.integers(1, 4))
    value = draw(st.lists(st.integers(0, 12).map(lambda k: F(k, 2)), min_size=n, max_size=n))
    options = {}
    if draw(st.booleans()):
        options["efficiency"] = draw(
            st.lists(st.integers(1, 4).map(lambda k: F(k, 2)), min_size=n, max_size=n)
        )
    if n == 2 and draw(st.booleans()):
        options["budgets"] = [draw(st.integers(1, 8)) * F(1, 2)] * 2
        options.pop("efficiency", None)
    return all_pay(value, public_funds_cost=draw(st.sampled_from([0, F(1, 4)])), **options)


@given(races())
def test_no_bid_on_a_grid_gains(game):
    race = subsidy_equilibrium(game)
    assert sum(race.shares.values()) == 1
    k = game.cost_of_subsidy
    for i, city in enumerate(game.cities):
        budget = game.budgets[i]
        most = max(game.value) * 2 if budget is None else budget
        for step in range(1, 60):
            bid = most * step / 60 - (F(1, 977) if budget is not None else F(0))
            if bid < 0:
                continue
            score = bid * game.efficiency[i]
            chance = prod(
                race.bids[other].up_to(score / efficient(game, other))
                for other in game.cities
                if other != city
            )
            tied = any(
                race.bids[other].up_to(score / efficient(game, other))
                != race.bids[other].below(score / efficient(game, other))
                for other in game.cities
                if other != city
            )
            if not tied:
                assert game.value[i] * chance - k * bid <= race.payoffs[city]


def test_a_profile_that_is_none_is_refuted():
    game = all_pay([4, 2])
    good = dict(subsidy_equilibrium(game).bids)
    bad = good | {"B": BidDistribution((Piece(F(0), F(2), F(1)),))}
    assert "A gains" in str(AllPayCertificate(bad).verify(game))
    short = good | {"B": BidDistribution((Piece(F(0), F(2), F(1, 2)),))}
    assert "do not add up to 1" in str(AllPayCertificate(short).verify(game))
    assert not AllPayCertificate(good).verify(replace(game, technology="tullock"))


def test_the_second_value_is_the_price():
    race = subsidy_equilibrium(auction([2, 5, 4]))
    assert race.shares == {"A": 0, "B": 1, "C": 0}
    assert race.outlays == {"A": 0, "B": 4, "C": 0}
    assert race.payoffs == {"A": 0, "B": 1, "C": 0}
    assert race.rent == race.outlay == 4
    verdict = arms_race(auction([2, 5, 4])).verdict
    assert verdict == "race for the treasuries, transfer for the region"


def test_budgets_decide_before_values():
    race = subsidy_equilibrium(auction([10, 5], budgets={"A": 3}))
    assert race.shares["B"] == 1
    assert race.payoffs == {"A": 0, "B": 2}
    level = subsidy_equilibrium(auction([10, 5], budgets=[3, 3]))
    assert level.shares == {"A": F(1, 2), "B": F(1, 2)}
    assert level.payoffs == {"A": F(7, 2), "B": 1}


def test_cities_that_are_level_keep_nothing():
    race = subsidy_equilibrium(auction([3, 3, 3, 1]))
    assert race.shares == {"A": F(1, 3), "B": F(1, 3), "C": F(1, 3), "D": 0}
    assert set(race.payoffs.values()) == {0}
    assert race.rent == 3


def test_a_yuan_may_count_more_in_one_city():
    """B's yuan counts twice: it wins at A's 4, for 2 of its own."""
    race = subsidy_equilibrium(auction([4, 3], efficiency={"B": 2}))
    assert race.shares["B"] == 1
    assert race.payoffs == {"A": 0, "B": 1}


def test_externalities_by_hand():
    """Jehiel and Moldovanu's case: A's firm harms B by 3, C's harms nobody.

    C wins: A would pay 4 to take it, C keeps it from A at 5. A wins at 5 against B and C's 5: it
    would pay only 4. B wins: its stake against A is 2 + 3 = 5, A and C would pay 4 and 5 and B pays
    against C only 2. So C wins, at A's 4.
    """
    game = auction([4, 2, 5], spillovers={"B": {"A": F(-3, 4)}})
    race = subsidy_equilibrium(game)
    assert race.shares["C"] == 1
    assert race.outlays["C"] == 4
    assert race.unique


def test_several_winners_where_each_leaves_the_other_enough():
    """Each thinks the other's firm nearly as good as its own: whoever has it keeps it, for 1/4."""
    game = auction([1, 1], spillovers=[[0, F(3, 4)], [F(3, 4), 0]])
    race = subsidy_equilibrium(game)
    assert race.outlay == F(1, 4)
    three = auction([4, 4, 1], spillovers={"A": {"C": 4}, "B": {"C": 4}})
    assert subsidy_equilibrium(three).certificate.verify(three) is True


def test_whoever_wins_is_outbid():
    """A's firm hurts B only, B's hurts C only, C's hurts A only."""
    hurt = F(-2)
    game = auction([1, 1, 1], spillovers={"A": {"C": hurt}, "B": {"A": hurt}, "C": {"B": hurt}})
    with pytest.raises(Undefined, match="whoever wins is outbid by another") as error:
        subsidy_equilibrium(game)
    assert error.value.witness == {"A": "B", "B": "C", "C": "A"}


def test_a_city_that_has_no_use_for_the_firm_may_bid_to_keep_it_away():
    """B is hurt by the firm in A as much as A gains: both bid from 0 to 4 evenly."""
    race = subsidy_equilibrium(all_pay([4, 0], spillovers={"B": {"A": -1}}))
    assert race.shares == {"A": F(1, 2), "B": F(1, 2)}
    assert race.payoffs == {"A": 0, "B": -4}
    # hurt twice as much: B bids evenly and keeps 4 of the 8 that it would lose, A stays out half
    hurt = subsidy_equilibrium(all_pay([4, 0], spillovers={"B": {"A": -2}}))
    assert hurt.bids["A"].up_to(F(0)) == F(1, 2)
    assert hurt.payoffs == {"A": 0, "B": -4}


def test_a_poor_third_city_makes_no_continuum():
    """C has as much at stake as B; with 1 to spend, it cannot go where B does."""
    assert subsidy_equilibrium(all_pay([10, 6, 6], budgets={"C": 1})).unique
    assert not subsidy_equilibrium(all_pay([10, 6, 6])).unique
    richer = subsidy_equilibrium(all_pay([10, 6, 8], budgets={"C": 1}))
    assert not richer.unique
    assert "not known" in richer.status


@pytest.mark.parametrize("technology", ["tullock", "all-pay"])
def test_there_is_no_least_bid(technology):
    game = Contest(["A", "B"], [4, 4], technology, spillovers={"B": {"A": 1}})
    with pytest.raises(Undefined, match="only A would bid; the least bid gets it the firm"):
        subsidy_equilibrium(game)


def test_where_each_would_rather_see_the_firm_elsewhere_it_draws_lots():
    game = auction([2, 3], spillovers=[[0, 1], [2, 0]])
    race = subsidy_equilibrium(game)
    assert race.shares == {"A": F(1, 2), "B": F(1, 2)}
    assert race.outlay == 0
    assert game.payoffs([F(1, 1000), 0])["A"] < race.payoffs["A"]


def test_a_winner_that_does_not_mind_losing_to_the_next_may_win_alone():
    """A and D are level at 4; if they drew lots B, which likes the firm in A, would bid 6."""
    game = auction([4, 10, 1, 4], spillovers={"A": {"C": -1}, "B": {"A": 2, "C": F(-1, 2)}})
    race = subsidy_equilibrium(game)
    assert race.shares["A"] == 1
    assert race.outlay == 4


def test_who_can_pay_no_more_draws_lots_if_it_gains():
    """A and B bid all that they have; C has as much, and gains by the third lot."""
    game = auction(
        [10, 3, 4], budgets=[2, 2, 2], spillovers=[[0, F(-1, 2), 2], [0, 0, F(1, 2)], [0, 1, 0]]
    )
    pair = BertrandCertificate((SettledPrice(("A", "B"), F(2)),))
    assert "C would draw lots too." in list(pair.violations(game))
    assert ("A", "B") not in [one.winners for one in subsidy_equilibrium(game).certificate.settled]


def test_nobody_pays_where_one_city_alone_wants_the_firm():
    for technology in ("tullock", "all-pay", "bertrand"):
        race = subsidy_equilibrium(Contest(["A", "B"], [3, 0], technology))
        assert race.outlay == 0
        assert race.payoffs == {"A": 3, "B": 0}
        assert race.unique
        idle = subsidy_equilibrium(Contest(["A", "B"], [0, 0], technology))
        assert idle.outlay == 0


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=4),
    st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=4, max_size=4),
    st.integers(0, 3**12),
)
def test_no_city_gains_by_more_or_by_less(value, budgets, seed):
    """From the payoffs of the game itself, a hair above and below what is bid."""
    n = len(value)
    matrix = [
        [F((seed // 3 ** (3 * i + j)) % 3 - 1, 4) if i != j else F(0) for j in range(n)]
        for i in range(n)
    ]
    game = auction(value, budgets=budgets[:n], spillovers=matrix)
    try:
        race = subsidy_equilibrium(game)
    except Undefined:
        return
    hair = F(1, 10**6)
    bids = list(race.subsidies.values())
    first = max(bids)
    winners = [i for i, city in enumerate(game.cities) if race.shares[city]]
    if len(winners) == 1 and game.budgets[winners[0]] is None:
        bids = [x + hair if i in winners else x for i, x in enumerate(bids)]
    elif len(winners) == 1:
        bids = [x if i in winners else max(F(0), x - hair) for i, x in enumerate(bids)]
    for i, city in enumerate(game.cities):
        for bid in {F(0), bids[i] / 2, max(F(0), first - hair), first + 3 * hair, first + 1}:
            if game.budgets[i] is not None and bid > game.budgets[i]:
                continue
            gain = game.payoffs([*bids[:i], bid, *bids[i + 1 :]])[city] - float(race.payoffs[city])
            assert gain <= 1e-5


def test_forged_prices_are_refuted():
    game = auction([5, 4, 2])
    assert BertrandCertificate((SettledPrice(("A",), F(4)),)).verify(game) is True
    for winners, price in ((("A",), F(5)), (("B",), F(5)), (("A",), F(2)), (("A", "B"), F(4))):
        assert not BertrandCertificate((SettledPrice(winners, price),)).verify(game)


def test_the_windfall_counts_only_bids_that_are_paid():
    """Q wins and pays 4; without bids the firm would have come to it with chance 1/3."""
    assert arms_race(Contest(["Q", "L", "J"], [6, 4, 3], "bertrand")).windfall == F(4, 3)
    spent = Contest(["Q", "L"], [4, 4], "all-pay", captured=F(1, 2))  # 2 each, half to the firm
    assert arms_race(spent).windfall == F(1, 2) * (F(1, 2) * 2 + F(1, 2) * 2)


@pytest.mark.parametrize("technology", ["tullock", "all-pay"])
def test_who_has_no_money_does_not_bid_and_is_not_said_to_lack_a_stake(technology):
    broke = subsidy_equilibrium(Contest(["A", "B"], [4, 4], technology, budgets=[0, 0]))
    assert set(broke.subsidies.values()) == {0}
    assert broke.status.startswith("Nobody bids: no city that")
    alone = Contest(["A", "B"], [0, 0], technology)
    assert subsidy_equilibrium(alone).status == (
        "Nobody bids: at most one city has anything at stake."
    )


def test_the_price_of_anarchy_of_a_contest_is_at_the_worst_equilibrium():
    """C harms B: B wins against C alone, A against B; by hand at each price and winner."""
    game = Contest(["A", "B", "C"], [5, 4, 4], "bertrand", spillovers={"B": {"C": -1}})
    race = arms_race(game)
    found = race.equilibrium
    assert len(found.totals) == 1 + len(found.others)
    assert found.totals[0] == found.total()
    for one, total in zip(found.certificate.settled, found.totals, strict=True):
        j = game.cities.index(one.winners[0])
        assert len(one.winners) > 1 or total == game.regional_value[j] - one.price
    kept = min(found.totals)
    assert race.price_of_anarchy == (race.joint.welfare / kept if kept > 0 else None)


def test_who_wins_by_lot_is_said_in_words():
    level = subsidy_equilibrium(Contest(["A", "B", "C"], [4, 4, 4], "bertrand"))
    assert level.status.startswith("A, B and C are level and draw lots")
    free = subsidy_equilibrium(Contest(["A", "B"], [4, 4], "bertrand", budgets=[0, 0]))
    assert free.status == "Nobody has to pay: A and B draw lots for the firm."


def test_others_stay_out_where_there_are_others():
    two = Contest(["A", "B"], [3, 2], "all-pay")
    assert subsidy_equilibrium(two).status == "A and B bid, at random. No other bids are stable."
    three = Contest(["A", "B", "C"], [3, 2, 1], "all-pay")
    assert "at random; the others stay out." in subsidy_equilibrium(three).status


def test_a_certificate_of_prices_is_of_no_contest_in_which_losers_pay():
    game = auction([4, 2])
    certificate = subsidy_equilibrium(game).certificate
    assert isinstance(certificate, BertrandCertificate)
    assert certificate.verify(game) is True
    for technology in ("all-pay", "tullock"):
        assert not certificate.verify(replace(game, technology=technology))
