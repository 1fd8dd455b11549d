"""The best numbers of a deal by its lines, against programs of another library."""

import math
from fractions import Fraction
from random import Random
from types import SimpleNamespace

import pytest
from scipy.optimize import linprog

from intercity.amendment import linear_deal
from intercity.amendment.amendable_clause import AmendableClause, Kind
from intercity.amendment.linear_deal import LinearDeal
from intercity.topics.condition import Condition, Wish
from mechanisms.compact.run_solver import call
from solvers import solve

F = Fraction
ALONE = SimpleNamespace(run_solver=call, region=SimpleNamespace(power={}), floors_stay=False)
NEAR, SLACK = 1e-4, 1e-6


def clause(kind, giver, signed, most, *places, outside=False):
    """A number from 0 to the most; what moves between members counts."""
    per_unit = F(kind in (Kind.PAYMENT, Kind.PRICE))
    taker = "B" if giver == "A" else "A"
    return AmendableClause(
        kind, giver, taker, F(signed), F(0), F(most), per_unit, places, outside=outside
    )


CLAUSES = (
    clause(Kind.PAYMENT, "A", 2, 6, 0),
    clause(Kind.PAYMENT, "B", 0, 6),
    clause(Kind.DEPOSIT, "B", 1, 5, 0),
    clause(Kind.LOAN, "A", 3, 6, 0, 1),
    clause(Kind.LOAN, "B", 2, 5, 0),
    clause(Kind.GRANT, "A", 1, 4, 0),
    clause(Kind.LOAN, "B", 0, 4, outside=True),
)
WISHES = (
    Condition(Wish.GAIN, ("A",)),
    Condition(Wish.GAIN, ("B",)),
    Condition(Wish.STAYS, ("A",), 1),
    Condition(Wish.STAYS, ("A",), 2),
    Condition(Wish.NO_BETTER_OFFER, ("A", "B")),
)


def drawn(seed):
    """A deal of the clauses, in which members lose as signed, and the wishes that are kept."""
    rolled = Random(seed)
    lowest = rolled.choice([-6, -30])
    now = {wish: F(rolled.randint(lowest, 3)) for wish in WISHES}
    slopes = {
        wish: {one.name: F(rolled.choice([-2, -1, 0, 0, 1, 2])) for one in CLAUSES}
        for wish in WISHES
    }
    lost = {wish: max(F(0), -now[wish]) for wish in WISHES if wish.wish is Wish.GAIN}
    deal = LinearDeal(ALONE, None, CLAUSES, now, slopes, {}, (), lost)
    return deal, rolled.sample(WISHES, rolled.randint(0, 4))


class Oracle:
    """Programs over the clauses' numbers, and what is lacking of A's staying and of other wishes.

    Lacking is as little as each year of it leaves.
    """

    def __init__(self, deal, kept):
        self.deal, self.groups = deal, {}
        for wish in WISHES:
            if wish not in kept:
                self.groups.setdefault((wish.wish, wish.cities), len(CLAUSES) + len(self.groups))
        self.size = len(CLAUSES) + len(self.groups) + len(CLAUSES)  # last, by how much each moves
        self.rows, self.bounds = [], [(0, float(one.highest)) for one in CLAUSES]
        for wish in WISHES:
            line, most = self.line(deal.slopes[wish], -1), float(self.at_nothing(wish))
            if wish not in kept:
                line[self.groups[wish.wish, wish.cities]] = -1.0
            self.rows.append((line, most))
        for wish, cities in self.groups:
            most = deal.most_lacking.get(Condition(wish, cities))
            self.bounds.append((0, None if most is None else float(most)))
        for k, one in enumerate(CLAUSES):
            self.bounds.append((0, None))
            for sign in (1, -1):
                line = [0.0] * self.size
                line[k], line[k - len(CLAUSES)] = sign, -1.0
                self.rows.append((line, sign * float(one.signed)))

    def at_nothing(self, wish):
        """What a wish is worth where all numbers are 0."""
        slopes = self.deal.slopes[wish]
        return self.deal.now[wish] - sum(slopes[one.name] * one.signed for one in CLAUSES)

    def line(self, slopes, sign=1):
        rest = [0.0] * (self.size - len(CLAUSES))
        return [sign * float(slopes.get(one.name, 0)) for one in CLAUSES] + rest

    def least(self, cost, more=()):
        rows = [*self.rows, *more]
        found = linprog(
            cost, A_ub=[a for a, _ in rows], b_ub=[b for _, b in rows], bounds=self.bounds
        )
        return None if found.status else found.fun

    def allows(self, point):
        return all(dot(line, point) <= most + NEAR for line, most in self.rows) and all(
            low <= x and (high is None or x <= high + NEAR)
            for x, (low, high) in zip(point, self.bounds, strict=True)
        )

    def costs(self, aim):
        """What is to be least, first things first."""
        yield self.line({one.name: F(1) for one in CLAUSES if one.outside})
        yield [float(k in self.groups.values()) for k in range(self.size)]
        if aim == "least outside money":
            for kind in (Kind.GRANT, Kind.LOAN):
                yield self.line({c.name: F(c.parts) for c in CLAUSES if c.kind is kind})
        for kinds in ((Kind.PAYMENT,), (Kind.DEPOSIT, Kind.LOAN)):
            moves = [float(one.kind in kinds) for one in CLAUSES]
            yield [0.0] * (self.size - len(CLAUSES)) + moves

    def at(self, values):
        """The point of these numbers, with what is then lacking and moved."""
        point = [float(values[one.name]) for one in CLAUSES] + [0.0] * len(self.groups)
        for wish in WISHES:
            if (place := self.groups.get((wish.wish, wish.cities))) is not None:
                slopes = self.deal.slopes[wish]
                worth = self.at_nothing(wish) + sum(
                    slopes[one.name] * values[one.name] for one in CLAUSES
                )
                point[place] = max(point[place], float(-worth))
        return point + [abs(float(values[one.name] - one.signed)) for one in CLAUSES]


def dot(one, other):
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("aim", ["least change", "least outside money"])
def test_the_best_numbers_are_best_in_each_respect_and_nobody_loses_more(aim):
    """Help from outside, what is lacking, outside money, what is moved, tied up, and clauses."""
    met = 0
    for seed in range(40):
        deal, kept = drawn(seed)
        oracle, more = Oracle(deal, kept), []
        assert deal.can_keep(kept) == (oracle.least([0.0] * oracle.size) is not None)
        if not deal.can_keep(kept):
            continue
        met += 1
        values = deal.best(kept, aim)
        point = oracle.at(values)
        assert oracle.allows(point)
        for cost in oracle.costs(aim):
            least = oracle.least(cost, more)
            assert dot(cost, point) == pytest.approx(least, abs=NEAR)
            more.append((cost, least + SLACK))
        stay = [one for one in CLAUSES if values[one.name] == one.signed]
        for k, one in enumerate(CLAUSES):
            if one in stay:
                oracle.bounds[k] = (float(one.signed), float(one.signed))
        for k, one in enumerate(CLAUSES):
            if one not in stay:
                bounds = oracle.bounds[k]
                oracle.bounds[k] = (float(one.signed), float(one.signed))
                assert oracle.least([0.0] * oracle.size, more) is None
                oracle.bounds[k] = bounds
    assert met > 9


def test_the_program_of_the_least_money_has_the_money_that_is_moved_at_least():
    for seed in range(40):
        deal, kept = drawn(seed)
        if deal.can_keep(kept):
            oracle = Oracle(deal, kept)
            _, lacking, moved, _ = oracle.costs("least change")
            more = [(lacking, oracle.least(lacking) + SLACK)]
            found = solve(deal.least_money(kept))
            assert float(found.optimum) == pytest.approx(oracle.least(moved, more), abs=NEAR)
            assert oracle.allows(oracle.at(deal.values(found.point)))


def lines(clauses, wishes, context=ALONE, compact=None):
    """A deal in which each wish is worth so much now, and so much more by clause."""
    now = {wish: F(worth) for wish, (worth, *_) in wishes.items()}
    names = [one.name for one in clauses]
    slopes = {
        wish: dict(zip(names, map(F, more), strict=True)) for wish, (_, *more) in wishes.items()
    }
    return LinearDeal(context, compact, clauses, now, slopes, {}, (), {})


def test_what_three_would_agree_on_may_be_no_fraction():
    """(1 + t) (2 + t) (3 - t) is greatest where 3 t^2 = 7."""
    paid = clause(Kind.PAYMENT, "A", 0, 9)
    gains = {"A": (1, 1), "B": (2, 1), "C": (3, -1)}
    deal = lines((paid,), {Condition(Wish.GAIN, (city,)): x for city, x in gains.items()})
    found = deal.best(list(deal.now), "Nash")[paid.name]
    assert float(found) == pytest.approx(math.sqrt(7 / 3), abs=1e-6)


@pytest.mark.parametrize(("lacks", "possible"), [(2, True), (3, False)])
def test_a_price_does_not_fall_below_nothing_where_another_amount_is_open(lacks, possible):
    """It is 2, of what is handed over first; what is handed over second is open."""
    price = clause(Kind.PRICE, "A", 2, 9, 0)
    amount = clause(Kind.AMOUNT, "B", 5, 5, 1)
    wishes = {Condition(Wish.GAIN, ("A",)): (-lacks, -1, 0)}
    compact = SimpleNamespace(transfers=[SimpleNamespace(amount=F(5))] * 2)
    deal = lines((price, amount), wishes, compact=compact)
    assert deal.possible(list(deal.now)) == possible


# ---------------------------------------------------------------- what is proven of a conflict


GAIN, OFFER = Condition(Wish.GAIN, ("A",)), Condition(Wish.NO_BETTER_OFFER, ("A", "B"))
OWN, STAYS = Condition(Wish.OWN_GAIN, ("A",)), Condition(Wish.STAYS, ("A",), 1)


@pytest.mark.parametrize(
    ("wishes", "changed", "told"),
    [
        ({GAIN: (-4, 1), OFFER: (2, -1)}, "", ([GAIN, OFFER], True, True)),
        ({GAIN: (-4, 1), OFFER: (2, -1)}, "shares", ([GAIN, OFFER], False, False)),
        ({GAIN: (-4, 1), OFFER: (2, -1)}, "floors", ([GAIN, OFFER], False, False)),
        ({OWN: (-4, 1), OFFER: (2, -1)}, "", ([OWN, OFFER], True, False)),
        ({OWN: (-4, 1), OFFER: (2, -1)}, "escrow", ([OWN, OFFER], False, False)),
        ({GAIN: (-4, 1), STAYS: (2, -1)}, "", ([GAIN, STAYS], False, False)),
        # fewer that are not proven are named only where none that are exclude each other
        ({GAIN: (-4, 1), OFFER: (2, -1), STAYS: (-99, 1)}, "", ([GAIN, OFFER], True, True)),
        ({GAIN: (-4, 1), OFFER: (4, -1), STAYS: (-99, 1)}, "", ([STAYS], False, False)),
    ],
)
def test_a_conflict_is_proven_by_lines_that_hold_everywhere(wishes, changed, told, monkeypatch):
    """One payment, of which A wants 4 and others 2 at most."""
    left = (0,) if changed == "shares" else ()
    monkeypatch.setattr(linear_deal, "shares_left", lambda *_: left)
    compact = SimpleNamespace(annuity=SimpleNamespace(interest=F(1, 10), horizon=9))
    region = SimpleNamespace(power={}, discounts={"A": F(1) if changed == "escrow" else F(1, 2)})
    context = SimpleNamespace(
        run_solver=call,
        region=region,
        floors_stay=changed == "floors",
        with_deal=lambda _: SimpleNamespace(compact=None),
    )
    deal = lines((clause(Kind.PAYMENT, "A", 0, 9),), wishes, context, compact)
    found = deal.conflict(list(deal.now))
    assert (list(found.wishes), found.proven, found.fewest) == told
    assert found.verify()
