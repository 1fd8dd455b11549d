"""Self-enforcing refunds: the promise of one year's gain, and contracts against a grid."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput
from mechanisms import RefundTerms, self_enforcing_refund
from solvers.certificate import Certificate
from tests.properties.strategies import examples


def terms(taxes, gains, costs, host, home):
    return RefundTerms(
        "Hub", "Town", taxes=taxes, gains=gains, costs=costs, discounts={"Hub": host, "Town": home}
    )


def kept(subject, refunds):
    """Whether neither ever stops, from the definition with the last year summed as a series."""
    years = range(len(refunds))

    def value(flows, start, d):
        tail = flows[-1] / (1 - d)
        return sum(d ** (t - start) * flows[t] for t in years[:-1] if t >= start) + (
            d ** (len(refunds) - 1 - start) * tail
        )

    host = [w - r for w, r in zip(subject.gains, refunds, strict=True)]
    home = [r - k for r, k in zip(refunds, subject.costs, strict=True)]
    h, d = subject.discounts.values()
    return all(value(host, t, h) - subject.gains[t] >= 0 and value(home, t, d) >= 0 for t in years)


@given(
    gain=st.integers(0, 9),
    cost=st.integers(0, 9),
    tax=st.integers(0, 9),
    host=st.fractions(0, Fraction(9, 10), max_denominator=10),
)
def test_every_year_alike(gain, cost, tax, host):
    """The host can promise h w, and the home city needs its cost: Levin (2003) with one action."""
    found = self_enforcing_refund(terms([tax], [gain], [cost], host, Fraction(1, 2)))
    most = min(tax, host * gain)
    if cost > most:
        assert (found.most, found.least, found.home_gains) == ((), (), None)
        assert "what Hub can promise does not pay" in found.status
    else:
        assert (found.most, found.least) == ((most,), (cost,))
        assert found.home_gains == (0, 2 * (most - cost))


def test_quota_first_refunds_later():
    """Quota worth 6 is given once; the host gains 4 a year.

    h = 1/2: at most 2 a year, for ever worth 4 to d = 1/2: too little. h = 9/10: r_2 <= 18/5 and
    r_1 <= 9 (4 - r_2), at most the tax of 9; r_1 + r_2 is greatest at 9 and 3, 12 - 6 = 6.
    """
    never = self_enforcing_refund(terms([9, 9], [4, 4], [6, 0], 0.5, 0.5))
    assert never.most == ()
    patient = terms([9, 9], [4, 4], [6, 0], 0.9, 0.5)
    found = self_enforcing_refund(patient)
    assert found.most == (9, 3)
    assert found.home_gains == (0, 6)
    assert kept(patient, found.most)


@given(data=st.data())
@examples(62)
def test_no_contract_on_a_grid_is_better(data):
    years = data.draw(st.integers(1, 3))
    numbers = st.lists(st.integers(0, 4), min_size=years, max_size=years)
    patience = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(3, 4)])
    subject = terms(
        *(data.draw(numbers) for _ in range(3)), data.draw(patience), data.draw(patience)
    )
    found = self_enforcing_refund(subject)
    assert found.certificate.verify(subject) is True
    weights = subject.weights("Town", 0)
    cost = sum(w * k for w, k in zip(weights, subject.costs, strict=True))
    if found.most:
        assert kept(subject, found.most)
        assert kept(subject, found.least)
    grids = [[Fraction(k, 2) for k in range(2 * tax + 1)] for tax in map(int, subject.taxes)]
    for refunds in itertools.product(*grids):
        if kept(subject, refunds):
            low, high = found.home_gains
            assert low <= sum(w * r for w, r in zip(weights, refunds, strict=True)) - cost <= high


def test_the_certificate_goes_through_json():
    subject = terms([9, 9], [4, 4], [6, 0], 0.9, 0.5)
    certificate = self_enforcing_refund(subject).certificate
    again = Certificate.from_json(certificate.to_json())
    assert again.verify(subject) is True
    assert not again.verify(terms([9, 9], [4, 5], [6, 0], 0.9, 0.5))
    none = self_enforcing_refund(terms([9], [4], [6], 0.9, 0.5)).certificate
    assert none.verify(terms([9], [4], [6], 0.9, 0.5)) is True
    assert not none.verify(terms([9], [9], [6], 0.9, 0.5))


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda: terms([], [], [], 0.5, 0.5), "the years of the tax is missing"),
        (lambda: terms([1], [1, 2], [1], 0.5, 0.5), "years of gain of the host is 2"),
        (
            lambda: terms([1], [1], [1], 1, 0.5),
            "discount factor of Hub is 1; it should be from",
        ),
        (
            lambda: RefundTerms("A", "A", taxes=[1], gains=[1], costs=[1], discounts={"A": 0.5}),
            "another than the host",
        ),
        (
            lambda: RefundTerms("A", "B", taxes=[1], gains=[1], costs=[1], discounts={"A": 0.5}),
            "discount factor of B is missing",
        ),
    ],
)
def test_bad_input(broken, words):
    with pytest.raises(InvalidInput) as raised:
        broken()
    assert words in str(raised.value)
