"""Searches of a game that share what they find: the same values, found sooner, in either order."""

import pytest

from solvers import cost_of_stability, least_core
from solvers.families.coalition_search import CoalitionSearch
from solvers.shared_coalitions import shared, shared_coalitions
from tests.solvers.families.test_coalition_search import SEEDS, region
from tests.solvers.families.test_opening_plans import open_parks


@pytest.fixture
def searches(monkeypatch):
    """All searches that are made."""
    made, start = [], CoalitionSearch.__init__

    def noted(self, *given, **named):
        start(self, *given, **named)
        made.append(self)

    monkeypatch.setattr(CoalitionSearch, "__init__", noted)
    return made


@pytest.mark.parametrize("game", [*map(region, SEEDS), open_parks(0)], ids=repr)
def test_what_is_shared_changes_no_value_and_the_order_changes_nothing(game):
    alone = least_core(game).epsilon, cost_of_stability(game).value
    with shared_coalitions():
        fine, money = least_core(game), cost_of_stability(game)
    with shared_coalitions():
        money_first, fine_last = cost_of_stability(game), least_core(game)
    assert (fine.epsilon, money.value) == alone
    assert (fine_last.certificate, money_first.certificate) == (fine.certificate, money.certificate)
    assert fine.certificate.verify(game)
    assert money.certificate.verify(game)


def test_the_least_core_is_searched_for_once_and_the_other_search_asks_less(searches):
    game = open_parks(2, towns=12)
    cost_of_stability(game)
    (alone,) = searches
    with shared_coalitions():
        cost_of_stability(game)
        least_core(game)
    _, first, second = searches
    assert first.level
    assert not second.level
    assert second.asked < alone.asked
    assert set(second.worths) > set(first.worths)


def test_another_game_has_a_search_of_its_own(searches):
    with shared_coalitions():
        for seed in (0, 1, 0):
            least_core(open_parks(seed))
    assert len(searches) == 2


def test_within_a_context_of_its_own_nothing_is_known():
    with shared_coalitions():
        outer = shared()
        least_core(open_parks(0))
        with shared_coalitions():
            assert not shared().searches
        assert shared() is outer
        assert outer.searches
    assert shared() is None
