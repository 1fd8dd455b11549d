"""What is made of an object is made once, and not of another that is equal or in its place."""

import itertools

from solvers.once_per_object import once_per_object


class Seen:
    def __init__(self):
        self.made = []

    def __call__(self, subject):
        self.made.append(subject)
        return len(self.made)


def kept(most):
    seen = Seen()

    @once_per_object(most=most)
    def number(subject):
        return seen(subject)

    return number, seen


def test_an_equal_object_is_another():
    number, _ = kept(2)
    one, equal = [1], [1]
    assert (number(one), number(equal), number(one), number(equal)) == (1, 2, 1, 2)


def test_no_object_is_taken_for_one_that_is_gone():
    count = itertools.count(1)

    @once_per_object(most=100)
    def number(_):  # holds no subject, unlike ``Seen``
        return next(count)

    for k in range(1, 51):
        assert number([k]) == k  # a list that nobody holds would be built where the last one was


def test_so_many_are_kept_and_then_all_let_go():
    number, seen = kept(2)
    one, two, three = [1], [2], [3]
    for subject in (one, two, one, two, three, one):
        number(subject)
    assert seen.made == [one, two, three, one]
