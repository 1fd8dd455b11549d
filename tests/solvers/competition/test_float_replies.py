"""Best replies in floating point are those that balls enclose, with budgets, caps and none."""

from fractions import Fraction

import numpy as np
import pytest

from games import SubsidyCompetition
from solvers.competition.float_replies import FloatReplies
from solvers.competition.logit_choice import logit_choice

CITIES = ["Quzhou", "Lishui", "Jinhua"]


@pytest.mark.parametrize(
    "limits",
    [{}, {"budgets": [0.05, None, 0]}, {"budgets": [0.05, 0.2, 9]}, {"caps": [0.1, None, 0.4]}],
)
@pytest.mark.parametrize("outside_option", [None, 1])
def test_replies_in_floats_are_the_enclosed_ones(limits, outside_option):
    game = SubsidyCompetition(
        CITIES, value=[3, 2, 1], mu=0.5, mass=2, outside_option=outside_option, **limits
    )
    profiles = [[0, 0, 0], [0.3, 0.1, 0.7], [2, 0, 1]]
    floats = FloatReplies(game)
    replies = floats.reply(np.array(profiles) / 0.5) * 0.5
    with logit_choice(game) as choice:
        for profile, found in zip(profiles, replies, strict=True):
            outcome = choice.at([Fraction(s) for s in profile])
            enclosed = [float(outcome.reply(i).mid()) for i in range(3)]
            assert np.allclose(found, enclosed, rtol=0, atol=1e-12)
