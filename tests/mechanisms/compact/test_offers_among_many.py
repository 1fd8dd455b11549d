"""Offers of many outsiders, who have no stable split, or of whom it is not known."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest

from games.errors import NotProven
from games.production import Activity, LinearProductionGame, Platform, Resource, Use, Value
from mechanisms.compact.floors_among_many import FloorsAmongMany
from mechanisms.compact.member_floors import member_floors
from mechanisms.compact.offers_among_many import OffersAmongMany
from mechanisms.compact.outside_offers import outside_offers
from mechanisms.compact.run_solver import call
from solvers.coalitional.core import core
from solvers.coalitional.superadditive_cover import superadditive_cover
from solvers.families.shortfall_search import shortfall_search
from solvers.families.stable_optimum import stable_optimum
from solvers.families.worth_of_all import worth_of_all
from solvers.production.coalitional_form import coalitional_form
from tests.properties.strategies import NIGHTLY

TOWNS = ("T1", "T2", "T3")
MEMBERS = ("Hub", "Home")


def region():
    """A park of two places costs 100; a batch of each town is worth 80: any two make 60, all 60."""
    lots = Resource("lots", "bound", {"Hub": 1})
    batches = Resource("batches", "bound", dict.fromkeys(TOWNS, 1))
    places = Resource("places", "tradable", {})
    alone = Activity("shop", ("Hub",), (Use("lots", 1, "Hub"),), (Value("Hub", "cash", 9),))
    serve = [
        Activity(
            f"serve {town}",
            (town,),
            (Use("batches", 1, town), Use("places", 1)),
            (Value(town, "cash", 80),),
        )
        for town in TOWNS
    ]
    park = Platform("park", None, Fraction(100), (Use("places", 2),))
    return LinearProductionGame(
        (*MEMBERS, *TOWNS), (lots, batches, places), (alone, *serve), (park,)
    )


def found(payoff, solver=call):
    payoffs = {"Hub": Fraction(payoff), "Home": Fraction(0)}
    return OffersAmongMany(region(), MEMBERS, payoffs, solver).offers


def test_the_outsiders_have_no_stable_split():
    assert core(region().subgame(TOWNS)).empty


def test_where_they_have_none_a_deal_that_fails_says_so():
    """Hub makes 4 more alone, and with any two towns 64, of which they have 40 if all have 20."""
    offers = found(5)
    assert (offers.verdict, offers.shortfall, offers.stable) == ("fails", 24, False)


@pytest.mark.parametrize(("payoff", "lacks"), [(5, 4), (9, None)])
def test_what_members_lack_among_themselves_is_more_than_nothing(payoff, lacks):
    """Hub alone makes 9; with towns it lacks more, so that this is a bound."""
    payoffs = {"Hub": Fraction(payoff), "Home": Fraction(0)}
    alone = OffersAmongMany(region(), MEMBERS, payoffs)._without_outsiders()
    assert (alone and (alone.shortfall, alone.exact)) == (lacks and (lacks, False))


def test_where_it_is_not_known_it_is_not_said_that_they_have_none():
    def limited(solver, subject):
        if solver is core:
            raise NotProven("core", "limited work did not decide it", None)
        return call(solver, subject)

    offers = found(5, limited)
    # What is lacking at any split at which each has its own is lacking at stable ones, too.
    assert (offers.verdict, offers.shortfall, offers.stable) == ("fails", 24, True)
    assert not offers.exact


def test_a_bound_of_what_is_lacking_says_that_the_deal_fails():
    """Limited work may leave open how much is lacking; the groups that prove the bound count."""

    def limited(solver, subject):
        answer = call(solver, subject)
        if solver is stable_optimum:
            return replace(answer, attained=False, split={})
        return answer

    offers = found(5, limited)
    assert (offers.verdict, offers.shortfall, offers.exact) == ("fails", 24, False)
    assert all(one.least > 0 for one in offers.blocking)


def test_what_is_lacking_at_most_is_told_beside_a_bound_of_it():
    """Where outsiders have no stable split: 24, as one split shows, though a program proved 12."""

    def limited(solver, subject):
        answer = call(solver, subject)
        if solver is stable_optimum:
            return replace(answer, lowest=answer.lowest / 2, attained=False, split={})
        return answer

    payoffs = {"Hub": Fraction(5), "Home": Fraction(0)}
    many = OffersAmongMany(region(), MEMBERS, payoffs, limited)
    assert (many.offers.shortfall, many.offers.exact, many.highest_shortfall) == (12, False, 24)


def drawn(seed):
    """Two members and five towns with batches: parks for two and three of them, and a hub."""
    r = random.Random(seed)
    cities = ("M1", "M2", *(f"T{k}" for k in range(r.randrange(3, 6))))
    batches = Resource("batches", "tradable", {c: r.randrange(1, 4) for c in cities})
    places = Resource("places", "tradable", {})
    work = [
        Activity(f"in {c}", (c,), (Use("batches", 1), Use("places", 1)),
                 (Value(c, "cash", r.randrange(50, 90)),))
        for c in cities
    ]  # fmt: skip
    parks = [
        Platform(
            f"park {c}", c, Fraction(r.randrange(60, 200)), (Use("places", r.randrange(2, 6)),)
        )
        for c in r.sample(cities, 4)
    ]
    payoffs = {c: Fraction(r.randrange(0, 160)) for c in ("M1", "M2")}
    return LinearProductionGame(cities, (batches, places), work, parks), payoffs


STABLE, UNSTABLE = (0, 1, 2, 3), (19, 21, 22)
"""Some draws in which the towns have a stable split, and in which they have none: it is rare."""


def test_there_are_draws_of_either_kind():
    for seeds, empty in ((STABLE, False), (UNSTABLE, True)):
        for seed in seeds:
            game, payoffs = drawn(seed)
            assert core(game.subgame([c for c in game.cities if c not in payoffs])).empty is empty


@pytest.mark.parametrize("seed", range(200) if NIGHTLY else (*range(7), *UNSTABLE))
def test_a_table_of_all_groups_gives_the_same_verdict_and_shortfall(seed):
    game, payoffs = drawn(seed)
    says_as_the_table_does(game, payoffs)


@pytest.mark.parametrize("seed", STABLE[:3])
def test_of_stable_outsiders_too_a_bound_is_not_said_to_be_what_is_lacking(seed):
    """Half of what is lacking, and that it is no more is not proven."""

    def limited(solver, subject):
        answer = call(solver, subject)
        if solver is stable_optimum and answer.lowest > 0:
            return replace(answer, lowest=answer.lowest / 2, attained=False, split={})
        return answer

    game, payoffs = drawn(seed)
    one, two = (OffersAmongMany(game, payoffs, payoffs, by).offers for by in (call, limited))
    assert two.verdict == one.verdict
    assert two.shortfall == one.shortfall / 2
    assert two.exact == (one.verdict != "fails")
    assert one.exact


def test_requirements_of_which_only_some_count_prove_no_shortfall():
    """Of those that the program finds at this draw; it is 11, and they would prove 40/3."""
    game, payoffs = drawn(26)
    says_as_the_table_does(game, {city: x + 40 for city, x in payoffs.items()})


def says_as_the_table_does(game, payoffs):
    table = superadditive_cover(coalitional_form(game).game)
    one = outside_offers(table, payoffs, payoffs)
    many = OffersAmongMany(game, payoffs, payoffs)
    try:
        two = many.offers
    except NotProven:
        assert not one.stable
        return
    assert two.stable == one.stable
    if two.verdict == "undecided" and not two.blocking:
        assert one.verdict != "fails"
    else:
        assert (two.verdict, two.shortfall) == (one.verdict, one.shortfall)


@pytest.mark.parametrize("seed", STABLE[:3])
def test_floors_that_are_missed_are_those_at_the_split_that_is_told(seed):
    """Outsiders are paid what they have there, not what each makes alone."""
    game, payoffs = drawn(seed)
    many = OffersAmongMany(game, payoffs, payoffs)
    missed = many.floor_above(dict.fromkeys(payoffs, Fraction(0)))
    assert missed == {group: many.floor_at_split(group).amount for group in missed}
    assert missed


def test_of_one_member_no_floor_is_missed():
    game, _ = drawn(0)
    nothing = {"M1": Fraction(0)}
    assert OffersAmongMany(game, nothing, nothing).floor_above({"M1": Fraction(-50)}) == {}


def fair(paid):
    """The towns as above, and a fair for 20 with T1 at T4, or, for 75, with Hub, who could do more
    with Home.

    No town can have more than 5 if the others let no two, with T4 and Hub, have more than theirs,
    and T4 has the other 65 of 80: so much is more than enough, and without a stable split 0 is not.
    """
    lots, *others = region().resources
    lots = replace(lots, owned={"Hub": 1, "T4": 1})
    stall, shop = Use("lots", 1, "T4"), Use("lots", 1, "Hub")
    joint = [
        Activity("with T1", ("T4", "T1"), (stall,), (Value("T4", "cash", 20),)),
        Activity("with Hub", ("T4", "Hub"), (stall, shop), (Value("T4", "cash", 75),)),
        Activity("with Home", ("Home", "Hub"), (shop,), (Value("Home", "cash", 100),)),
    ]
    activities = (*region().activities, *joint)
    game = LinearProductionGame(
        (*region().cities, "T4"), (lots, *others), activities, region().platforms
    )
    return game, dict.fromkeys(MEMBERS, Fraction(paid))


def test_a_group_that_a_split_lets_form_is_told_where_no_split_is_stable():
    """It is one to whom Hub adds more than it has in the deal."""

    def unknown(solver, subject):
        if solver is core:
            raise NotProven("core", "limited work did not decide it", None)
        return call(solver, subject)

    game, payoffs = fair(60)
    table = superadditive_cover(coalitional_form(game).game)
    one = outside_offers(table, payoffs, payoffs)
    two = OffersAmongMany(game, payoffs, payoffs).offers
    assert (one.verdict, one.stable) == (two.verdict, two.stable) == ("undecided", False)
    (told,) = two.blocking
    assert table.worth(told.outsiders) < told.least == table.worth(told.group) - 60
    with pytest.raises(NotProven, match="limited work"):
        assert OffersAmongMany(game, payoffs, payoffs, unknown).offers is None
    enough = dict.fromkeys(payoffs, Fraction(75))
    assert outside_offers(table, enough, enough).verdict == "stands"
    with pytest.raises(NotProven, match="no stable split"):
        assert OffersAmongMany(game, enough, enough).offers is None


def test_names_that_the_programs_would_give_themselves_change_nothing():
    """A city called the deal, and work called as what another city makes alone, which is 100."""
    game, payoffs = drawn(22)
    one = OffersAmongMany(game, payoffs, payoffs)
    assert one.alone["T0"] == 100

    def city(name):
        return "the deal" if name == "T1" else name

    work = [
        replace(a, name="T0 alone" if a.name == "in T2" else a.name, sites=(city(a.sites[0]),),
                values=[replace(v, city=city(v.city)) for v in a.values])
        for a in game.activities
    ]  # fmt: skip
    resources = [replace(r, owned={city(c): x for c, x in r.owned.items()}) for r in game.resources]
    parks = [replace(p, site=city(p.site)) for p in game.platforms]
    other = LinearProductionGame(map(city, game.cities), resources, work, parks)
    two = OffersAmongMany(other, payoffs, payoffs)
    assert two.stable is one.stable is False
    assert (two.offers.verdict, two.offers.shortfall) == (one.offers.verdict, one.offers.shortfall)
    assert two.floor_above(payoffs) == one.floor_above(payoffs)


@pytest.mark.parametrize("seed", range(200) if NIGHTLY else (*STABLE, *UNSTABLE))
def test_a_table_has_floors_and_a_shortfall_between_the_bounds(seed):
    """Whether or not outsiders have a stable split, by programs over all groups."""
    game, payoffs = drawn(seed)
    table = superadditive_cover(coalitional_form(game).game)
    one, floors = outside_offers(table, payoffs, payoffs), member_floors(table, payoffs)
    many = OffersAmongMany(game, payoffs, payoffs)
    found = FloorsAmongMany(many)
    for group, floor in found.floors.items():
        assert floor.amount <= floors[group].amount <= found.highest[group]
    if not one.stable:
        failure, most = many._by_cuts
        least = 0 if failure is None else failure.shortfall
        assert least <= one.shortfall
        assert most is None or one.shortfall <= max(most, 0)
        assert failure is None or one.verdict == "fails"
        if failure is not None and failure.exact:
            assert one.shortfall == least == most


@pytest.mark.parametrize("seed", range(200) if NIGHTLY else UNSTABLE)
@pytest.mark.parametrize("paid", [True, False])
def test_of_many_outsiders_the_split_at_which_least_is_lacking_is_found_by_cuts(
    seed, paid, monkeypatch
):
    """As the table has it, though limited work leaves a program over all splits open."""

    def limited(solver, subject):
        answer = call(solver, subject)
        if solver is stable_optimum:
            return replace(answer, lowest=answer.lowest / 2, attained=False, split={})
        return answer

    monkeypatch.setattr("mechanisms.compact.offers_among_many.FEW", 2)
    game, payoffs = drawn(seed)
    payoffs = payoffs if paid else dict.fromkeys(payoffs, Fraction(0))
    table = superadditive_cover(coalitional_form(game).game)
    one = outside_offers(table, payoffs, payoffs)
    if one.stable or one.verdict != "fails":
        return
    many = OffersAmongMany(game, payoffs, payoffs, limited)
    offers = many.offers
    assert (offers.verdict, offers.shortfall, offers.stable) == ("fails", one.shortfall, False)
    assert offers.exact
    assert many.highest_shortfall == one.shortfall


def test_many_outsiders_without_a_stable_split_lack_what_few_do(monkeypatch):
    """Hub alone makes 4 more than in the deal, and with any two of three towns 24 more."""
    monkeypatch.setattr("mechanisms.compact.offers_among_many.FEW", 2)
    offers = found(5)
    assert (offers.verdict, offers.stable) == ("fails", False)
    assert (offers.shortfall, offers.exact) == (24, True)


@pytest.mark.parametrize("more", [0, 1])
def test_a_shortfall_that_may_be_more_is_not_said_to_be_exact(more):
    """What is lacking at the split that is found is, or is not, proven to be what groups prove."""

    def answer(solver, *asked):
        found = solver(*asked)
        return replace(found, most=found.most + more) if solver is shortfall_search else found

    game, payoffs = drawn(19)
    payoffs = dict.fromkeys(payoffs, Fraction(0))
    table = superadditive_cover(coalitional_form(game).game)
    failure, most = OffersAmongMany(game, payoffs, payoffs, answer)._by_cuts
    short = outside_offers(table, payoffs, payoffs).shortfall
    assert (failure.shortfall, most) == (short, short + more)
    assert failure.exact is not bool(more)
    assert bool(failure.split) is not bool(more)  # it is that at which so much is lacking


@pytest.mark.parametrize("payoff", [0, 60, 200])
def test_where_all_cities_are_members_what_is_answered_is_proven(payoff):
    """There is nobody to split with: the shortfall is what members alone lack."""

    def proven(solver, *asked):
        answer = solver(*asked)
        certificate = getattr(answer, "certificate", None)
        assert certificate is None or certificate.verify(*asked) is True
        return answer

    game, _ = drawn(0)
    payoffs = dict.fromkeys(game.cities[:3], Fraction(payoff))
    game = game.subgame(game.cities[:3])
    offers = OffersAmongMany(game, payoffs, payoffs, proven)
    one = outside_offers(superadditive_cover(coalitional_form(game).game), payoffs, payoffs)
    assert (offers.offers.verdict, offers.offers.shortfall) == (one.verdict, one.shortfall)
    assert offers.highest_shortfall == one.shortfall


def test_of_many_members_not_each_group_is_asked():
    """Nine members have 510 groups of some, sixteen 65,534: asking each of them did not end."""
    cities = tuple(f"C{k}" for k in range(10))
    lots = Resource("lots", "bound", dict.fromkeys(cities, 1))
    shops = [
        Activity(f"shop in {c}", (c,), (Use("lots", 1, c),), (Value(c, "cash", 9),)) for c in cities
    ]
    region = LinearProductionGame(cities, (lots,), shops)
    many = cities[:-1]
    found = OffersAmongMany(region, many, dict.fromkeys(many, 9))
    assert [
        found.offers.verdict,
        {g: f.amount for g, f in FloorsAmongMany(found).floors.items()},
    ] == [
        "stands",
        {(city,): 9 for city in many},
    ]
    less = OffersAmongMany(region, many, dict.fromkeys(many, 9) | {cities[0]: 7}).offers
    assert (less.verdict, less.shortfall) == ("fails", 2)


@pytest.mark.parametrize("asked", [8, 1])
def test_a_group_that_one_stable_split_lets_form_is_told(asked, monkeypatch):
    """A rival makes 15 with Hub, who has 9 in the deal, or 10 with a peer: it may get 6 of these.

    Of many members each is looked at by itself.
    """
    monkeypatch.setattr("mechanisms.compact.offers_among_many._EACH", asked)
    works = Resource("works", "bound", {"Rival": 1})
    joint = [
        Activity(f"with {city}", ("Rival", city), (Use("works", 1, "Rival"),),
                 (Value("Rival", "cash", made),))
        for city, made in (("Hub", 15), ("Peer", 10))
    ]  # fmt: skip
    game = LinearProductionGame((*MEMBERS, "Rival", "Peer"), (works,), joint)
    offers = OffersAmongMany(game, MEMBERS, {"Hub": Fraction(9), "Home": Fraction(0)}).offers
    [told] = offers.blocking
    assert (offers.verdict, offers.stable) == ("undecided", True)
    assert (told.members, told.outsiders, told.least) == (("Hub",), ("Rival",), 6)


@pytest.mark.parametrize("proven", [True, False])
def test_a_group_whose_outsiders_have_just_enough_in_each_stable_split_is_not_told(proven):
    """A rival makes 6 alone, 10 with a peer, 15 with Hub, who has 9, and 8 with Home.

    Nor is one of which it is not proven that they have as little in any.
    """

    def solver(asked, subject):
        answer = call(asked, subject)
        if not proven and asked is stable_optimum and subject.objective.keys() == {"Rival"}:
            return replace(answer, lowest=answer.lowest - 1, attained=False, split={})
        return answer

    works = Resource("works", "bound", {"Rival": 1})
    use = (Use("works", 1, "Rival"),)
    joint = [
        Activity(f"with {city}", ("Rival", city), use, (Value("Rival", "cash", made),))
        for city, made in (("Hub", 15), ("Home", 8), ("Peer", 10))
    ]
    own = Activity("alone", ("Rival",), use, (Value("Rival", "cash", 6),))
    game = LinearProductionGame((*MEMBERS, "Rival", "Peer"), (works,), [*joint, own])
    payoffs = {"Hub": Fraction(9), "Home": Fraction(0)}
    offers = OffersAmongMany(game, MEMBERS, payoffs, solver).offers
    told = [(one.members, one.least) for one in offers.blocking]
    assert (offers.verdict, told) == ("undecided", [(("Home",), 8)] if proven else [])


def test_groups_that_make_no_more_than_their_parts_have_count_for_nothing():
    """Any two towns make 60, and with Hub, who has its 9 in the deal, 69: that is no offer."""
    payoffs = {"Hub": Fraction(9), "Home": Fraction(0)}
    table = superadditive_cover(coalitional_form(region()).game)
    assert outside_offers(table, payoffs, payoffs).verdict == "stands"
    failure, most = OffersAmongMany(region(), MEMBERS, payoffs)._by_cuts
    assert failure is None
    assert most >= 0
    with pytest.raises(NotProven, match="outsiders have no stable split"):
        found(9)


def test_why_it_is_not_known_is_told():
    def limited(solver, subject):
        if solver is core:
            raise NotProven("core", "limited work did not decide it", None)
        return call(solver, subject)

    with pytest.raises(NotProven, match=r"limited work did not decide it\.$"):
        found(9, limited)


def test_where_all_have_more_than_enough_nothing_is_lacking():
    game, payoffs = drawn(19)
    many = OffersAmongMany(game, payoffs, dict.fromkeys(payoffs, Fraction(1000)))
    assert many._by_cuts == (None, 0)
    assert (many.offers.verdict, many.offers.stable) == ("stands", False)


@pytest.mark.parametrize("seed", [1, *UNSTABLE])
@pytest.mark.parametrize("more", [-40, 0])
def test_what_is_not_known_of_outsiders_makes_no_verdict_false(seed, more):
    """Neither whether they have a stable split, nor a split at which the deal passes."""

    def unknown(solver, subject):
        if solver is core:
            raise NotProven("core", "limited work did not decide it", None)
        return call(solver, subject)

    def left_open(solver, subject):
        answer = call(solver, subject)
        if solver is stable_optimum:
            return replace(answer, lowest=min(answer.lowest, 0), attained=False, split={})
        return answer

    game, payoffs = drawn(seed)
    payoffs = {city: x + more for city, x in payoffs.items()}
    table = superadditive_cover(coalitional_form(game).game)
    one = outside_offers(table, payoffs, payoffs)
    for solver in (call, unknown, left_open):
        try:
            two = OffersAmongMany(game, payoffs, payoffs, solver).offers
        except NotProven:
            continue
        assert two.stable or (solver is not unknown and not one.stable)
        assert two.verdict in (one.verdict, "undecided")
        assert two.shortfall <= one.shortfall
        if two.verdict == "undecided" and not two.stable:
            (told,) = two.blocking
            assert solver is call
            assert table.worth(told.outsiders) < told.least < table.worth(told.group)
            assert one.verdict == "undecided"


@pytest.mark.parametrize("seed", range(100) if NIGHTLY else range(8))
def test_one_program_says_what_some_members_gain_at_most(seed):
    """With outsiders that are paid what each makes alone, and without; by the table otherwise."""
    game, _ = drawn(seed)
    table = superadditive_cover(coalitional_form(game).game)
    inside, outside = game.cities[:3], game.cities[3:]
    r = random.Random(seed)
    payoffs = {c: table.worth((c,)) + r.randrange(80) for c in inside}
    many = OffersAmongMany(game, payoffs, payoffs)

    def gain(group, others):
        paid = sum(payoffs[c] for c in group) + sum(table.worth((c,)) for c in others)
        return table.worth((*group, *others)) - paid

    groups = [group for k in (1, 2) for group in combinations(inside, k)]
    asked = [others for k in range(len(outside) + 1) for others in combinations(outside, k)]
    for others, tried in ((outside, asked), ((), [()])):
        paid = {c: table.worth((c,)) for c in others}
        found = worth_of_all(many._gaining(payoffs, paid)).worth
        assert found == max(gain(group, some) for group in groups for some in tried)


@pytest.mark.parametrize("members", [3, 4])
@pytest.mark.parametrize("seed", range(100) if NIGHTLY else range(6))
def test_of_many_members_the_table_gives_the_same_verdict(seed, members, monkeypatch):
    """Where not each group is asked, one program over all of them decides."""
    monkeypatch.setattr("mechanisms.compact.offers_among_many._EACH", 1)
    monkeypatch.setattr("mechanisms.compact.floors_among_many._FEW", 1)
    game, _ = drawn(seed)
    r = random.Random(seed)
    table = superadditive_cover(coalitional_form(game).game)
    inside = game.cities[:members]
    add = r.choice([-20, 0, 40])
    payoffs = {c: table.worth((c,)) + add + r.randrange(60) for c in inside}
    one, floors = outside_offers(table, payoffs, payoffs), member_floors(table, payoffs)
    many = OffersAmongMany(game, payoffs, payoffs)
    found = FloorsAmongMany(many)
    assert [*found.floors] == [(city,) for city in inside]
    for group, floor in found.floors.items():
        assert floor.amount <= floors[group].amount <= found.highest[group]
    try:
        two = many.offers
    except NotProven:
        assert not one.stable
        return
    if two.verdict == "undecided":
        assert one.verdict != "fails"
    else:
        assert two.verdict == one.verdict
        assert two.shortfall == one.shortfall if two.exact else two.shortfall <= one.shortfall
