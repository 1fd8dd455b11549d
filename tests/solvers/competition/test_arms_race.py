import tomllib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

from games import IndustryChoice, InvalidInput, SubsidyCompetition
from intercity.testing import subsidy_competitions
from solvers import arms_race, joint_optimum, subsidy_equilibrium
from solvers.competition.subsidy_equilibrium import SubsidyEquilibriumCertificate
from tests.solvers.competition.subsidy_games import log_sum, welfare

F = Fraction
PARKS = SubsidyCompetition(
    ["Quzhou", "Lishui", "Jinhua"],
    value=[F("0.448"), F("0.384"), F("0.256")],
    mu=F("0.05"),
    mass=100,
    outside_option=F("0.1"),
)


@given(subsidy_competitions())
def test_windfall_gain_and_outlay_are_in_order_and_right(game):
    race = arms_race(game)
    assert race.certificate.verify(game) is True
    slack = 2 * race.proof.radius
    assert 0 <= race.windfall <= race.firms_gain + slack
    assert race.firms_gain <= race.outlay + slack
    paid = [race.equilibrium.subsidies[city] for city in game.cities]
    none = [F(0)] * len(paid)
    mass = float(game.mass)
    at, before = game.shares(paid), game.shares(none)
    outlay, most = (
        mass * sum(float(s) * share for s, share in zip(paid, p.values(), strict=True))
        for p in (at, before)
    )
    assert float(race.outlay) == pytest.approx(outlay, abs=1e-9)
    assert float(race.windfall) <= min(most, outlay) + 1e-9
    gain = mass * (log_sum(game, paid) - log_sum(game, none))
    assert float(race.firms_gain) == pytest.approx(gain, abs=1e-9)
    for standing in (race.treasuries, race.region):
        w = standing.firm_weight
        assert float(standing.equilibrium) == pytest.approx(welfare(game, paid, w), abs=1e-9)
        assert float(standing.no_subsidy) == pytest.approx(welfare(game, none, w), abs=1e-9)
        if game.budgets == (None,) * len(paid):
            assert standing.joint_optimum >= standing.equilibrium - slack
        assert standing.joint_optimum >= standing.no_subsidy - slack
        assert tuple(standing.bids) == game.cities


def test_three_parks():
    """Values to one decimal from an independent sketch of the same race."""
    race = arms_race(PARKS)
    assert race.verdict == "race for the treasuries, mixed for the region"
    assert race.region.bids == {
        "Quzhou": "too little", "Lishui": "too much", "Jinhua": "too much",
    }  # fmt: skip
    assert round(float(race.outlay), 1) == 31.2
    assert round(float(race.treasuries.equilibrium), 1) == 10.1
    assert round(float(race.treasuries.joint_optimum), 1) == 23.4
    assert race.escalates


def test_the_verdict_needs_both_weights():
    alike = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4))
    assert arms_race(alike).verdict == "race for the treasuries, transfer for the region"
    # Raising the money costs: now it is a waste for the region as well.
    assert arms_race(replace(alike, public_funds_cost=F(1, 5))).verdict == "race"
    # The better place bids nothing: for the region it should, and the other bids too much.
    uneven = arms_race(replace(alike, attractiveness=(F(1), F(0))))
    assert uneven.verdict == "race for the treasuries, mixed for the region"
    assert uneven.treasuries.bids == {"A": "neither", "B": "too much"}
    assert uneven.region.bids == {"A": "too little", "B": "too much"}
    # A city alone against the rest of the world does what is jointly best.
    alone = SubsidyCompetition(["A"], [5], mu=1, outside_option=2)
    assert arms_race(alone).verdict == "no race"


@pytest.mark.parametrize(
    "game",
    [
        SubsidyCompetition(["A"], [5], mu=1),
        SubsidyCompetition(["A", "B"], [1, 1], mu=10),
        SubsidyCompetition(["A", "B"], [5, 5], mu=1, caps=[0, 0]),
        SubsidyCompetition(["A", "B"], [0, 0], mu=1),
    ],
)
def test_where_nobody_pays_there_is_no_race(game):
    race = arms_race(game)
    assert (race.verdict, race.rounds, race.escalates) == ("no race", 0, False)
    assert race.outlay == race.firms_gain == race.windfall == 0


def test_escalation_of_two_alike_by_hand():
    """From 0 the first reply is b - mu (1 + W(e^(b/mu - 1))); at b = 4 mu, W(e^3) = 2.20794."""
    race = arms_race(SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4)))
    assert float(race.first_replies["A"]) == pytest.approx(1 - (1 + 2.2079400315693) / 4)
    assert race.escalates


def test_a_city_without_a_budget_cannot_pay_more_as_one_whose_cap_is_0():
    def race(**limits):
        values, places = [Fraction(4, 5), 0, Fraction(1, 2)], [0, Fraction(1, 5), Fraction(1, 5)]
        return SubsidyCompetition(
            ["A", "B", "C"],
            values,
            places,
            mu=Fraction(97, 300),
            mass=2,
            public_funds_cost=Fraction(1, 10),
            **limits,
        )

    limits = [Fraction(1, 10), Fraction(2, 5)]
    without = arms_race(race(budgets=[*limits, 0]))
    capped = arms_race(race(budgets=[*limits, None], caps=[None, None, 0]))
    assert without.verdict == capped.verdict == "race for the treasuries, transfer for the region"


def test_price_of_anarchy_of_two_alike_by_hand():
    """b = 1, mu = 1/4: both pay 1/2 and keep half of what they could."""
    assert arms_race(SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4))).price_of_anarchy == 2


def test_it_is_made_of_the_answers_of_its_parts():
    race = arms_race(PARKS)
    assert race.equilibrium == subsidy_equilibrium(PARKS)
    assert race.treasuries.joint == joint_optimum(replace(PARKS, firm_weight=F(0)))
    assert race.region.joint == joint_optimum(replace(PARKS, firm_weight=F(1)))
    assert arms_race(replace(PARKS, firm_weight=F(1))) == race


def test_the_border_war_costs_what_its_sources_say():
    """$330 million for 10,000 jobs in a decade; of an earlier 212, Kansas paid 140, Missouri 72."""
    file = Path(__file__).parents[3] / "examples" / "kansas_missouri" / "scenario.toml"
    given_ = tomllib.loads(file.read_text(), parse_float=Decimal)["subsidies"]

    def by_city(name):
        return {city: number["v"] for city, number in given_[name].items()}

    game = SubsidyCompetition(
        given_["bidders"],
        by_city("value"),
        by_city("attractiveness"),
        mu=given_["mu"]["v"],
        mass=given_["mass"]["v"],
        spillovers={
            city: {other: number["v"] for other, number in row.items()}
            for city, row in given_["spillovers"].items()
        },
    )
    race = arms_race(game)
    assert float(race.outlay) == pytest.approx(33_000, rel=0.02)
    paid = {
        city: s * race.equilibrium.shares[city] for city, s in race.equilibrium.subsidies.items()
    }
    assert float(paid["Kansas"] / paid["Missouri"]) == pytest.approx(140 / 72, rel=0.05)


# Two equilibria: A or B pays little, as it thinks the other's firms nearly as good as its own.
EITHER = SubsidyCompetition(
    ["A", "B", "C"],
    value=[1, F(11, 10), 1],
    attractiveness=[0, F(-1, 20), 0],
    mu=F(1, 20),
    spillovers=[[0, F(9, 10), 0], [F(9, 10), 0, 0], [0, 0, 0]],
)


DEPENDS = SubsidyCompetition(
    ["A", "B", "C"],
    value=[1, 1, F(1, 2)],
    attractiveness=[0, F(-1, 40), F(-1, 5)],
    mu=F(1, 20),
    outside_option=F(1, 2),
    caps=[F(4, 5), None, None],
    spillovers=[[0, F(4, 5), 0], [F(4, 5), 0, 0], [F(3, 10), F(7, 10), 0]],
)


def test_a_verdict_that_depends_on_the_equilibrium_is_none():
    certificate = arms_race(DEPENDS).certificate
    profiles = certificate.equilibrium.equilibria
    alone = {
        replace(certificate, equilibrium=SubsidyEquilibriumCertificate((profile,)))
        .answer(DEPENDS)
        .verdict
        for profile in profiles
    }
    assert alone == {"bids too low", "mixed"}
    race = arms_race(DEPENDS)
    assert race.verdict == "undecided"
    assert race.status.startswith("Whether the cities bid too much depends on the equilibrium")
    assert certificate.verify(DEPENDS) is True
    reordered = replace(
        certificate, equilibrium=SubsidyEquilibriumCertificate(tuple(reversed(profiles)))
    )
    assert "out of order" in str(reordered.verify(DEPENDS))


def test_several_equilibria_of_one_verdict_have_it():
    mirror = replace(EITHER, attractiveness=(F(0),) * 3, value=(F(1),) * 3)
    race = arms_race(mirror)
    assert len(race.equilibrium.others) == 2
    assert race.verdict != "undecided"


def test_a_loss_is_one_wherever_the_equilibrium_may_be():
    """Replies contract by so little that the equilibrium is hardly known."""

    def almost(hair):
        near = F(1, 2) - hair
        return SubsidyCompetition(
            ["A", "B"], [1, 1], mu=F(1, 4), spillovers=[[0, near], [near, 0]], outside_option=0
        )

    assert (
        arms_race(almost(F(1, 10**10))).verdict
        == "race for the treasuries, too little for the region"
    )
    race = arms_race(almost(F(1, 10**40)))
    assert race.equilibrium.unique
    assert race.equilibrium.proof.radius > 1
    assert race.treasuries.direction == "undecided"
    assert race.verdict == "undecided"
    assert race.certificate.verify(almost(F(1, 10**40))) is True


def test_the_price_of_anarchy_is_at_the_worst_equilibrium():
    """Two known equilibria keep 12.543 and 3.468 of 14.028, the worse one with larger subsidies."""
    game = SubsidyCompetition(
        list("ABC"),
        [3, 2, 3],
        mu=F(3, 20),
        spillovers=[[0, -2, 2], [0, 0, 2], [1, 1, 0]],
        outside_option=0,
    )
    race = arms_race(game)
    kept = [float(one) for one in race.kept]
    assert kept[0] == pytest.approx(12.543, abs=1e-3)
    assert min(kept) < 3.469
    assert float(race.price_of_anarchy) == pytest.approx(14.028 / min(kept), abs=1e-3)
    assert race.price_of_anarchy >= F(4045, 1000)
    again = [  # in floating point, from the subsidies
        sum(game.payoffs(paid).values())
        for paid in (race.equilibrium.subsidies, *race.equilibrium.others)
    ]
    assert kept == pytest.approx(again)


def test_no_price_of_anarchy_where_the_worst_equilibrium_leaves_less_than_nothing():
    game = SubsidyCompetition(
        list("ABC"),
        [3, 3, 3],
        mu=F(1, 5),
        spillovers=[[0, -2, 2], [0, 0, 2], [1, 1, 0]],
        outside_option=0,
    )
    race = arms_race(game)
    assert (race.price_of_anarchy is None) == (min(race.kept) <= 0)


def test_figures_are_to_the_digits_of_what_firms_are_worth_however_large_mu():
    game = SubsidyCompetition(["A", "B", "C"], [1, 2, 3], mu=F(10) ** 30)
    race = arms_race(game)
    assert race.certificate.verify(game) is True
    assert (race.verdict, race.price_of_anarchy, race.treasuries.equilibrium) == ("no race", 1, 2)
    assert race.proof.radius == F(1, 10**14)
    small = arms_race(SubsidyCompetition(["A", "B"], [F(1, 10**200)] * 2, mu=1))
    assert small.firms_gain == 0
    assert small.treasuries.equilibrium == F(1, 10**200)


def test_races_of_another_kind_are_sent_to_their_verb():
    with pytest.raises(InvalidInput, match="or ask windfall_industries of it"):
        arms_race(IndustryChoice(["A", "B"], ["chips", "tea"]))
    with pytest.raises(InvalidInput, match=r"or a Contest\.$"):
        arms_race(3)
