"""Functions that answer for several kinds of game take the game by its name, too."""

import inspect

import pytest

import intercity as ic
from solvers.single_dispatch import single_dispatch

GAME = ic.CoalitionalGame.from_function(["Ash", "Birch", "Cedar"], lambda s: len(s) ** 2)
HUBS = ic.FacilityLocation(["Ash", "Birch"], ["north"], opening=[3], service=[[1], [5]])
OTHER_GAMES = {"coleman_power": ic.WeightedVoting({"Ash": 1, "Birch": 1}, 2), "program_game": HUBS}
REST = {"split": {"Ash": 2, "Birch": 3, "Cedar": 4}, "coalition": ["Ash", "Birch"]}
NAMES = [name for name in ic.__all__ if hasattr(getattr(ic, name), "registry")]


def compared(answer):
    """What an answer says: not every answer is told to equal another with the same numbers."""
    return repr(answer), str(getattr(answer, "certificate", ""))


@pytest.mark.parametrize("name", NAMES)
def test_the_game_by_its_name(name):
    function = getattr(ic, name)
    game = OTHER_GAMES.get(name, GAME)
    first, *rest = inspect.signature(function).parameters
    more = {key: REST[key] for key in rest if key in REST}
    by_name = function(**{first: game}, **more)
    assert compared(by_name) == compared(function(game, **more))
    with pytest.raises(TypeError, match=rf"{name}\(\) missing .*'{first}'"):
        function(**more)


def test_a_kind_that_is_registered_is_found_by_name():
    @single_dispatch
    def doubled(game, *, plus=0):
        raise AssertionError

    @doubled.register
    def _(game: int, *, plus=0):
        return 2 * game + plus

    assert doubled(game=3, plus=1) == 7
