"""Published nucleoli of random games: see ``benedek_fliege_nguyen``."""

import pytest

from solvers import nucleolus
from tests.published.benedek_fliege_nguyen import INSTANCES, generated


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
@pytest.mark.parametrize("n", [5, 10, 15])
def test_published_nucleoli(kind, n):
    cases = [case for case in INSTANCES if (case["type"], case["n"]) == (kind, n)]
    assert len(cases) == 20
    for case in cases:
        game = generated(kind, n, case["seed"])
        split = nucleolus(game)
        assert split.certificate.verify(game) is True
        for city, printed in zip(game.players, case["nucleolus"], strict=True):
            assert abs(float(split[city]) - printed) <= 1e-4 + 1e-6 * abs(printed), case
