"""Concept x law. Each law holds of each concept, or its counterexample is here and is asserted."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solvers
from games import CoalitionalGame, InvalidInput, Undefined
from solvers import (
    alternative_costs_avoided,
    aumann_dreze_value,
    banzhaf_value,
    bargaining_set_membership,
    core,
    core_centre,
    core_violation,
    cost_of_stability,
    disruption_nucleolus,
    dutta_ray,
    egalitarian_nonseparable,
    equal_division,
    equal_surplus_division,
    gately_point,
    kernel_violation,
    least_core,
    least_square_nucleolus,
    least_square_prenucleolus,
    marginal_vector,
    minimal_rights,
    modiclus,
    myerson_value,
    normalised_banzhaf_value,
    nucleolus,
    owen_value,
    per_capita_nucleolus,
    per_capita_prenucleolus,
    position_value,
    prenucleolus,
    proportional_division,
    proportional_nucleolus,
    semivalue,
    separable_costs_remaining_benefits,
    shapley_value,
    simplified_modiclus,
    solidarity_value,
    tau_value,
    utopia_payoffs,
    weighted_shapley_value,
)
from solvers.certificate import Certificate
from tests.properties.strategies import (
    CITIES,
    MOST,
    coalitional_games,
    convex_games,
    superadditive_games,
    table,
    worths_of,
)


@dataclass
class Outcome:
    """What a concept says of a game, apart into what the laws are about."""

    certificate: Certificate
    split: Mapping[str, Fraction] | None = None  # adds up to v(N)
    payoffs: tuple[Mapping[str, Fraction], ...] = ()  # do not depend on the solver; move with v
    fines: tuple[Fraction, ...] = ()  # scale with v and stay when constants are added
    answer: Any = None


def of_point(concept, *, efficient=True):
    def outcome(game):
        try:
            split = concept(game)
        except Undefined:
            return None
        return Outcome(split.certificate, split if efficient else None, (split,), (), split)

    outcome.__wrapped__ = WITH_PARAMETERS.get(concept, concept)
    return outcome


def first_or_last(game):
    """The semivalue of who comes first, or last, with even odds."""
    n = len(game.players)
    half = Fraction(1, 2)
    return semivalue(game, [half, *[0] * (n - 2), half] if n > 1 else [1])


def weighted(game):
    """The first has weight 1, the second 2, and so on."""
    return weighted_shapley_value(game, range(1, len(game.players) + 1))


def from_first_to_last(game):
    """What each adds when they join in the order of the players."""
    return marginal_vector(game, game.players)


def along_a_line(game):
    """Each city can talk to the next."""
    return myerson_value(game, itertools.pairwise(game.players))


def links_of_a_line(game):
    return position_value(game, itertools.pairwise(game.players))


def first_two_united(game):
    return owen_value(game, [game.players[:2]])


def first_two_alone(game):
    return aumann_dreze_value(game, [game.players[:2]])


WITH_PARAMETERS = {
    weighted: weighted_shapley_value,
    first_or_last: semivalue,
    from_first_to_last: marginal_vector,
    along_a_line: myerson_value,
    links_of_a_line: position_value,
    first_two_united: owen_value,
    first_two_alone: aumann_dreze_value,
}


def of_core(game):
    answer = core(game)
    if answer.empty:
        return Outcome(answer.certificate, answer=answer)
    return Outcome(answer.certificate, answer.point, (answer.lowest, answer.highest), answer=answer)


def of_least_core(game):
    answer = least_core(game)
    return Outcome(answer.certificate, answer.point, fines=(answer.epsilon,), answer=answer)


def of_cost_of_stability(game):
    answer = cost_of_stability(game)
    split = answer.split if answer.value == 0 else None
    return Outcome(answer.certificate, split, fines=(answer.value,), answer=answer)


CONCEPTS: dict[str, Callable[[CoalitionalGame], Outcome | None]] = {
    "core": of_core,
    "least core": of_least_core,
    "cost of stability": of_cost_of_stability,
    "nucleolus": of_point(nucleolus),
    "prenucleolus": of_point(prenucleolus),
    "per-capita nucleolus": of_point(per_capita_nucleolus),
    "per-capita prenucleolus": of_point(per_capita_prenucleolus),
    "proportional nucleolus": of_point(proportional_nucleolus),
    "disruption nucleolus": of_point(disruption_nucleolus),
    "least-square nucleolus": of_point(least_square_nucleolus),
    "least-square prenucleolus": of_point(least_square_prenucleolus),
    "modiclus": of_point(modiclus),
    "core-centre": of_point(core_centre),
    "simplified modiclus": of_point(simplified_modiclus),
    "Shapley value": of_point(shapley_value),
    "solidarity value": of_point(solidarity_value),
    "weighted Shapley value": of_point(weighted),
    "semivalue": of_point(first_or_last, efficient=False),
    "marginal vector": of_point(from_first_to_last),
    "Banzhaf value": of_point(banzhaf_value, efficient=False),
    "normalised Banzhaf value": of_point(normalised_banzhaf_value),
    "equal division": of_point(equal_division),
    "proportional division": of_point(proportional_division),
    "equal surplus division": of_point(equal_surplus_division),
    "egalitarian nonseparable": of_point(egalitarian_nonseparable),
    "alternative costs avoided": of_point(alternative_costs_avoided),
    "tau-value": of_point(tau_value),
    "utopia payoffs": of_point(utopia_payoffs, efficient=False),
    "minimal rights": of_point(minimal_rights, efficient=False),
    "Gately point": of_point(gately_point),
    "Dutta-Ray solution": of_point(dutta_ray),
    "Myerson value": of_point(along_a_line),
    "position value": of_point(links_of_a_line),
    "Owen value": of_point(first_two_united),
    "Aumann-Drèze value": of_point(first_two_alone, efficient=False),
}
BY_LINEAR_PROGRAMS = {
    "core",
    "least core",
    "cost of stability",
    "nucleolus",
    "prenucleolus",
    "modiclus",
    "simplified modiclus",
}


# --- the laws: what is drawn, and what is checked -------------------------------------------------


def is_efficient(concept, game):
    found = concept(game)
    if found and found.split is not None:
        assert sum(found.split.values()) == game.grand_worth


def treats_equals_equally(concept, game):
    """Cities A and B contribute the same to everybody else, after the two are averaged."""
    swap = (1, 0, *range(2, len(game.players)))
    worths, swapped = worths_of(game), worths_of(permuted(game, swap))
    found = concept(table([(a + b) / 2 for a, b in zip(worths, swapped, strict=True)], game.sense))
    for payoffs in found.payoffs if found else ():
        assert payoffs["A"] == payoffs["B"]


def ignores_names(concept, drawn):
    game, order = drawn
    found, renamed = concept(game), concept(permuted(game, order))
    assert (found is None) == (renamed is None)
    if found:
        assert found.fines == renamed.fines
        assert len(found.payoffs) == len(renamed.payoffs)
        for payoffs, other in zip(found.payoffs, renamed.payoffs, strict=True):
            assert all(payoffs[CITIES[i]] == other[CITIES[j]] for i, j in enumerate(order))


def pays_a_dummy_its_own(concept, drawn):
    game, own = drawn
    worths = worths_of(game)
    found = concept(table([*worths, *(worth + own for worth in worths)], game.sense))
    for payoffs in found.payoffs if found else ():
        assert payoffs[CITIES[len(game.players)]] == own


def moves_with_the_game(concept, drawn):
    """Covariance under strategic equivalence: v' = a v + b."""
    game, a, b = drawn
    worths = [
        a * worth + sum(x for i, x in enumerate(b) if mask >> i & 1)
        for mask, worth in enumerate(worths_of(game))
    ]
    found, moved = concept(game), concept(table(worths, game.sense))
    assert (found is None) == (moved is None)
    if found:
        assert tuple(a * fine for fine in found.fines) == moved.fines
        assert len(found.payoffs) == len(moved.payoffs)
        for payoffs, other in zip(found.payoffs, moved.payoffs, strict=True):
            for i, city in enumerate(game.players):
                assert other[city] == a * payoffs[city] + b[i]


def rewards_a_richer_coalition(concept, drawn):
    """Coalitional monotonicity: if one coalition makes more, none of its members gets less."""
    game, mask, more = drawn
    _raised(concept, game, mask, more)


def rewards_a_richer_region(concept, drawn):
    """Aggregate monotonicity: if all together make more, nobody gets less, no fine rises."""
    game, more = drawn
    _raised(concept, game, game.grand, more)


def _raised(concept, game, mask, more):
    sign = 1 if game.sense == "gain" else -1
    worths = worths_of(game)
    worths[mask] += sign * more
    found, raised = concept(game), concept(table(worths, game.sense))
    if not found or not raised:
        return
    for before, after in zip(found.fines, raised.fines, strict=True):
        if mask != game.grand:
            assert before <= after
        elif len(game.players) > 1:
            assert before >= after
    if len(found.payoffs) == len(raised.payoffs) == 1:
        for city in game.members(mask):
            assert sign * found.payoffs[0][city] <= sign * raised.payoffs[0][city]


def leaves_nobody_worse_off_than_alone(concept, game):
    """Individual rationality, in superadditive games."""
    found = concept(game)
    sign = 1 if game.sense == "gain" else -1
    for payoffs in found.payoffs if found else ():
        for city in game.players:
            assert sign * payoffs[city] >= sign * game.worth(city)


def is_stable_if_anything_is(concept, game):
    found = concept(game)
    if found and found.split is not None and not core(game).empty:
        assert core_violation(game, found.split) is None


def is_stable_in_convex_games(concept, game):
    found = concept(game)
    if found and found.split is not None:
        assert core_violation(game, found.split) is None


def is_proven(concept, game):
    found = concept(game)
    if found:
        assert found.certificate.verify(game) is True
        assert found.certificate.answer(game) == found.answer


def survives_json(concept, game):
    found = concept(game)
    if found:
        again = Certificate.from_json(found.certificate.to_json())
        assert again == found.certificate
        assert again.answer(game) == found.answer


def reads_costs_as_negative_gains(concept, game):
    found = concept(game)
    mirrored = table(
        [-worth for worth in worths_of(game)], "cost" if game.sense == "gain" else "gain"
    )
    other = concept(mirrored)
    assert (found is None) == (other is None)
    if found:
        assert found.fines == other.fines
        assert sorted([-x for x in payoffs.values()] for payoffs in other.payoffs) == sorted(
            [*payoffs.values()] for payoffs in found.payoffs
        )


def permuted(game, order):
    """The game in which city ``order[i]`` plays the part of city i."""
    worths = worths_of(game)
    other = list(worths)
    for mask, worth in enumerate(worths):
        other[sum(1 << order[i] for i in range(len(order)) if mask >> i & 1)] = worth
    return table(other, game.sense)


games = coalitional_games()
_amounts = st.fractions(-9, 9, max_denominator=9)
_increase = st.fractions(Fraction(1, 9), 30, max_denominator=9)

LAWS = {
    is_efficient: games,
    treats_equals_equally: coalitional_games(min_players=2),
    ignores_names: games.flatmap(
        lambda game: st.tuples(st.just(game), st.permutations(range(len(game.players))))
    ),
    pays_a_dummy_its_own: st.tuples(coalitional_games(max_players=MOST - 1), _amounts),
    moves_with_the_game: st.tuples(
        games,
        st.fractions(Fraction(1, 9), 9, max_denominator=9),
        st.lists(_amounts, min_size=MOST, max_size=MOST),
    ),
    rewards_a_richer_coalition: games.flatmap(
        lambda game: st.tuples(st.just(game), st.integers(1, game.grand), _increase)
    ),
    rewards_a_richer_region: st.tuples(games, _increase),
    leaves_nobody_worse_off_than_alone: superadditive_games(),
    is_stable_if_anything_is: games,
    is_stable_in_convex_games: convex_games(),
    is_proven: games,
    survives_json: games,
    reads_costs_as_negative_gains: games,
}

# All together make 14 instead of 13, and A gets 23/6 instead of 4; {A, B, D} make 8 instead of 7,
# and A gets 17/6 instead of 3. Both games have a core, before and after.
_POORER_IN_A_RICHER_REGION = table([0, 0, 0, 1, 0, 4, 0, 4, 0, 0, 3, 7, 3, 6, 3, 13]), Fraction(1)
_POORER_IN_A_RICHER_COALITION = (
    table([0, 0, 0, 2, 0, 2, 4, 2, 0, 2, 1, 7, 3, 5, 0, 13]),
    0b1011,
    Fraction(1),
)
_GLOVES = table([0, 0, 0, 1, 0, 1, 0, 1])
_ONLY_B = table([0, 0, 1, 1])  # A adds nothing
_DUO = table([0, 0, 0, 1])
_PAIR_BC = table([0, 0, 0, 0, 0, 0, 1, 0]), Fraction(1, 9)  # the pair makes more than all three
_RICHER_A = table([0, 0, 0, 2, 0, 3, 2, 3, 0, 1, 1, 6, 0, 6, 4, 6]), 1, Fraction(1)
_ENDS_AC = table([0, 0, 0, 0, 0, 1, 0, 1])  # the ends of the line need each other
# A and B make 1, C, D and E make 1: everybody's last contribution is 1, so each gets 2/5.
_TWO_AND_THREE = table([int(mask & 3 == 3) + int(mask >> 2 == 7) for mask in range(32)])
_LOPSIDED = table([0, 0, 0, 3, 0, 3, 0, 6, 0, 2, 3, 3, 1, 3, 3, 6])

EXCEPTIONS: dict[tuple[str, Callable[..., None]], Any] = {
    ("nucleolus", rewards_a_richer_region): _POORER_IN_A_RICHER_REGION,
    ("prenucleolus", rewards_a_richer_region): _POORER_IN_A_RICHER_REGION,
    ("nucleolus", rewards_a_richer_coalition): _POORER_IN_A_RICHER_COALITION,
    ("prenucleolus", rewards_a_richer_coalition): _POORER_IN_A_RICHER_COALITION,
    ("per-capita nucleolus", rewards_a_richer_coalition): (
        table([0, 0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 0]),
        11,
        Fraction(1, 9),
    ),
    ("per-capita nucleolus", rewards_a_richer_region): (  # B gets 0 in place of 1/10
        table([int(mask in {3, 6, 12, 14, 20, 25, 31}) for mask in range(32)]),
        Fraction(1),
    ),
    ("per-capita prenucleolus", pays_a_dummy_its_own): (table([0, 0, 1, 0]), Fraction(0)),
    ("per-capita prenucleolus", leaves_nobody_worse_off_than_alone): table(
        [0, 0, 0, 2, 0, 0, 1, 2, 0, 0, 0, 2, 0, 2, 1, 2]  # superadditive, and D has -1/8
    ),
    ("proportional nucleolus", moves_with_the_game): (table([0, 1, 3, 6]), 1, (0, 1)),
    ("proportional nucleolus", reads_costs_as_negative_gains): table([0, 1, 1, 0], "cost"),
    ("least-square nucleolus", pays_a_dummy_its_own): (table([0] * 7 + [1]), Fraction(0)),
    ("least-square nucleolus", is_stable_if_anything_is): table([0, 0, 0, 0, -1, 0, 0, 0]),
    ("least-square nucleolus", is_stable_in_convex_games): table(
        [0, 0, -1, -1, 0, 0, -1, 0, 1, 1, 0, 0, 1, 1, 0, 1]
    ),
    ("least-square prenucleolus", pays_a_dummy_its_own): (table([0] * 7 + [1]), Fraction(0)),
    ("least-square prenucleolus", leaves_nobody_worse_off_than_alone): table(
        [0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 2, 2, 2, 2]
    ),
    ("least-square prenucleolus", is_stable_if_anything_is): table([0] * 14 + [1, 1]),
    ("least-square prenucleolus", is_stable_in_convex_games): table(
        [0, 0, -1, -1, -1, -1, -2, -2, 1, 1, 0, 0, 0, 0, 1, 1]
    ),
    ("core-centre", rewards_a_richer_region): (
        table([0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 4, 0, 0, 0, 4]),
        Fraction(1),
    ),
    ("core-centre", rewards_a_richer_coalition): (
        table([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 3, 4, 0, 5]),
        13,
        Fraction(1),
    ),
    ("modiclus", rewards_a_richer_coalition): (table([0, 0, 0, 0, 0, 1, 0, 0]), 3, Fraction(1)),
    ("simplified modiclus", rewards_a_richer_coalition): (
        table([0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 1]),
        14,
        Fraction(1),
    ),
    ("simplified modiclus", is_stable_if_anything_is): table([0, 0, 0, 0, 1, 0, 0, 1]),
    # A, B and C make 1 if all three join; of D, E and F each but the first does: A to C get 3/4.
    ("simplified modiclus", is_stable_in_convex_games): table(
        [int(s & 7 == 7) + max(0, (s >> 3).bit_count() - 1) for s in range(64)]
    ),
    ("simplified modiclus", rewards_a_richer_region): (  # E gets 1/16 less
        table([int(s in {2, 4, 8, 14, 15, 17, 26, 28}) for s in range(32)]),
        Fraction(1),
    ),
    ("modiclus", rewards_a_richer_region): (
        table([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0]),
        Fraction(1),
    ),
    ("modiclus", is_stable_if_anything_is): table([0, 0, 0, 0, 0, 1, 1, 1]),
    ("solidarity value", pays_a_dummy_its_own): (table([0, 0]), Fraction(1)),
    ("solidarity value", moves_with_the_game): (table([0, 0, 0, 0]), 1, (0, 1)),
    ("solidarity value", leaves_nobody_worse_off_than_alone): _ONLY_B,
    ("solidarity value", is_stable_if_anything_is): _ONLY_B,
    ("solidarity value", is_stable_in_convex_games): _ONLY_B,
    ("Shapley value", is_stable_if_anything_is): _GLOVES,
    ("marginal vector", treats_equals_equally): _DUO,
    ("marginal vector", ignores_names): (_DUO, (1, 0)),
    ("marginal vector", is_stable_if_anything_is): _GLOVES,
    ("weighted Shapley value", treats_equals_equally): _DUO,
    ("weighted Shapley value", ignores_names): (_DUO, (1, 0)),
    ("weighted Shapley value", is_stable_if_anything_is): _GLOVES,
    ("normalised Banzhaf value", pays_a_dummy_its_own): (table([0] * 7 + [1]), Fraction(1)),
    ("normalised Banzhaf value", moves_with_the_game): (table([0, 0, 1, 0]), 1, (0, 1)),
    ("normalised Banzhaf value", rewards_a_richer_coalition): (
        table([0] * 13 + [2, 1, -1]),
        1,
        Fraction(1, 9),
    ),
    ("normalised Banzhaf value", rewards_a_richer_region): _PAIR_BC,
    ("normalised Banzhaf value", leaves_nobody_worse_off_than_alone): table(
        [0, -2, 1, 0, 0, -1, 1, 0]
    ),
    ("normalised Banzhaf value", is_stable_if_anything_is): _GLOVES,
    ("equal division", pays_a_dummy_its_own): (table([0, 0]), Fraction(1)),
    ("equal division", moves_with_the_game): (table([0, 0, 0, 0]), 1, (0, 1)),
    ("equal division", leaves_nobody_worse_off_than_alone): _ONLY_B,
    ("equal division", is_stable_if_anything_is): _ONLY_B,
    ("proportional division", pays_a_dummy_its_own): (_DUO, Fraction(1)),
    ("proportional division", moves_with_the_game): (table([0, 1, 1, 4]), 1, (0, 1)),
    ("proportional division", rewards_a_richer_coalition): (
        table([0, 0, 1, -1]),
        1,
        Fraction(1, 9),
    ),
    ("proportional division", rewards_a_richer_region): (table([0, 1, -2, 0]), Fraction(1, 9)),
    ("proportional division", leaves_nobody_worse_off_than_alone): table([0, 1, -2, 0]),
    ("proportional division", is_stable_if_anything_is): table([0, 1, 0, 1, 0, 1, 1, 2]),
    ("equal surplus division", pays_a_dummy_its_own): (_DUO, Fraction(0)),
    ("equal surplus division", is_stable_if_anything_is): _GLOVES,
    ("egalitarian nonseparable", pays_a_dummy_its_own): (_DUO, Fraction(0)),
    ("egalitarian nonseparable", leaves_nobody_worse_off_than_alone): table(
        [0, 0, 0, 0, 0, 0, 1, 1]
    ),
    ("egalitarian nonseparable", is_stable_if_anything_is): table([0, 0, 0, 0, 0, 0, 1, 1]),
    ("alternative costs avoided", rewards_a_richer_coalition): _RICHER_A,
    ("alternative costs avoided", rewards_a_richer_region): _PAIR_BC,
    ("alternative costs avoided", is_stable_if_anything_is): _LOPSIDED,
    ("Gately point", rewards_a_richer_coalition): _RICHER_A,
    ("Gately point", rewards_a_richer_region): (
        table([0, 0, 0, 0, -1, 0, 0, 0]),
        Fraction(1, 9),
    ),
    ("Gately point", is_stable_if_anything_is): _LOPSIDED,
    ("tau-value", rewards_a_richer_coalition): (
        table([0, 0, 0, 2, 0, 3, 0, 6, 0, 3, 3, 3, 2, 4, 3, 9]),
        7,
        Fraction(1),
    ),
    ("tau-value", rewards_a_richer_region): (table([0] * 8 + [-1] + [0] * 7), Fraction(1, 9)),
    ("tau-value", is_stable_if_anything_is): table(
        [0, 0, 0, 3, 0, 1, 0, 3, 0, 3, 1, 3, 3, 3, 4, 6]
    ),
    ("minimal rights", pays_a_dummy_its_own): (table([0, 0, 1, 0]), Fraction(0)),
    ("minimal rights", rewards_a_richer_coalition): (
        table([0] * 14 + [1, 0]),
        15,
        Fraction(1, 9),
    ),
    ("minimal rights", rewards_a_richer_region): _PAIR_BC,
    ("normalised Banzhaf value", is_stable_in_convex_games): table(
        [0, -3, 5, 3, 0, -3, 6, 4, -3, -6, 2, 0, -3, -5, 3, 2]
    ),
    ("proportional division", is_stable_in_convex_games): table([0, 0, 0, 2, 2, 4, 2, 6]),
    ("equal division", is_stable_in_convex_games): table([0, 0, 2, 5, 0, 0, 2, 7]),
    ("egalitarian nonseparable", is_stable_in_convex_games): table([0, 0, 2, 5, 0, 0, 2, 7]),
    ("equal surplus division", is_stable_in_convex_games): table([0, 3, 0, 3, 0, 3, 3, 7]),
    ("tau-value", is_stable_in_convex_games): _TWO_AND_THREE,
    ("Gately point", is_stable_in_convex_games): _TWO_AND_THREE,
    ("alternative costs avoided", is_stable_in_convex_games): _TWO_AND_THREE,
    ("Dutta-Ray solution", moves_with_the_game): (_DUO, 1, (0, 1)),
    ("Myerson value", treats_equals_equally): table([0, 0, 0, 0, 0, 0, 1, 0]),
    ("Myerson value", ignores_names): (_ENDS_AC, (0, 2, 1)),
    ("Myerson value", is_stable_if_anything_is): _ENDS_AC,
    ("Myerson value", is_stable_in_convex_games): _ENDS_AC,
    ("position value", treats_equals_equally): table([0] * 7 + [1]),
    ("position value", ignores_names): (_ENDS_AC, (0, 2, 1)),
    ("position value", rewards_a_richer_coalition): (table([0] * 16), 7, Fraction(1)),
    ("position value", is_stable_if_anything_is): _ENDS_AC,
    ("position value", is_stable_in_convex_games): _ENDS_AC,
    ("Owen value", ignores_names): (table([0] * 7 + [1]), (0, 2, 1)),
    ("Owen value", is_stable_if_anything_is): _GLOVES,
    ("Aumann-Drèze value", ignores_names): (table([0, 0, 0, 0, 0, 1, 0, 0]), (0, 2, 1)),
}
"""(concept, law) -> what can be drawn and breaks the law."""


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("concept", CONCEPTS)
def test_law_holds_or_has_its_counterexample(concept, law):
    if (concept, law) in EXCEPTIONS:
        with pytest.raises(AssertionError):
            law(CONCEPTS[concept], EXCEPTIONS[concept, law])
        return

    few = 5 if concept in BY_LINEAR_PROGRAMS else 16  # formulas have their oracles, too

    @settings(max_examples=max(40, settings.default.max_examples) // few)
    @given(LAWS[law])
    def holds(drawn):
        law(CONCEPTS[concept], drawn)

    holds()


def test_a_dummy_in_the_middle_of_a_line_is_paid_for_its_links():
    ends = table([0, 0, 0, 0, 0, 6, 0, 6])  # B adds nothing, but A and C need it to talk
    assert (along_a_line(ends)["B"], links_of_a_line(ends)["B"]) == (2, 3)


def test_every_concept_is_listed():
    """Whatever finds a point, a core or a fine for any table of worths has to pass the laws."""
    listed = {getattr(concept, "__wrapped__", None) for concept in CONCEPTS.values()}
    listed |= {core, least_core, cost_of_stability}
    listed.add(separable_costs_remaining_benefits)  # of costs alone; else alternative costs avoided
    answers = {"Allocation", "Core", "LeastCore", "CostOfStability"}
    for name in solvers.__all__:
        concept = getattr(solvers, name)
        if getattr(concept, "__module__", "").startswith("solvers.coalitional."):
            found = inspect.isfunction(concept) and inspect.signature(concept).return_annotation
            assert found not in answers or concept in listed, f"{name} is not among CONCEPTS"


def test_what_is_no_table_of_worths_is_refused_in_a_sentence():
    for name in solvers.__all__:
        concept = getattr(solvers, name)
        room = getattr(concept, "__module__", "").rpartition(".")[0]
        if room in ("solvers.coalitional", "solvers.properties") and inspect.isfunction(concept):
            first, *others = inspect.signature(concept).parameters.values()
            needed = [p for p in others if p.default is p.empty and p.kind is not p.VAR_POSITIONAL]
            if str(first.annotation).startswith("CoalitionalGame"):
                with pytest.raises(InvalidInput, match="a CoalitionalGame"):
                    concept("a name", *[None] * len(needed))


def test_a_split_is_a_mapping():
    for judge in (core_violation, kernel_violation, bargaining_set_membership):
        with pytest.raises(InvalidInput, match="a dict, a number for each city"):
            judge(_GLOVES, [1, 0, 0])


def test_the_table_of_laws_in_the_docs():
    """docs/splits.md says "no" where, and only where, a counterexample stands here."""
    laws = [
        pays_a_dummy_its_own,
        moves_with_the_game,
        leaves_nobody_worse_off_than_alone,
        is_stable_in_convex_games,
        rewards_a_richer_region,
    ]
    page = (Path(__file__).parents[2] / "docs" / "splits.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    for concept, *cells in rows[1:]:
        name = concept.partition(" (")[0]
        assert name in CONCEPTS
        for law, cell in zip(laws, cells, strict=True):
            assert (cell == "no") is ((name, law) in EXCEPTIONS), (name, law.__name__)
