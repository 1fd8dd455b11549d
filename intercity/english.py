"""Numbers, shares and lists in English, as sentences tell them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial

from games.approximately import approximately
from games.by_city import listed
from games.players import Coalition, coalition_name

__all__ = [
    "adding_up",
    "amount",
    "as_words",
    "can_borrow_words",
    "counted",
    "enough",
    "factor_floor_words",
    "factor_words",
    "fitting",
    "gains_told",
    "group_words",
    "hangs_words",
    "in_full",
    "inside",
    "listed",
    "measured",
    "one_unit",
    "patience_words",
    "percent",
    "percent_in_full",
    "rounded_inside",
    "sentences",
    "shown",
    "told_apart",
    "when_words",
    "years_words",
]

LONGEST = 10**18
"""From here on a number is told in powers of ten."""


def shown(number: Fraction, *, sign: bool = False) -> str:
    """A number for reading: one decimal, or two significant digits where that would hide it.

    >>> shown(Fraction(12345, 10)), shown(Fraction(3, 100)), shown(Fraction(-7)), shown(Fraction(0))
    ('1,234.5', '0.03', '-7.0', '0')
    """
    mark = "+" if sign else ""
    size = abs(number)
    if number == 0:
        return "0"
    if size >= LONGEST:
        return approximately(number, f"{mark}.6g")
    if size >= 10_000:
        return approximately(number, f"{mark},.0f")
    if size >= Fraction(19, 20):
        return approximately(number, f"{mark},.1f")
    return approximately(number, f"{mark}.2g")


def told_apart(*numbers: Fraction, told: Callable[[Fraction], str] = shown) -> tuple[str, ...]:
    """Numbers that a sentence compares, as they are ``told``; with more digits where these agree.

    >>> told_apart(Fraction("10.04"), Fraction(10)), told_apart(Fraction("1.3"), Fraction("0.6"))
    (('10.04', '10.0'), ('1.3', '0.6'))
    >>> told_apart(Fraction("10.04"), Fraction(10), told=amount)
    ('10.04', '10.0')
    >>> told_apart(Fraction(12000), Fraction("12000.4"), Fraction(12000))
    ('12,000.0', '12,000.4', '12,000.0')
    """
    texts, different = tuple(map(told, numbers)), len(set(numbers))
    for digits in range(1, 16):
        if len(set(map(_said, texts))) == different:  # "10.0" is no other number than "10"
            break
        texts = tuple(_in_decimals(number, digits) for number in numbers)
    return texts


def _in_decimals(number: Fraction, digits: int) -> str:
    whole, _, decimals = _rounded(number, digits).partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'}"


def _rounded(number: Fraction, digits: int) -> str:
    """A number with so many decimals, of which all are its own, however large it is."""
    whole, rest = divmod(round(abs(number) * 10**digits), 10**digits)
    sign = "-" if number < 0 and (whole or rest) else ""
    return f"{sign}{whole:,}.{rest:0{digits}}" if digits else f"{sign}{whole:,}"


def _said(numeral: str) -> Fraction:
    """The number that a numeral says, as it may be rounded."""
    return Fraction(numeral.replace(",", ""))


def amount(number: Fraction) -> str:
    """A count of something (mu, projects, years): whole where it is, else as ``shown``.

    >>> amount(Fraction(300)), amount(Fraction(733, 10))
    ('300', '73.3')
    """
    whole = number.denominator == 1 and abs(number) < LONGEST
    return f"{number.numerator:,}" if whole else shown(number)


def adding_up(amounts: Mapping[str, Fraction]) -> dict[str, str]:
    """Amounts in words, rounded so that they add up to their sum.

    The largest remainders are rounded up; of equal ones those that the fewest have, so that equal
    amounts are told as equal where that can be. Short decimals are told in full.

    >>> adding_up({"A": Fraction(4, 3), "B": Fraction(28, 3), "C": Fraction(4, 3)})
    {'A': '1.3', 'B': '9.4', 'C': '1.3'}
    >>> adding_up({"A": Fraction(10, 3), "B": Fraction("6.125"), "C": Fraction(13, 24)})
    {'A': '3.333', 'B': '6.125', 'C': '0.542'}
    """
    texts = {name: amount(x) for name, x in amounts.items()}
    total = sum(amounts.values(), Fraction(0))
    if sum(map(_said, texts.values()), Fraction(0)) == total:
        return texts
    equal = Counter(amounts.values())
    short = [total, *(x for x in amounts.values() if (x * 10**6).denominator == 1)]
    for digits in range(max(len(text.partition(".")[2]) for text in texts.values()), 16):
        if any((x * 10**digits).denominator > 1 for x in short):
            continue
        units = {name: math.floor(x * 10**digits) for name, x in amounts.items()}
        left = int(total * 10**digits) - sum(units.values())
        rest = {name: amounts[name] * 10**digits - n for name, n in units.items()}
        for name in sorted(units, key=lambda name: (-rest[name], equal[amounts[name]]))[:left]:
            units[name] += 1
        told = {name: Fraction(n, 10**digits) for name, n in units.items()}
        return {n: amount(x) if x.denominator == 1 else _in_decimals(x, digits)
                for n, x in told.items()}  # fmt: skip
    return texts


def counted(number: Fraction | int, one: str, several: str = "") -> str:
    """So many of what is called by this noun; its plural has an s where no other is given.

    >>> counted(1, "year"), counted(Fraction(5, 2), "year"), counted(0, "city", "cities")
    ('1 year', '2.5 years', '0 cities')
    """
    return f"{amount(Fraction(number))} {one if number == 1 else several or f'{one}s'}"


def one_unit(unit: str) -> str:
    """One of what a resource is counted in, as in "a price per site".

    >>> one_unit("units"), one_unit("batches"), one_unit("mu"), one_unit("")
    ('unit', 'batch', 'mu', 'unit')
    """
    if unit.endswith(("ches", "shes", "sses", "xes")):
        return unit[:-2]
    several = len(unit) > 3 and unit.endswith("s") and not unit.endswith("ss")
    return (unit[:-1] if several else unit) or "unit"


def measured(number: Fraction, unit: str, resource: str, told: str = "") -> str:
    """So much of a resource, in what it is counted in; ``told``: how the number is.

    >>> measured(Fraction(38), "mu", "factory_land"), measured(Fraction(2), "projects", "projects")
    ('38 mu of factory land', '2 projects')
    >>> measured(Fraction(1), "", "quota"), measured(Fraction(1), "projects", "projects")
    ('1 unit of quota', '1 project')
    """
    units = one_unit(unit) if number == 1 else unit or "units"
    return f"{told or amount(number)} {units}{_of_what(unit, resource)}"


def each_unit(unit: str, resource: str) -> str:
    """One unit of a resource, as in "a price per mu of quota".

    >>> each_unit("mu", "factory_land"), each_unit("firms", "firms"), each_unit("", "quota")
    ('mu of factory land', 'firm', 'unit of quota')
    """
    return f"{one_unit(unit)}{_of_what(unit, resource)}"


def as_words(key: str) -> str:
    """A name that is a key of the file, as it is read.

    >>> as_words("factory_land")
    'factory land'
    """
    return key.replace("_", " ")


def _of_what(unit: str, resource: str) -> str:
    return "" if unit == resource else f" of {as_words(resource)}"


def group_words(group: Coalition) -> str:
    """A group of cities in braces, a city alone by its name.

    >>> group_words(("Quzhou", "Hangzhou")), group_words(("Quzhou",))
    ('{Quzhou, Hangzhou}', 'Quzhou')
    """
    return coalition_name(group) if len(group) > 1 else group[0]


def percent(share: Fraction) -> str:
    """A share in per cent; a small one is not told as none, nor nearly all, or more, as all.

    >>> [percent(Fraction(parts, 10**4)) for parts in (8890, 3, 9999)]
    ['89%', '0.03%', '99.99%']
    >>> percent(Fraction(1004, 1000)), percent(Fraction(1)), percent(1 - Fraction(1, 10**6))
    ('100.4%', '100%', '99.9999%')
    """
    size = abs(share)
    if 0 < size < Fraction(1, 100):
        return f"{approximately(100 * share, '.2g')}%"
    if Fraction(99, 100) < size < Fraction(201, 200):
        forms = (approximately(100 * share, f".{digits}g") for digits in range(4, 15))
        return f"{next((one for one in forms if abs(float(one)) != 100 or size == 1), '100')}%"
    return f"{approximately(100 * share, '.0f')}%"


def in_full(number: Fraction, told: Callable[[Fraction], str] = shown) -> str:
    """A number by ``told``, or with all its digits where that would round it.

    >>> in_full(Fraction(2)), in_full(Fraction("0.1255")), in_full(Fraction(1, 3))
    ('2.0', '0.1255', '0.33')
    """
    return _in_full(number, told)[0]


def _in_full(number: Fraction, told: Callable[[Fraction], str]) -> tuple[str, bool]:
    """The same, and whether it has all digits."""
    text = told(number)
    finer = (_in_decimals(number, digits) for digits in range(1, 7))
    exact = next((one for one in (text, *finer) if _said(one) == number), None)
    return (text, False) if exact is None else (exact, True)


def percent_in_full(share: Fraction) -> str:
    """A share in per cent that is to be signed: with all its digits, or about.

    >>> percent_in_full(Fraction("0.125")), percent_in_full(Fraction(1, 3))
    ('12.5%', 'about 33.3%')
    >>> percent_in_full(Fraction("12.3")), percent_in_full(Fraction(1000, 3))
    ('1,230%', 'about 33,333%')
    """
    told, exact = _in_full(
        100 * share, lambda x: approximately(x, ".3g" if abs(x) < 999 else ",.0f")
    )
    return f"{'' if exact else 'about '}{told}%"


def factor_words(factor: Fraction) -> str:
    """A discount factor to two decimals, or as the file has it; one below 1 is not told as 1.

    >>> factor_words(Fraction("0.925")), factor_words(Fraction(6, 7)), factor_words(Fraction("0.9"))
    ('0.925', '0.86', '0.90')
    >>> factor_words(1 - Fraction(1, 30_000))
    '0.99997'
    """
    forms = (partial(approximately, form=f".{digits}f") for digits in range(2, 16))
    told = (in_full(factor, form) for form in forms)
    return next((text for text in told if factor >= 1 or _said(text) < 1), approximately(factor))


def hangs_words(
    cities: Sequence[str], discounts: Mapping[str, Fraction], interest: Fraction
) -> str:
    """On what it hangs whether members gain that do so at one of two rates alone.

    >>> hangs_words(["Hill"], {"Hill": Fraction(4, 5)}, Fraction(1, 20))
    'whether Hill gains hangs on whether it can borrow at 5%'
    """
    gain, it = ("gains", "it") if len(cities) == 1 else ("gain", "they")
    can = can_borrow_words(cities, discounts, interest)
    return f"whether {listed(cities)} {gain} hangs on whether {it} {can}"


def can_borrow_words(
    cities: Sequence[str], discounts: Mapping[str, Fraction], interest: Fraction
) -> str:
    """What cities at other factors must be able to do at the interest.

    >>> can_borrow_words(["Hill"], {"Hill": Fraction(4, 5)}, Fraction(1, 20))
    'can borrow at 5%'
    """
    patient = {discounts[city] * (1 + interest) > 1 for city in cities}
    what = "borrow or lend" if len(patient) > 1 else "lend" if True in patient else "borrow"
    return f"can {what} at {percent_in_full(interest)}"


def factor_floor_words(bound: Fraction, own: Fraction) -> str:
    """A discount factor below which something never holds: rounded down, since it is so there.

    To two decimals, or as many as tell that ``own`` is below it.

    >>> factor_floor_words(Fraction(5, 12), Fraction(1, 5))
    '0.41'
    >>> factor_floor_words(Fraction("0.4199"), Fraction("0.41"))
    '0.419'
    """
    doubt = Fraction(1, 10**15)
    for digits in range(2, 16):
        down = Fraction(math.floor((bound + doubt) * 10**digits), 10**digits)
        if 0 < down < 1 and (down > own or bound <= own):
            return approximately(down, f".{digits}f")
    return approximately(bound)


def patience_words(least: Fraction, *, apart_from: Fraction | None = None) -> str:
    """A discount factor from which on something holds: it does at the number that is told.

    That is rounded up, below 1, to two decimals or as many as tell it from another one; a factor
    that is enclosed within a billionth counts as that.

    >>> patience_words(Fraction("0.534")), patience_words(Fraction("0.9972"))
    ('0.54', '0.998')
    >>> patience_words(Fraction(1, 2))
    '0.50'
    >>> patience_words(Fraction("0.9001"), apart_from=Fraction("0.9"))
    '0.9001'
    """
    doubt = Fraction(1, 10**9)
    for digits in range(2, 16):
        up = Fraction(math.ceil((least - doubt) * 10**digits), 10**digits)
        near = apart_from is not None and abs(up - least) > abs(apart_from - least) / 2
        if up < 1 and not near:
            return approximately(up, f".{digits}f")
    return approximately(least)


_EACH_TOLD = 8
"""Of so many cities at most a sentence tells what each gains; tables tell it of all."""


def gains_told(gains: Mapping[str, Fraction]) -> str:
    """What each city gains or loses; of many the least and the most.

    >>> gains_told({"Hangzhou": Fraction(30), "Quzhou": Fraction(-2)})
    'Hangzhou +30.0, Quzhou -2.0'
    >>> gains_told({f"C{k}": Fraction(k) for k in range(1, 27)})
    'from +1.0 for C1 to +26.0 for C26'
    >>> gains_told({f"C{k}": Fraction(2) for k in range(1, 27)})
    '+2.0 each'
    """
    if len(gains) > _EACH_TOLD:
        ranked = sorted(gains, key=gains.__getitem__)
        least, *_, most = (shown(gains[city], sign=True) for city in ranked)
        if least == most:
            return f"{least} each"
        return f"from {least} for {ranked[0]} to {most} for {ranked[-1]}"
    return ", ".join(f"{city} {shown(gain, sign=True)}" for city, gain in gains.items())


def fitting(most: int, *told: str) -> str:
    """The first text that has at most so many characters; else the last, cut.

    >>> fitting(12, "a long sentence", "a short one"), fitting(6, "a sentence")
    ('a short one', 'a sen…')
    """
    fits = (text for text in told if len(text) <= most)
    return next(fits, f"{told[-1][: most - 1]}…")


def sentences(parts: Iterable[str]) -> str:
    """Parts told one after the other, each a sentence; those that are empty are left out.

    >>> sentences(["a plant stays", "", "none returns; 30 are planned"])
    'a plant stays. None returns; 30 are planned'
    """
    first, *others = [part for part in parts if part] or [""]
    return ". ".join([first, *(f"{part[0].upper()}{part[1:]}" for part in others)])


def inside(
    value: Fraction,
    low: Fraction | None,
    high: Fraction | None,
    told: Callable[[Fraction], str] = shown,
    *,
    apart_from: Fraction | None = None,
) -> str:
    """A value as it is ``told``, rounded so that it is still between the least and the largest.

    It is off by no more than a tenth of it, or of the way to another number, ``apart_from``.

    >>> inside(Fraction(4544, 10000), Fraction(4544, 10000), Fraction(2))
    '0.46'
    >>> inside(Fraction(4544, 10000), Fraction(4544, 10000), Fraction(4548, 10000))
    '0.4544'
    >>> inside(Fraction(202), None, Fraction(202), amount)
    '202'
    >>> inside(Fraction("1.249987"), None, Fraction("1.249987"), apart_from=Fraction("1.25"))
    '1.249987'
    >>> inside(Fraction(1, 3), Fraction(1, 3), Fraction(1, 3))
    'about 0.333333'
    >>> inside(Fraction(1, 3), Fraction(1, 3), Fraction(1, 3), apart_from=Fraction("0.333333"))
    'about 0.3333333'
    """
    return rounded_inside(value, low, high, told, apart_from=apart_from)[1]


def rounded_inside(
    value: Fraction,
    low: Fraction | None,
    high: Fraction | None,
    told: Callable[[Fraction], str] = shown,
    *,
    apart_from: Fraction | None = None,
) -> tuple[Fraction, str]:
    """The number that ``inside`` tells, and as it is told.

    >>> rounded_inside(Fraction(1001, 3), Fraction(1001, 3), None)
    (Fraction(3337, 10), '333.7')
    """
    most = abs(value) / 10
    if apart_from is not None and value != apart_from:
        most = min(most, abs(value - apart_from) / 10)
    finer = (partial(_in_decimals, digits=digits) for digits in range(1, 16))
    forms: list[Callable[[Fraction], str]] = [told, *finer]
    for form in forms:
        text = form(value)
        read = _said(text)
        digits = len(text.partition(".")[2])
        for step in (0, 1, -1):
            moved = read + Fraction(step, 10**digits)
            if (
                (low is None or low <= moved)
                and (high is None or moved <= high)
                and abs(moved - value) <= most
            ):
                return moved, text if not step else _rounded(moved, digits)
    apart = None if apart_from == value else apart_from
    texts = [approximately(value, f".{digits}g") for digits in range(6, 16)]
    text = next((one for one in texts if Fraction(one) != apart), texts[-1])
    return value, text if Fraction(text) == value else f"about {text}"


def from_to(
    low: Fraction,
    high: Fraction,
    told: Callable[[Fraction], str] = shown,
    *,
    apart_from: Fraction | None = None,
) -> tuple[str, str]:
    """Both ends of a range, rounded into it; with more digits where they would read alike.

    >>> from_to(Fraction("0.152"), Fraction("0.168")), from_to(Fraction("36.42"), Fraction("36.58"))
    (('0.152', '0.168'), ('36.42', '36.58'))
    >>> from_to(Fraction("0.22"), Fraction("1.2501"))
    ('0.22', '1.2')
    """
    ends = [inside(x, low, high, told, apart_from=apart_from) for x in (low, high)]
    if ends[0] == ends[1] and low != high:
        ends = [inside(x, low, high, told, apart_from=low + high - x) for x in (low, high)]
    return ends[0], ends[1]


def enough(number: Fraction) -> str:
    """A sum of which no less will do, rounded up so little that as ``shown`` it reads the same.

    So it agrees with the sum itself, told elsewhere: 131.21 beside 131.2, and not 131.3.

    >>> enough(Fraction("131.21")), enough(Fraction("0.104")), enough(Fraction(2))
    ('131.21', '0.104', '2.0')
    >>> enough(Fraction(3704, 3)), enough(Fraction("1.96"))
    ('1,234.7', '2.0')
    """
    text = shown(number)
    if _said(text) >= number:
        return text
    for digits in range(16):
        up = Fraction(math.ceil(number * 10**digits), 10**digits)
        if shown(up) == text:
            return _rounded(up, digits)
    return inside(number, number, None)


def when_words(year: int) -> str:
    """In which year, 0 being the signing.

    >>> when_words(0), when_words(3)
    ('at signing', 'in year 3')
    """
    return f"in year {year}" if year else "at signing"


def years_words(first: int, last: int) -> str:
    """In which years.

    >>> years_words(1, 5), years_words(3, 3)
    ('in years 1 to 5', 'in year 3')
    """
    return f"in year {first}" if first == last else f"in years {first} to {last}"
