"""Coalitional games from the literature, replayed from games.json: the published numbers exactly.

Where a source prints rounded numbers, half of its last digit is the tolerance.
"""

import itertools
import json
from fractions import Fraction
from pathlib import Path

import pytest

from games import CoalitionalGame
from solvers import (
    alternative_costs_avoided,
    banzhaf_value,
    core,
    core_violation,
    cost_of_stability,
    excess,
    gately_point,
    least_core,
    minimal_rights,
    myerson_value,
    normalised_banzhaf_value,
    nucleolus,
    owen_value,
    per_capita_nucleolus,
    prenucleolus,
    shapley_value,
    tau_value,
)

CATALOGUE = {
    game["id"]: game
    for game in json.loads((Path(__file__).parent / "games.json").read_text(encoding="utf-8"))
}

# What the sources that round allow. Skåne: tables 7 and 8 print two decimals that add up to 83.82,
# so M's 16.9458 became 16.94. Production game: its worths are rounded to units, hence its values.
TOLERANCE = {"tva": Fraction(1, 2), "skane": Fraction(1, 100), "owen_lp_game": Fraction(1)}


def assignment(players, rows):
    """What the best matching of the sellers and buyers in the coalition is worth."""
    sellers, buyers = players[: len(rows)], players[len(rows) :]

    def worth(coalition):
        ours = [rows[sellers.index(s)] for s in coalition if s in sellers]
        theirs = [buyers.index(b) for b in coalition if b in buyers]
        theirs += [None] * len(ours)
        return max(
            sum(row[b] for row, b in zip(ours, match, strict=True) if b is not None)
            for match in itertools.permutations(theirs, len(ours))
        )

    return worth


def game_of(entry) -> CoalitionalGame:
    players, worth = entry["players"], entry["worth"]
    sense = "cost" if entry["is_cost"] else "gain"
    match worth.get("generator"):
        case None:
            table = {tuple(key.split(",")): value for key, value in worth.items()}
            return CoalitionalGame(players, table, sense)
        case "linear_production":
            table = {tuple(k.split(",")): v for k, v in worth["worth_rounded"].items()}
            return CoalitionalGame(players, table, sense)
        case "weighted_voting":
            weight = dict(zip(players, worth["weights"], strict=True))
            return CoalitionalGame.from_function(
                players, lambda s: int(sum(weight[p] for p in s) >= worth["quota"])
            )
        case "glove":
            return CoalitionalGame.from_function(
                players,
                lambda s: min(sum(p[0] == "L" for p in s), sum(p[0] == "R" for p in s)),
            )
        case "assignment":
            return CoalitionalGame.from_function(
                players, assignment(players, worth["matrix_seller_by_buyer"])
            )
    raise AssertionError(worth["generator"])


POINTS = {
    "shapley": shapley_value,
    "shapley_shubik": shapley_value,
    "nucleolus": nucleolus,
    "talmud_rule": nucleolus,
    "prenucleolus": prenucleolus,
    "banzhaf": banzhaf_value,
    "banzhaf_normalised": normalised_banzhaf_value,
    "tau": tau_value,
    "minimal_rights": minimal_rights,
    "gately": gately_point,
    "scrb": alternative_costs_avoided,
}


@pytest.mark.parametrize(
    ("name", "key"),
    [(name, key) for name, game in CATALOGUE.items() for key in game["known"] if key in POINTS],
)
def test_published_point(name, key):
    entry = CATALOGUE[name]
    game = game_of(entry)
    split = POINTS[key](game)
    assert split.certificate.verify(game) is True
    for city, printed in zip(entry["players"], entry["known"][key], strict=True):
        published = Fraction(printed).limit_denominator(10**6)
        if name in TOLERANCE:
            assert abs(split[city] - published) <= TOLERANCE[name]
        else:
            assert split[city] == published


@pytest.mark.parametrize(
    "name", [name for name, game in CATALOGUE.items() if "core_nonempty" in game["known"]]
)
def test_published_core(name):
    game = game_of(CATALOGUE[name])
    answer = core(game)
    assert answer.empty is not CATALOGUE[name]["known"]["core_nonempty"]
    assert answer.certificate.verify(game) is True


def test_the_catalogue_was_not_read_past():
    assert sum(key in POINTS for game in CATALOGUE.values() for key in game["known"]) == 26


def test_one_point_core():
    game = game_of(CATALOGUE["core_single_point"])
    answer = core(game)
    ((*vertex,),) = CATALOGUE["core_single_point"]["known"]["core_vertices"]
    assert list(answer.point.values()) == list(answer.lowest.values()) == vertex
    assert list(answer.highest.values()) == vertex


def test_house_market_of_shapley_and_shubik():
    """Sellers get most at one corner of the core, buyers at the other; nothing beyond."""
    entry = CATALOGUE["shapley_shubik_houses"]
    game, known = game_of(entry), entry["known"]
    answer = core(game)
    assert game.grand_worth == known["v_N"]
    sellers, buyers = known["seller_optimal_core"], known["buyer_optimal_core"]
    assert list(answer.highest.values()) == sellers[:3] + buyers[3:]
    assert list(answer.lowest.values()) == buyers[:3] + sellers[3:]
    for corner in (sellers, buyers):
        assert answer.contains(dict(zip(game.players, corner, strict=True)))


def test_owen_point_is_in_the_core():
    entry = CATALOGUE["owen_lp_game"]
    split = dict(zip(entry["players"], entry["known"]["owen_core_point"], strict=True))
    assert core_violation(game_of(entry), split) is None


def test_tennessee_valley():
    """The Shapley value to the half dollar; both published allocations are in the core."""
    game = game_of(CATALOGUE["tva"])
    known = CATALOGUE["tva"]["known"]
    assert list(shapley_value(game).values()) == [Fraction(x) for x in known["shapley"]]
    assert list(nucleolus(game).values()) == known["nucleolus"]
    answer = core(game)
    for key in ("shapley", "nucleolus"):
        assert answer.contains(dict(zip(game.players, known[key], strict=True)))
    # Nobody pays less than the separable cost, or more than the own dam.
    assert list(answer.lowest.values()) == [45214, 33763, 110977]
    assert [answer.highest[city] for city in game.players] == [
        game.worth([city]) for city in game.players
    ]
    assert cost_of_stability(game).value == 0
    assert least_core(game).epsilon < 0


def test_skane():
    """Young, Okada and Hashimoto (1979, 1982), tables 7 and 8."""
    game = game_of(CATALOGUE["skane"])
    known = CATALOGUE["skane"]["known"]
    alone = [Fraction(str(x)) for x in known["standalone"]]
    assert [game.worth([city]) for city in game.players] == alone
    for city, printed in zip(game.players, known["marginal"], strict=True):
        others = [other for other in game.players if other != city]
        marginal = game.grand_worth - game.worth(others)
        assert abs(marginal - Fraction(str(printed))) <= TOLERANCE["skane"]  # M: 12.89, not 12.90
    # The core is not empty, and the Shapley value overcharges {H, K, L}.
    assert not core(game).empty
    assert excess(game, shapley_value(game), ["H", "K", "L"]) > 0
    assert core_violation(game, shapley_value(game)).coalition == ("H", "K", "L")
    for rule in ("proportional_population", "proportional_demand"):
        split = dict(zip(game.players, map(str, known[rule]), strict=True))
        overcharged = {
            city for city, charge in split.items() if Fraction(charge) > game.worth([city])
        }
        assert overcharged & {"H", "M"}
    assert sum(nucleolus(game).values()) == Fraction("83.82")


def test_myerson_value():
    """Myerson (1977): the value on each graph of three players."""
    entry = CATALOGUE["myerson1977"]
    game = game_of(entry)
    for key, published in entry["known"].items():
        links = ["12", "13", "23"] if key == "graph_full" else key.split("_")[1:]
        split = myerson_value(game, [tuple(link) for link in links])
        assert list(split.values()) == published
        assert split.certificate.verify(game) is True


def test_owen_value_of_a_runway():
    """The R package GameTheoryAllocation, help of Owen_value: costs 1, 1, 2, and a union of two."""
    runway = CoalitionalGame.from_array(["1", "2", "3"], [0, 1, 1, 1, 2, 2, 2, 2], "cost")
    split = owen_value(runway, [["1", "2"]])
    assert list(split.values()) == [Fraction(1, 4), Fraction(1, 4), Fraction(3, 2)]
    assert list(shapley_value(runway).values()) == [Fraction(1, 3), Fraction(1, 3), Fraction(4, 3)]


def test_per_capita_nucleolus_of_savings():
    """Young (1985): what each of three towns saves against building alone."""
    entry = CATALOGUE["young1985_cost3"]
    game = game_of(entry)
    split = per_capita_nucleolus(game)
    published = entry["known"]["per_capita_nucleolus_of_savings"]
    for city, saved in zip(game.players, published, strict=True):
        assert game.worth([city]) - split[city] == Fraction(saved).limit_denominator(1000)
