"""Negotiations can be played to the end, and a play that breaks a belief can be pasted."""

from fractions import Fraction

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

import intercity as ic
from intercity import testing

FEW = settings(
    max_examples=30,
    stateful_step_count=8,
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    print_blob=False,
)


class JoinAndRenege(testing.NegotiationMachine):
    """After four steps of two cities nobody is left."""

    leave = report = pay = None


class NobodyIsOwed(testing.NegotiationMachine):
    @invariant()
    def nobody_is_ever_owed_money(self):
        assert all(owed <= 0 for owed in self.owed.values())


def test_a_play_goes_on_where_all_cities_have_reneged():
    plays = settings(FEW, max_examples=4, stateful_step_count=12, phases=[Phase.generate])
    run_state_machine_as_test(JoinAndRenege, settings=plays)


def test_a_play_that_breaks_a_belief_is_of_two_cities_and_can_be_pasted():
    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(NobodyIsOwed, settings=FEW)
    printed = "\n".join(caught.value.__notes__)
    play = printed[printed.index("state = ") : printed.index("state.teardown")]
    names = {
        "NobodyIsOwed": NobodyIsOwed,
        "CoalitionalGame": ic.CoalitionalGame,
        "Fraction": Fraction,
    }
    with pytest.raises(AssertionError):
        exec(play, names)
    assert play.count("state.join(city=") == play.count("state.join(") == 2


def test_the_machine_has_a_name_of_its_own():
    assert "NegotiationMachine" not in ic.__all__
    shared = {*testing.__all__} & {*ic.__all__}
    assert all(getattr(testing, name) is getattr(ic, name) for name in shared)
