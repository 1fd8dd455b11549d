"""Work that processes share: who waits for one hears how far it is."""

import io
import pickle
import threading
from types import SimpleNamespace

import pytest

from intercity.checkup import workers
from solvers.progress import listening


def test_a_process_says_how_far_it_is_before_it_answers():
    class Noting(workers._Worker):
        """One that keeps what it is told."""

        def __init__(self, answers):
            super().__setattr__("noted", [])
            self.purpose = None
            self.process = SimpleNamespace(stdin=io.BytesIO(), stdout=answers)

        def __setattr__(self, name, value):
            if name == "heard":
                self.noted.append(value)
            super().__setattr__(name, value)

    answers = io.BytesIO()
    workers._passing_on(answers)("cases", 3, 9)
    pickle.dump((True, "found"), answers)
    answers.seek(0)
    worker = Noting(answers)
    assert worker.ask("item") == (True, "found")
    assert worker.noted == [("cases", 3, 9), None]
    with pytest.raises(workers._Ended):
        worker.ask("item")


def test_whoever_listens_is_told_of_the_others_once_all_else_is_done(monkeypatch):
    monkeypatch.setattr(workers, "OFTEN", 0.001)
    taken, told = threading.Event(), threading.Event()
    heard = []

    class Other:
        """One that does not answer before somebody has heard how far it is."""

        purpose = heard = None

        def ask(self, item):
            self.heard = "the other", 3, 9
            taken.set()
            told.wait(2)
            self.heard = None
            return True, item

    def listener(*part):
        heard.append(part)
        if part[0] == "the other":
            told.set()

    def prepare():
        assert taken.wait(10)
        return str.upper

    shared = workers.Workers(1, "json")
    shared._workers = [Other()]
    with listening(listener):
        assert list(shared.each(prepare, (), ["a"])) == ["a"]
    assert set(heard) == {("the other", 3, 9)}
