"""What checks look at: where all of it is as it was, they find what they found before.

Every fact that a context keeps is worked out from others: from numbers of the scenario and parts
of the region, which are given, and from further facts. For the analyst's numbers it is noted what
is looked at for each, in order (``Noted``). Where a number was moved, this is looked at again, in
that order: as long as it is the same, whatever is worked out from it looks at the same thing next;
and where all is the same, so is what was worked out.

That is exact because facts and checks are functions of what they look at, and a context, its
scenario and its region are the only ways to look. What ended in an error is not noted, nor what
looked at contexts made inside this one: it is worked out anew.

Source: verifying traces with early cutoff, Mokhov, Mitchell and Peyton Jones (2018), Build systems
a la carte. A fact is what they call a task.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from games.errors import IntercityError
from intercity.findings.checks import evaluate
from intercity.proofs import Unverified
from intercity.region.context import Context, Games
from intercity.region.games import Region
from intercity.topics.registry import topics_of

if TYPE_CHECKING:
    from intercity.findings.finding import Finding
    from intercity.region.parts import Parts
    from intercity.scenario.scenario import Scenario

__all__ = ["Noted", "NotingContext"]

T = TypeVar("T")
Key = tuple[Hashable, ...]


def _facts() -> dict[str, Callable[[Any], Any]]:
    """What a context works out, by name."""
    found = {}
    for name, fact in vars(Context).items():
        work = getattr(fact, "func", getattr(fact, "fget", None))
        if isinstance(fact, cached_property | property) and work is not None:
            found[name] = work
    return found


FACTS = _facts()
PARTS = FACTS.pop("parts")
BY_CITY = ("status_quo",)
GIVEN = ("cities", "components")
LOOKED_INTO = ("scenario", "region")


class Noted(NamedTuple):
    """What was found, and what was looked at for it, in order."""

    looked_at: Mapping[Key, Any]
    found: Any


@dataclass(slots=True)
class _Looking:
    """What is looked at while something is worked out; ``lost`` where some of it is not noted."""

    looked_at: dict[Key, Any]
    lost: bool = False


class _LookedInto:
    """The scenario or the region of a context, each look into which is noted."""

    def __init__(self, context: NotingContext, kind: str, given: Any) -> None:
        self._context, self._kind, self._given = context, kind, given

    def __getattr__(self, name: str) -> Any:
        if not callable(getattr(self._given, name)):
            return self._context.look((self._kind, name))
        return lambda *asked: self._context.look((self._kind, name, asked))


class _ByCity(Mapping[str, Any]):
    """A fact that is a number for each city: who looks at some of them depends on those alone."""

    def __init__(self, context: NotingContext, fact: str) -> None:
        self._context, self._fact = context, fact

    def __getitem__(self, city: str) -> Any:
        return self._context.look((self._fact, city))

    def __iter__(self) -> Iterator[str]:
        return iter(self._context.look((self._fact, "")))

    def __len__(self) -> int:
        return len(self._context.look((self._fact, "")))


class NotingContext(Context):
    """A context that notes what is looked at, and answers from what was noted ``before``.

    Only verdicts are wanted of it (``brief``). All topics' games are built at once, as
    ``context_of`` does. Its deal knows of nothing that belongs to cities which it does not name:
    verdicts on a deal rest on what those that it names can do by themselves.
    """

    verdict_alone = True

    def __init__(
        self,
        scenario: Scenario,
        run_solver: Callable[..., Any],
        before: Mapping[Key, Noted] | None = None,
    ) -> None:
        self.before: Mapping[Key, Noted] = before or {}
        self.noted: dict[Key, Noted] = {}
        self._found: dict[Key, Any] = {}
        self._looking: list[_Looking] = []
        self._given: dict[str, Any] = {}
        super().__init__(scenario, run_solver, brief=True)
        for topic in topics_of(scenario):
            for game in topic.contents.games:
                self.once(game)

    def _games(self, asked: tuple[str, ...] | None) -> Games:
        assert asked is None  # noqa: S101 - it looks at all cities, as it is built
        found: Games = self.look(("games",))
        return found

    def _parts_of_region(self) -> Parts:
        def part(build: Callable[[Scenario, Parts], T]) -> T:
            found: T = self.look(("part", build))
            return found

        return part

    @property
    def parts(self) -> tuple[Context, ...]:
        if len(self.components) > 1 or self.cities != self.components[0]:
            self._lose()
        return self._parts

    @cached_property
    def _parts(self) -> tuple[Context, ...]:
        found: tuple[Context, ...] = PARTS(self)
        return found

    def once(self, build: Callable[[Context], T]) -> T:
        found: T = self.look((build,))
        return found

    def known(self, build: Callable[[Context], T]) -> T | None:
        self._lose()
        return self._found.get((build,))

    def find(self, check: str) -> Finding:
        """What a check finds."""
        found: Finding = self.look(("check", check))
        return found

    def look(self, key: Key) -> Any:
        """What is there, noted for whatever is being worked out."""
        found = self._find(key)
        if self._looking:
            self._looking[-1].looked_at[key] = found
        return found

    def _find(self, key: Key) -> Any:
        if key not in self._found:
            before = self.before.get(key)
            noted = before if before is not None and self._as_before(before) else None
            if noted is None or not noted.looked_at:
                noted = self._work_out(key)
            if before is not None and same(before.found, noted.found):
                noted = Noted(noted.looked_at, before.found)
            self._found[key] = noted.found
        return self._found[key]

    def _as_before(self, before: Noted) -> bool:
        """Whether all that was looked at is the same; in the same order, so nothing else is."""
        try:
            return all(same(self._find(key), was) for key, was in before.looked_at.items())
        except Unverified:
            raise
        except IntercityError:
            return False

    def _work_out(self, key: Key) -> Noted:
        looking = _Looking({})
        self._looking.append(looking)
        try:
            found = self._function(key)
        except IntercityError:
            self._looking.pop()
            self._lose()
            raise
        self._looking.pop()
        noted = Noted(looking.looked_at, found)
        if not looking.lost:
            self.noted[key] = noted
        return noted

    def _function(self, key: Key) -> Any:
        first, *rest = key
        if callable(first):
            return first(self)
        if first == "check":
            return evaluate(self, str(rest[0]))
        if first == "part":
            build: Any = rest[0]
            return build(self.scenario, self._parts_of_region())
        if first == "games":
            games = super()._games(None)
            return games._replace(region=_of_the_deal(games.region))
        if first in FACTS and rest:
            by_city = self._find((first,))
            return by_city[rest[0]] if rest[0] else tuple(by_city)
        if first in FACTS:
            return FACTS[str(first)](self)
        found = self._given[str(first)]
        for name in rest[:1]:
            found = getattr(found, str(name))
        for asked in rest[1:]:
            found = found(*asked)  # type: ignore[misc]
        return found

    def _lose(self) -> None:
        if self._looking:
            self._looking[-1].lost = True


def same(one: Any, other: Any) -> bool:
    """Whether two things are equal, and of one kind."""
    return one is other or (type(one) is type(other) and bool(one == other))


def _of_the_deal(region: Region) -> Region:
    """The region, in which its deal knows of no other city's resources, activities and sites."""
    compact = region.compact
    if compact is None:
        return region
    named = set(compact.members)
    for enclave in compact.enclaves:
        named |= {enclave.host, enclave.home, enclave.paid_by}
    whole = compact.region
    cities = tuple(city for city in whole.cities if city in named)
    own = replace(whole.subgame(cities), cities=whole.cities)
    return replace(region, compact=replace(compact, region=own))


def _noted(name: str) -> property:
    if name in BY_CITY:
        return property(lambda context: _ByCity(context, name))
    return property(lambda context: context.look((name,)))


def _given(name: str, *, into: bool) -> property:
    """What the context is made of, set once; whoever looks at it, or ``into`` it, is noted."""

    def get(context: NotingContext) -> Any:
        if into:
            return _LookedInto(context, name, context._given[name])
        return context.look((name,))

    def put(context: NotingContext, value: Any) -> None:
        context._given[name] = value

    return property(get, put)


for fact in FACTS:
    setattr(NotingContext, fact, _noted(fact))
for given in (*GIVEN, *LOOKED_INTO):
    setattr(NotingContext, given, _given(given, into=given in LOOKED_INTO))
