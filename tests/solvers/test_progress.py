"""Who listens hears what is worked on, and for which question."""

from contextlib import suppress

from solvers.progress import asking, followed, listening, tell


def test_a_part_is_told_with_all_questions_that_it_is_for_and_later_ones_without():
    heard = []
    with listening(lambda *told: heard.append(told)):
        with asking("all together"):
            with suppress(KeyError), asking("core"):
                tell("rounds", 3, 80)
                raise KeyError
            tell("cases", 4)
        tell("payoffs", 1, 2)
    tell("cases", 5)
    assert heard == [
        ("all together", 0, 0),
        ("all together, core", 0, 0),
        ("all together, core, rounds", 3, 80),
        ("all together, cases", 4, 0),
        ("payoffs", 1, 2),
    ]


def test_within_work_that_nobody_listens_to_nothing_is_heard():
    heard = []
    with listening(lambda *told: heard.append(told)):
        with listening(None), asking("terms"):
            tell("cases", 1, 2)
        tell("numbers", 1, 2)
    assert heard == [("numbers", 1, 2)]


def test_one_item_alone_is_not_worth_telling():
    heard = []
    with listening(lambda *told: heard.append(told)):
        assert list(followed("groups", ["A"])) == ["A"]
    assert heard == []
