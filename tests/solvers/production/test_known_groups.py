"""Groups whose proofs are known from games like theirs, against what is found afresh."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.players import members_of
from games.production import (
    Activity,
    Exchange,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
)
from intercity.testing import production_games
from solvers.production import coalitional_form as forms
from solvers.production import known_groups
from solvers.production.coalitional_form import coalitional_form
from solvers.production.game_numbers import GameNumbers
from solvers.production.games_on_a_line import between, changes, way
from solvers.production.known_groups import KnownGroups
from solvers.production.opening_proof import Memory, OpeningPrograms, memory
from solvers.production.opening_search import search, with_memory
from solvers.production.standing_proof import StandingProof

MOVES = ("owned", "bound", "cap", "trade", "value", "limit", "cost", "room", "drawn", "all gains")
LAND = Resource("land", "tradable", {"A": 2, "B": 3}, Exchange(3, 1, {"A": 2, "B": 1, "C": 1}))
GROUNDS = Resource("grounds", "bound", {"A": 2, "C": 2})
ACTIVITIES = (
    Activity("plant", ("A", "B"), (Use("land", 2), Use("hall", 1)), (Value("A", "cash", 9),), 4),
    Activity("farm", ("B",), (Use("land", 1),), (Value("B", "cash", 2),), 3),
    Activity("shop", ("C",), (Use("grounds", 1, "C"), Use("hall", 1)), (Value("C", "cash", 5),)),
    Activity("yard", ("A", "C"), (Use("grounds", 1, "A"),), (Value("C", "cash", 4),)),
)
PARKS = (
    Platform("park", "C", 4, (Use("hall", 3),), (Use("grounds", 1, "C"),)),
    Platform("court", "A", 3, (Use("hall", 2),), (Use("grounds", 1, "A"),), 2),
)
REGION = LinearProductionGame(
    ("A", "B", "C"), (LAND, GROUNDS, Resource("hall", "tradable")), ACTIVITIES, PARKS
)


def moved(move: str, by: Fraction) -> LinearProductionGame:
    """The region, in which something has moved by an amount."""
    land, *others = REGION.resources
    grounds, hall = others
    (plant, *activities), (park, court) = ACTIVITIES, PARKS
    exchange = LAND.exchange
    caps = {**exchange.cap, "B": 1 + by}
    if move == "owned":
        return region(resources=(replace(land, owned={"A": 2, "B": 3 + by}), *others))
    if move == "bound":
        return region(resources=(land, replace(grounds, owned={"A": 2 + by, "C": 2 + by}), hall))
    if move == "cap":
        return region(resources=(replace(land, exchange=replace(exchange, cap=caps)), *others))
    if move == "trade":
        traded = replace(exchange, buy=3 + by, sell=1 + by)
        return region(resources=(replace(land, exchange=traded), *others))
    if move == "value":
        return region(
            activities=(replace(plant, values=(Value("A", "cash", 9 + by),)), *activities)
        )
    if move == "limit":
        return region(activities=(replace(plant, limit=4 + by), *activities))
    if move == "all gains":
        rise = 1 + by / 4
        return region(
            activities=tuple(
                replace(a, values=tuple(replace(v, amount=v.amount * rise) for v in a.values))
                for a in ACTIVITIES
            )
        )
    if move == "cost":
        return region(platforms=(replace(park, cost=4 + by), court))
    if move == "room":
        return region(platforms=(replace(park, provides=(Use("hall", 3 + by),)), court))
    assert move == "drawn"
    return region(platforms=(park, replace(court, uses=(Use("grounds", 1 + by, "A"),))))


def region(**parts: object) -> LinearProductionGame:
    """The region with other parts."""
    return replace(REGION, **parts)


def afresh(game: LinearProductionGame):
    with with_memory(Memory()):
        return coalitional_form(game)


def assert_proven(found, game: LinearProductionGame) -> None:
    """The worths and openings are those found afresh, and the certificate proves them."""
    known = afresh(game)
    assert found.game == known.game
    pairs = zip(found.certificate.coalitions, known.certificate.coalitions, strict=True)
    assert all(one.openings == other.openings for one, other in pairs)
    with with_memory(Memory()):
        assert found.certificate.verify(game)
    for mask in range(1, 1 << len(game.cities)):
        members = members_of(mask, game.cities)
        plan = found.plan(members)
        values = sum((x for kinds in plan.values.values() for x in kinds.values()), Fraction(0))
        assert values + plan.trade - plan.outlay == plan.worth == known.game.worth(members)


@pytest.mark.parametrize("move", MOVES)
def test_places_on_a_line_have_the_worths_and_plans_found_afresh(move):
    places = [Fraction(x) for x in ("4", "-1", "3/2", "-1/2", "1/4", "3", "5/2")]
    with with_memory(Memory(), any_plan=True):
        coalitional_form(REGION)
        for by in places:
            game = moved(move, by)
            assert_proven(coalitional_form(game), game)


@given(production_games(), st.data())
def test_games_with_parts_of_two_others_have_the_worths_found_afresh(game, data):
    """What is owned, what activities bring, and costs, each moved on a line or all at once."""
    by = st.sampled_from([Fraction(k, 4) for k in (-3, -1, 1, 2, 6)])
    changed = data.draw(st.sets(st.sampled_from(["owned", "gains", "costs"]), min_size=1))
    step, ends = data.draw(by), [data.draw(by), data.draw(by)]

    def at(place: Fraction) -> LinearProductionGame:
        rise = 1 + step * place
        parts = {}
        if "owned" in changed:
            parts["resources"] = tuple(
                replace(r, owned={city: max(rise, 0) * x for city, x in r.owned.items()})
                for r in game.resources
            )
        if "gains" in changed:
            parts["activities"] = tuple(
                replace(a, values=tuple(
                    replace(v, amount=v.amount + abs(v.amount) * (rise - 1) if v.kind != "cost"
                            else v.amount) for v in a.values
                ), limit=9 if a.limit is None else a.limit)
                for a in game.activities
            )  # fmt: skip
        if "costs" in changed:
            parts["platforms"] = tuple(
                replace(p, cost=max(rise, 0) * p.cost, opening_cost=0) for p in game.platforms
            )
        return replace(game, **parts)

    with with_memory(Memory(), any_plan=True):
        for place in (Fraction(0), *ends, sum(ends) / 2, ends[0] / 3):
            assert_proven(coalitional_form(at(place)), at(place))


@pytest.mark.parametrize("move", ["value", "owned", "cost", "trade", "cap", "room", "limit"])
def test_nothing_is_searched_for_where_proofs_still_hold(move, monkeypatch):
    """On the least move, and between two places at which nothing else is done."""
    least = Fraction(1, 1000)
    with with_memory(Memory(), any_plan=True):
        coalitional_form(moved(move, Fraction(1, 7)))
        monkeypatch.setattr(forms, "settle", None)
        for by in (1, -1, Fraction(1, 2)):
            coalitional_form(moved(move, Fraction(1, 7) + by * least))


def test_an_opening_that_is_possible_only_between_two_places_is_not_missed():
    """Land falls as grounds rise: the park draws on both, and needs enough of each."""
    use = Activity("use", ("A",), (Use("hall", 1),), (Value("A", "cash", 9),))
    drawn = (Use("land", 2), Use("grounds", 2, "A"))
    park = Platform("park", "A", 1, (Use("hall", 1),), drawn)

    def at(place: int) -> LinearProductionGame:
        land = Resource("land", "tradable", {"A": 4 - place})
        grounds = Resource("grounds", "bound", {"A": place})
        return LinearProductionGame(
            ("A",), (land, grounds, Resource("hall", "tradable")), (use,), (park,)
        )

    with with_memory(Memory(), any_plan=True):
        worths = [coalitional_form(at(place)).game.worth(1) for place in (0, 4, 2)]
    assert worths == [0, 0, 8]


def test_a_bound_that_does_not_move_on_a_line_is_looked_at_again():
    """Each end has its own best opening; between them a third is better, or the second best."""

    def at(place: int) -> LinearProductionGame:
        gains = (8 - place, place, 5)
        activities = tuple(
            Activity(name, ("A",), (Use(f"hall {name}", 1),), (Value("A", "cash", gain),))
            for name, gain in zip("xyz", gains, strict=True)
        )
        halls = tuple(Resource(f"hall {name}", "tradable") for name in "xyz")
        site = Resource("site", "bound", {"A": 1})
        parks = tuple(
            Platform(f"park {name}", "A", 1, (Use(f"hall {name}", 1),), (Use("site", 1, "A"),))
            for name in "xyz"
        )
        return LinearProductionGame(("A",), (*halls, site), activities, parks)

    with with_memory(Memory(), any_plan=True):
        worths = [coalitional_form(at(place)).game.worth(1) for place in (0, 8, 4, 2, 6)]
    assert worths == [7, 7, 4, 5, 5]


@pytest.mark.parametrize(
    "parts",
    [
        {"activities": (ACTIVITIES[0], replace(ACTIVITIES[1], uses=(Use("land", 2),)))},
        {"activities": (replace(ACTIVITIES[0], limit=None), ACTIVITIES[1])},
        {"platforms": (replace(PARKS[0], limit=3), PARKS[1])},
        {"platforms": (replace(PARKS[0], uses=()), PARKS[1])},
        {"resources": (replace(LAND, exchange=Exchange(3, 1, 1)), *REGION.resources[1:])},
    ],
)
def test_what_moves_on_no_line_is_searched_for(parts):
    first = region(activities=ACTIVITIES[:2])
    assert changes(GameNumbers(first), GameNumbers(first)) == []
    assert changes(GameNumbers(first), GameNumbers(replace(first, **parts))) is None


def test_gains_and_sides_that_move_together_are_on_no_line():
    both = replace(moved("value", Fraction(1)), resources=moved("owned", Fraction(1)).resources)
    found = changes(GameNumbers(REGION), GameNumbers(both))
    assert len(found) == 2
    assert way(found) is None
    with with_memory(Memory(), any_plan=True):
        coalitional_form(REGION)
        assert_proven(coalitional_form(both), both)


def test_a_uniform_cap_counts_once_for_each_member():
    def at(cap: int) -> LinearProductionGame:
        land = replace(LAND, exchange=Exchange(Fraction(1, 2), 0, cap))
        return replace(REGION, resources=(land, *REGION.resources[1:]))

    with with_memory(Memory(), any_plan=True):
        coalitional_form(at(2))
        for cap in (3, 1):
            assert_proven(coalitional_form(at(cap)), at(cap))


def settled(game: LinearProductionGame, members: tuple[str, ...]):
    program = OpeningPrograms(game, members, {})
    program.prepare()
    return search(program)


def test_proofs_that_differ_say_nothing_of_what_is_between():
    one, other = (settled(moved("value", Fraction(by)), ("A", "B", "C")) for by in (0, -9))
    assert one.proof != other.proof
    assert between(one, other, Fraction(1, 2), sides=False) is None
    assert between(one, replace(one, grounds=None), Fraction(1, 2), sides=False) is None


def test_places_are_kept_in_order_and_each_once():
    with with_memory(Memory(), any_plan=True):
        for by in (0, 4, 1, 4, 2):
            coalitional_form(moved("value", Fraction(by)))
        ((_, line),) = memory().lines.items()
        assert [place for place, _ in line] == [0, 1, 2, 4]
        assert isinstance(next(iter(memory().groups.values())), KnownGroups)
        assert len(memory().copy().lines) == 1


def test_no_more_than_so_many_proofs_are_kept_on_lines(monkeypatch):
    """All lines are forgotten then, and the first game is not."""
    monkeypatch.setattr(known_groups, "REMEMBERED", 20)
    with with_memory(Memory(), any_plan=True):
        for by, kept in ((0, []), (1, [14]), (2, [21]), (3, [14])):
            coalitional_form(moved("value", Fraction(by)))
            lines = memory().lines.values()
            assert [sum(len(known) for _, known in line) for line in lines] == kept
        assert len(memory().groups) == 1


def test_nothing_is_said_between_places_with_other_grounds():
    """Another basis beats an opening vector there, or a slope has changed its sign."""
    one = settled(REGION, ("A", "B", "C"))
    half = Fraction(1, 2)
    assert between(one, one, half, sides=False).proof == one.proof
    (vector, first), *others = one.grounds.beaten
    by_another = replace(one.grounds, beaten=((vector, 1 - first), *others))
    for sides in (True, False):
        assert between(one, replace(one, grounds=by_another), half, sides=sides) is None
    up, down = (
        replace(one, grounds=replace(one.grounds, signs=((sign,) * 3, (0,) * 3)))
        for sign in (1, -1)
    )
    level = replace(one, grounds=replace(one.grounds, signs=((0,) * 3, (-1,) * 3)))
    assert between(up, down, half, sides=False) is None
    assert between(down, level, half, sides=False).grounds.signs == ((-1,) * 3, (-1,) * 3)


def standing(game: LinearProductionGame, members: tuple[str, ...] = ("A", "B", "C")):
    return StandingProof(GameNumbers(game), members, settled(game, members))


def after(proof: StandingProof, game: LinearProductionGame):
    return proof.after(changes(GameNumbers(proof.program.game), GameNumbers(game)))


def test_a_proof_that_has_a_basis_too_many_is_searched_for_again():
    """With less to gain the plan's own prices beat all other openings."""
    known = standing(REGION)
    game = moved("all gains", Fraction(-2))
    again = settled(game, ("A", "B", "C"))
    assert (known.settled.proof.plan, again.proof.bounds) == (again.proof.plan, ())
    assert len(known.settled.proof.bounds) == 1
    assert after(known, game) is None
    assert after(known, moved("cost", Fraction(1, 100))).proof == known.settled.proof


@pytest.mark.parametrize("move", ["sides", "trade", "room"])
def test_an_opening_that_becomes_impossible_is_noticed(move):
    """A court needs land that is owned or bought, beside what a park draws on or brings."""
    court = Platform("court", "A", 1, (Use("hall", 1),), (Use("land", 4),))
    shed = Platform("shed", "A", 1, (Use("land", 1),))
    use = Activity("use", ("A",), (Use("hall", 1),), (Value("A", "cash", Fraction(1, 2)),))

    def at(place: int) -> LinearProductionGame:
        owned, cap, drawn = (place if move == one else 0 for one in ("sides", "trade", "room"))
        land = Resource("land", "tradable", {"A": 3 - owned}, Exchange(1, 0, {"A": 1 - cap}))
        parks = (replace(court, uses=(Use("land", 4 + drawn),)), shed)
        return LinearProductionGame(("A",), (land, Resource("hall", "tradable")), (use,), parks)

    known = standing(at(0), ("A",))
    assert known.settled.grounds.all_open
    assert not settled(at(1), ("A",)).grounds.all_open
    assert after(known, at(1)) is None


@pytest.mark.parametrize(
    ("gains", "worth"), [((2, 3), 12), ((-1, 1), 4), ((-1, -2), 0), ((Fraction(3, 2), 1), 6)]
)
def test_a_proof_stands_only_where_its_prices_are_feasible(gains, worth):
    """None is below nothing, and what has no limit brings no more than it uses."""
    land = Resource("land", "tradable", {"A": 4})

    def at(*gains: Fraction) -> LinearProductionGame:
        values = [[Value("A", "cash", gain)] for gain in gains]
        works = [Activity(x, ["A"], [Use("land", 1)], v) for x, v in zip("xy", values, strict=True)]
        return LinearProductionGame(["A"], [land], works)

    known = after(standing(at(2, 1), ("A",)), at(*gains))
    assert (known is None) == (gains[0] < max(gains[1], 0))
    with with_memory(Memory(), any_plan=True):
        coalitional_form(at(2, 1))
        assert coalitional_form(at(*gains)).game.worth(1) == worth


def test_a_proof_that_stands_rests_on_new_grounds():
    """Which basis beats a vector first, and the signs of slopes, may have changed."""
    found = set()
    for by in (Fraction(k, 2) for k in range(-6, 13)):
        game = moved("all gains", by)
        if again := after(standing(REGION), game):
            program = OpeningPrograms(game, game.cities, {})
            program.prepare()
            assert again.grounds == program.check(again.proof).grounds
            found.add(again.grounds)
    assert len(found) > 1


def test_where_a_plan_is_not_to_depend_on_what_was_solved_no_proof_is_taken_over():
    for any_plan in (False, True):
        with with_memory(Memory(), any_plan=any_plan):
            coalitional_form(REGION)
            known = known_groups.known_groups(GameNumbers(moved("cost", Fraction(1, 100))))
            assert bool(known) == any_plan


def test_an_activity_at_its_limit_moves_with_it():
    """It leaves as much less to another one."""
    farm = Activity("farm", ("A",), (Use("land", 1),), (Value("A", "cash", 5),), 3)
    mill = Activity("mill", ("A",), (Use("land", 1),), (Value("A", "cash", 1),))
    game = LinearProductionGame(("A",), (Resource("land", "tradable", {"A": 10}),), (farm, mill))
    found = after(standing(game, ("A",)), replace(game, activities=(replace(farm, limit=4), mill)))
    assert (found.worth, found.point) == (26, {"farm": 4, "mill": 6})
