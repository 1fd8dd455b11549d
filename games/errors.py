"""The family of errors: each is one clear sentence, with the facts as fields."""

from __future__ import annotations

import functools
import heapq
import inspect
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import islice
from typing import Any, ParamSpec, TypeVar

from games.approximately import approximately
from games.input_limits import LONGEST_SENTENCE
from games.printable import cut, printable

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")

__all__ = [
    "IntercityError",
    "InvalidInput",
    "NotFound",
    "NotProven",
    "TooLarge",
    "Undefined",
    "about",
    "all_of_kind",
    "bytes_told",
    "called",
    "kind_name",
    "missing_extra",
    "nearest_names",
    "of_kind",
    "one_of_names",
    "with_article",
]


class IntercityError(ValueError):
    """The family of errors: each is one clear sentence, with the facts as fields.

    All are ``ValueError``, so that ``except ValueError`` catches every one of them.

    What every error of the library derives from.

    >>> raise InvalidInput("worth of {A, B}", float("nan"), "a finite number")
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: worth of {A, B} is nan; it should be a finite number.
    """

    def __str__(self) -> str:
        return cut(printable(super().__str__()), LONGEST_SENTENCE)


class InvalidInput(IntercityError):
    """A number, name or shape that cannot be right.

    Fields: ``place`` (where it stands), ``value`` (what was found), ``expected`` (what would be
    right, in words, or the names of which it should be one) and ``right`` (the same in words).

    See ``IntercityError``.

    >>> str(InvalidInput("estate", -1, "0 or more"))
    'estate is -1; it should be 0 or more.'
    >>> str(InvalidInput("the host", "Ningbo", ["Quzhou", "Lishui"]))
    "the host is 'Ningbo'; it should be one of Quzhou, Lishui."
    """

    def __init__(self, place: str, value: object, expected: str | Iterable[object]) -> None:
        self.place = place
        self.value = value
        self.expected = expected if isinstance(expected, str) else tuple(map(str, expected))
        if isinstance(expected, str):
            self.right = expected
        else:
            self.right = one_of_names(str(value), self.expected)
        super().__init__(f"{place} is {_shown(value)}; it should be {self.right}.")


def of_kind(given: object, *kinds: type, place: str, hint: str = "") -> None:
    """Refuse what is not of one of the kinds; ``place`` is what it was given as.

    >>> of_kind(7, str, place="subject of core", hint="or its name")
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: subject of core is of kind int; it should be a str, or its name.
    """
    if not isinstance(given, kinds):
        names = " or ".join(map(kind_name, kinds))
        value = given if given is MISSING else type(given)
        raise InvalidInput(place, value, f"{names}, {hint}" if hint else names)


def about(
    kind: type, hint: str, place: str = ""
) -> Callable[[Callable[Parameters, Answer]], Callable[Parameters, Answer]]:
    """A decorator for a verb about one value: who gives its parts is told the call that makes it.

    >>> @about(Fraction, "made by Fraction(3, 4)")
    ... def doubled(ratio):
    ...     return 2 * ratio
    >>> doubled(Fraction(3, 4)), doubled(ratio=Fraction(3, 4))
    (Fraction(3, 2), Fraction(3, 2))
    >>> doubled(3, 4)
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: subject of doubled is of kind int; it should be a Fraction, made by
    Fraction(3, 4).
    >>> doubled(numerator=3, denominator=4)
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: subject of doubled is missing; it should be a Fraction, made by
    Fraction(3, 4).
    """

    def decorated(verb: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
        first = next(iter(inspect.signature(verb).parameters))

        @functools.wraps(verb)
        def called(*given: Parameters.args, **named: Parameters.kwargs) -> Answer:
            subject = given[0] if given else named.get(first, MISSING)
            of_kind(subject, kind, place=place or f"subject of {verb.__name__}", hint=hint)
            return verb(*given, **named)

        return called

    return decorated


def all_of_kind(given: object, kind: type[Any], *, place: str, hint: str = "") -> tuple[Any, ...]:
    """The entries of a list, all of one kind; ``place`` is what the list is called.

    ``hint``: how one is written.

    >>> all_of_kind(["quota", 7], str, place="the list of resources")
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: entry 2 of the list of resources is of kind int; it should be a str.
    """
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidInput(place, given, f"a list, each entry {kind_name(kind)}")
    entries = tuple(given)
    for k, entry in enumerate(entries, 1):
        if not isinstance(entry, kind):
            of_kind(entry, kind, place=f"entry {k} of {place}", hint=hint)
    return entries


_PLAIN = {
    "NoneType": "None",
    "Iterable": "list",
    "Sequence": "list",
    "Mapping": "dict",
    "PathLike": "path",
}
"""What users call a kind of which theirs is one."""


def kind_name(kind: type) -> str:
    """A kind with its article, as an error names it.

    >>> [kind_name(kind) for kind in (Undefined, int, dict, type(None))]
    ['an Undefined', 'an int', 'a dict', 'None']
    >>> from collections.abc import Iterable, Mapping
    >>> kind_name(Iterable), kind_name(Mapping)
    ('a list', 'a dict')
    >>> kind_name(type("UniformExchange", (), {})), kind_name(type("Use", (), {}))
    ('a UniformExchange', 'a Use')
    """
    name = _PLAIN.get(kind.__name__, kind.__name__)
    return name if name == "None" else with_article(name)


def with_article(noun: str) -> str:
    """A noun with its article.

    >>> with_article("city"), with_article("industry"), with_article("unit")
    ('a city', 'an industry', 'a unit')
    """
    spoken_you = noun.lower().startswith(("uni", "use", "util"))
    return f"{'an' if noun[0] in 'AEIOUaeiou' and not spoken_you else 'a'} {noun}"


class Told(str):
    """What was found, as a phrase of ours: an error shows it as it stands, and no value in quotes.

    >>> raise InvalidInput("the worth of A", Told("missing"), "a number")
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: the worth of A is missing; it should be a number.
    """

    __slots__ = ()


MISSING = Told("missing")
"""What stands for a number that was left out."""


def called(place: str, expected: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """What the user's own function returns; where it stops, a sentence that says at what.

    ``place`` names what it was asked for. An error of this family passes, with a note of the place.

    >>> called("the rule at 3", "a number", lambda x: 1 // (x - 3), 3)
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: the rule at 3 is missing: the function stops with
    ZeroDivisionError, integer division or modulo by zero; it should be a number.
    """
    try:
        return function(*arguments)
    except IntercityError as error:
        error.add_note(f"This was for {place}.")
        raise
    except Exception as error:
        said = f"{type(error).__name__}, {error}".split("\n")[0]
        raise InvalidInput(
            place, Told(f"missing: the function stops with {said}"), expected
        ) from error


class Undefined(IntercityError):
    """A point-valued concept that has no point in this game.

    Fields: ``concept``, ``reason`` and ``witness`` (the coalition, city or number that shows it).

    See ``IntercityError``.

    >>> str(Undefined("nucleolus", "there is no imputation"))
    'The nucleolus is not defined here: there is no imputation.'
    """

    def __init__(self, concept: str, reason: str, witness: object = None) -> None:
        self.concept = concept
        self.reason = reason
        self.witness = witness
        super().__init__(f"The {concept} is not defined here: {reason}.")


class NotFound(Undefined):
    """A point that exists, by a theorem, and that no search led to.

    Fields: ``concept``, ``reason`` (what was tried) and ``witness`` (the game).

    See ``IntercityError``.

    >>> error = NotFound("Nash equilibrium", "no start of the search led to one")
    >>> error.concept, isinstance(error, Undefined)
    ('Nash equilibrium', True)
    """

    def __init__(self, concept: str, reason: str, witness: object = None) -> None:
        self.concept = concept
        self.reason = reason
        self.witness = witness
        ValueError.__init__(
            self,
            f"A {concept} exists here, but none was found, by {reason}; change a number a bit.",
        )


class NotProven(Undefined):
    """What exists, and of which a search has found no proof.

    Fields: ``concept``, ``reason`` (what is known of it) and ``witness``.

    See ``IntercityError``.

    >>> error = NotProven("equilibrium", "it is known to some decimals only")
    >>> error.concept, error.reason
    ('equilibrium', 'it is known to some decimals only')
    """

    def __init__(self, concept: str, reason: str, witness: object = None) -> None:
        self.concept = concept
        self.reason = reason
        self.witness = witness
        ValueError.__init__(self, f"No proof of the {concept} was found: {reason}.")


ASSUMED_MEMORY = 2**33
"""What a machine is taken to have, in bytes, where its system does not say."""


class TooLarge(IntercityError):
    """A game whose table of worths does not fit into this machine's memory.

    Fields: ``players``, ``needed`` and ``available`` (bytes; None where the system does not say how
    much memory it has). ``whose``: what the players are, where they are not
    those of the game itself; ``instead``: what needs no such table.

    See ``IntercityError``.

    >>> error = TooLarge(40, needed=2**43, available=2**33)
    >>> error.players, error.needed
    (40, 8796093022208)
    """

    def __init__(
        self,
        players: int,
        needed: int,
        available: int | None,
        whose: str = "players",
        instead: str = "an OracleGame needs no table, and least_core() and cost_of_stability() ask "
        "it for few coalitions",
    ) -> None:
        self.players = players
        self.needed = needed
        self.available = available
        has = (
            f"the system tells of no memory, {bytes_told(ASSUMED_MEMORY)} are assumed"
            if available is None
            else f"this machine has {bytes_told(available)} of memory"
        )
        super().__init__(
            f"A table of the worths of {players} {whose} needs {bytes_told(needed)}; {has}; "
            f"{instead}."
        )


def bytes_told(size: int) -> str:
    """A number of bytes in the unit in which it is short.

    >>> bytes_told(2**43), bytes_told(1500)
    ('8 TiB', '2 KiB')
    """
    if size.bit_length() > 90:
        return f"{approximately(Fraction(size), '.1e')} bytes"
    for unit in ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"):
        if size < 1024:
            return f"{size} {unit}"
        size = -(-size // 1024)
    return f"{size} ZiB"


EXTRAS = {
    "plots": "matplotlib",
    "tables": "pandas pyarrow openpyxl",
    "sweep": "pandas pyarrow openpyxl joblib scipy",
    "cluster": "pandas pyarrow openpyxl joblib scipy distributed",
    "engines": "pygambit",
}
"""What each extra of ``pyproject.toml`` installs."""


def missing_extra(need: str, extra: str) -> IntercityError:
    """The error where a package is missing, with the command that installs it for this Python.

    ``need``: what needs which package. The packages of the extra are named: the library itself is
    on no index, so that ``pip install 'intercity[plots]'`` finds nothing, or a stranger's.

    >>> print(missing_extra("pictures need matplotlib", "plots"))  # doctest: +ELLIPSIS
    pictures need matplotlib: ... -m pip install matplotlib
    """
    python = shlex.quote(sys.executable or "python")
    return IntercityError(f"{need}: {python} -m pip install {EXTRAS[extra]}")


LONGEST_NAME, MOST_NAMES = 40, 1000
"""No name is like another beyond so many characters; of more names, the first are looked at."""


def nearest_names(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The names most like another one, upper or lower case, the most alike first.

    >>> nearest_names("rent", ["project.tax", "project.Rent", "firm.rental", "time.horizon"], 2)
    ['project.Rent', 'firm.rental']
    """
    name = name[:LONGEST_NAME].lower()

    def likeness(candidate: str, ratio: Callable[..., float] = SequenceMatcher.ratio) -> float:
        ends = {candidate.lower(), candidate.lower().rpartition(".")[2]}
        return max(ratio(SequenceMatcher(None, end[:LONGEST_NAME], name)) for end in ends)

    def roughly(candidate: str) -> float:
        return likeness(candidate, SequenceMatcher.quick_ratio)

    return heapq.nlargest(
        most, heapq.nlargest(20, islice(known, MOST_NAMES), key=roughly), key=likeness
    )


def one_of_names(name: str, known: Sequence[str], most: int = 20) -> str:
    """``one of`` the names; where there are more than anybody reads, of those most like ``name``.

    >>> one_of_names("foo", [f"key{k}" for k in range(90)] + ["food_price"])
    'one of food_price, key0, key1 or 88 more'
    """
    if len(known) <= most:
        return "one of " + ", ".join(known)
    few = nearest_names(name, known)
    return f"one of {', '.join(few)} or {len(known) - len(few)} more"


LONGEST, SHORT = 200, 20


def _shown(value: object) -> str:
    """What was found: a kind or a function by its name, and the beginning of what is long."""
    if isinstance(value, Told):
        return str(value)
    if isinstance(value, type):
        return "None" if value is type(None) else f"of kind {value.__name__}"
    if callable(value) and hasattr(value, "__name__"):
        return f"the function {value.__name__}"
    if isinstance(value, Fraction) and not hasattr(value, "oracle"):  # no AffineNumber
        decimal, ratio = approximately(value, ".9g"), str(value)
        thirds = "/" in ratio and len(ratio) <= SHORT and Fraction(decimal) != value
        return ratio if thirds else decimal
    words = repr(value)
    if "\n" in words:  # a table of pandas, or an array of several rows
        return f"of kind {type(value).__name__}"
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}..."
