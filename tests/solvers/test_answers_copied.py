"""Answers can be copied and pickled, to be kept in a file or sent home by a worker process."""

from __future__ import annotations

import copy
import pickle

import pytest

from tests.solvers.test_answers_in_print import ONE_OF_EACH
from tests.solvers.test_certificates_tampered import CERTIFIED, certified


@pytest.mark.parametrize("name", ONE_OF_EACH.values())
def test_every_answer_can_be_copied_and_pickled(name):
    answer = certified(name)
    for again in (copy.copy(answer), copy.deepcopy(answer), pickle.loads(pickle.dumps(answer))):
        assert again == answer
        assert (str(again), again.status, again.proof) == (str(answer), answer.status, answer.proof)
        assert again.certificate == answer.certificate
    assert again.certificate.verify(CERTIFIED[name][0])
