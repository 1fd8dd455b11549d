"""Properties that cities ask of a rule, by their names in the literature.

The same names serve ``audit``, which says what of them a rule keeps, and ``design``, which looks
for the best rule that keeps those asked for. Short names are understood too.

>>> property_name("DSIC")
'dominant-strategy incentive compatibility'
>>> print(PROPERTIES["interim individual rationality"])
no type of a city expects less than it has without the rule

Source: Börgers (2015); Krishna (2010), chapter 5; for the last seven Thomson (2018), On the
axiomatics of resource allocation, Bikhchandani and others (2006), and Laffont and Martimort (1997).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from games.errors import InvalidInput

__all__ = ["PROPERTIES", "ByProperty", "property_name", "property_names"]

V_co = TypeVar("V_co", covariant=True)

PROPERTIES: dict[str, str] = {
    "dominant-strategy incentive compatibility": (
        "no city gains by a lie, whatever the others report"
    ),
    "Bayesian incentive compatibility": (
        "no type of a city expects to gain by a lie while the others tell the truth"
    ),
    "ex post individual rationality": "no city ever ends with less than it has without the rule",
    "interim individual rationality": (
        "no type of a city expects less than it has without the rule"
    ),
    "weak budget balance ex post": "the common fund never needs money from outside",
    "exact budget balance ex post": "the common fund never needs money, and never keeps any",
    "weak budget balance ex ante": "the common fund expects to need no money from outside",
    "exact budget balance ex ante": "the common fund expects to end at zero",
    "allocative efficiency": "what is done is always worth the most to all cities together",
    "anonymity": "cities in the same position are treated by their reports alone, not by name",
    "non-bossiness": "no city changes what another gets without changing what it gets itself",
    "envy-freeness": "no city would rather be in the place of another in the same position",
    "core stability": (
        "no group that can act by itself (each city, all, and those that the problem names) ever "
        "has more by acting without the rule"
    ),
    "monotonicity": (
        "of two types, each gets the outcome that it likes more, compared with the other"
    ),
    "no collusion by a pair": (
        "no two cities that know each other's types and can pay each other gain by lying together"
    ),
}
"""Each property, and what it says in plain words."""

_SHORT = {
    "dsic": "dominant-strategy incentive compatibility",
    "strategy-proofness": "dominant-strategy incentive compatibility",
    "bic": "Bayesian incentive compatibility",
    "ex post ir": "ex post individual rationality",
    "interim ir": "interim individual rationality",
    "no deficit": "weak budget balance ex post",
    "no deficit ex post": "weak budget balance ex post",
    "no deficit ex ante": "weak budget balance ex ante",
    "weak budget balance": "weak budget balance ex post",
    "budget balance": "exact budget balance ex post",
    "exact budget balance": "exact budget balance ex post",
    "budget balance ex post": "exact budget balance ex post",
    "budget balance ex ante": "exact budget balance ex ante",
    "efficiency": "allocative efficiency",
    "envy-free": "envy-freeness",
    "core": "core stability",
}


def property_name(given: str) -> str:
    """The full name of a property; ``InvalidInput`` where there is none of that name."""
    if isinstance(given, str):
        word = " ".join(given.lower().replace("_", " ").split())
        for name in PROPERTIES:
            if word == name.lower():
                return name
        if word in _SHORT:
            return _SHORT[word]
    raise InvalidInput("a property", given, PROPERTIES)


def property_names(given: str | Iterable[str], place: str) -> tuple[str, ...]:
    """The full names of the properties given, one or several; ``place`` is what they are called.

    >>> property_names("DSIC", "subject_to") == property_names(["DSIC"], "subject_to")
    True
    """
    if not isinstance(given, Iterable):
        raise InvalidInput(place, given, "a property, or a list of properties")
    return tuple(map(property_name, [given] if isinstance(given, str) else given))


class ByProperty(Mapping[str, V_co]):
    """Verdicts by property; short names are understood.

    >>> verdicts = ByProperty({"allocative efficiency": True})
    >>> "efficiency" in verdicts, "core" in verdicts, "fairness" in verdicts
    (True, False, False)
    """

    __slots__ = ("_verdicts",)

    _verdicts: Mapping[str, V_co]

    def __init__(self, verdicts: Mapping[str, V_co]) -> None:
        object.__setattr__(self, "_verdicts", dict(verdicts))

    def __getitem__(self, name: str) -> V_co:
        found = property_name(name)
        if found not in self._verdicts:
            raise InvalidInput("a property of this audit", name, "one of those asked for")
        return self._verdicts[found]

    def __contains__(self, name: object) -> bool:
        try:
            return property_name(name) in self._verdicts  # type: ignore[arg-type]
        except InvalidInput:
            return False

    def get(self, name: str, default: Any = None) -> Any:
        """The verdict, or the default where the property was not asked for."""
        return self._verdicts[property_name(name)] if name in self else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._verdicts)

    def __len__(self) -> int:
        return len(self._verdicts)
