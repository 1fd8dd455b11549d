"""Firms choose where to produce."""

from fractions import Fraction

from games.annuity import Annuity
from games.production import Activity, LinearProductionGame, Resource, Use, Value
from mechanisms.compact.clauses import Enclave, Incubation
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.return_bonus import break_even_returns, firms_choice


def test_firms_return_iff_profit_net_of_separation_is_no_smaller():
    assert firms_choice(Fraction(1), Fraction(5, 4), Fraction(1, 4)).returns
    assert not firms_choice(Fraction(1), Fraction(5, 4), Fraction(13, 50)).returns


def test_the_smallest_bonus_closes_the_gap_exactly():
    choice = firms_choice(Fraction(1), Fraction(115, 100), Fraction(1, 4))
    assert choice.bonus == Fraction(1, 10)
    assert firms_choice(Fraction(1), Fraction(115, 100) + choice.bonus, Fraction(1, 4)).margin == 0
    assert firms_choice(Fraction(1), Fraction(2), Fraction(1, 4)).bonus == 0


def park(name, host, projects, tax, quota, *, home="B"):
    zero = Fraction(0)
    one = Incubation(
        floor=zero,
        rent=zero,
        spillover=zero,
        congestion_rd=zero,
        stay_tax=zero,
        congestion_production=zero,
        plant_tax=Fraction(tax),
        plant_land=zero,
        plant_quota=Fraction(quota),
        return_rate=Fraction(1, 2),
    )
    cost, size = Fraction(4), Fraction(projects)
    return Enclave(name, host, home, home, home, cost, zero, size, size, one)


def returns(*parks, owned=10, bonus=0):
    """B farms at 1 a mu; the fewest returns at which it gains."""
    region = LinearProductionGame(
        ("A", "B", "C"),
        (Resource("quota", "tradable", {"B": owned}),),
        (Activity("farm", ("B",), (Use("quota", 1),), (Value("B", "cash", 1),)),),
    )
    deal = EnclaveCompact(region, Annuity(4, Fraction(0)), region.cities, enclaves=parks)
    return break_even_returns(deal, "B", {"B": Fraction(owned)}, Fraction(bonus))


def test_break_even_of_one_park():
    # Each return brings 3 and takes one mu that earned 1: it takes 2 to pay the park's 4.
    assert returns(park("one", "A", 6, tax=3, quota=1)) == 2
    assert returns(park("one", "A", 6, tax=3, quota=1), bonus=1) == 4
    assert returns(park("one", "A", 6, tax=3, quota=1), owned=1) is None


def test_break_even_of_two_parks_takes_the_same_share_of_each():
    # At share r: 4 r (3 - 1) + 2 r (6 - 2) = 16 r pays the two parks' 8 at r = 1/2, 3 of 6 returns.
    two = park("one", "A", 4, tax=3, quota=1), park("two", "C", 2, tax=6, quota=2)
    assert returns(*two) == 3


def test_parks_of_other_homes_do_not_count():
    mine = park("one", "A", 6, tax=3, quota=1)
    assert returns(park("other", "A", 9, tax=7, quota=1, home="C"), mine) == 2
