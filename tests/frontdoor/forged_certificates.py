"""Certificates and subjects with one part changed, and what Python says of each.

A case is what a page would embed, ``{"proof": ..., "certificate": ...}``, and whether the
certificate proves its answer of that subject by ``Certificate.verify``.
"""

import copy
import dataclasses
import random
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.errors import IntercityError
from games.strategic import StrategicGame
from games.white_space import WhiteSpace
from intercity.checkup.check_up import examine
from intercity.page.proofs import proof
from intercity.proofs import Recorder
from intercity.topics.registry import context_of
from solvers.certificate import Certificate, MalformedCertificate
from solvers.production.coalitional_form import CoalitionalForm
from tests.solvers.certificate_mutations import mutated


class Asked(Recorder):
    """Keeps each subject as it was when asked about, with the answer."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def __call__(self, solver, subject):
        kept = copy.deepcopy(subject)
        answer = super().__call__(solver, subject)
        self.asked.append((kept, answer))
        return answer


def asked(scenario):
    """Each subject that a scenario's check-up asks about, with the answer."""
    found = Asked()
    examine(context_of(scenario, found))
    return found.asked


def forged_certificate(draw, subject, answer, told):
    """A case in which one number, name or entry of the certificate is another one."""
    certificate = mutated(answer.certificate.to_json(), draw.randrange(10**9))
    try:
        read = Certificate.from_json(certificate)
        holds = read.to_json() == certificate  # "B" is read as ["B"], which the page refuses
        holds = holds and type(read) is type(answer.certificate) and bool(read.verify(subject))
        holds = holds and _worths(read.answer(subject)) == _worths(answer)
    except MalformedCertificate:
        holds = False
    return {"proof": told, "certificate": certificate}, holds


def forged_subject(draw, subject, answer, told):
    """A case in which one number of the subject is another one; None where none can be."""
    try:
        changed = _elsewhere(draw, subject)
        certificate = answer.certificate
        holds = bool(certificate.verify(changed))
        if holds:
            holds = _worths(certificate.answer(changed)) == _worths(answer)
        written = proof(Claimed(certificate), changed)
    except IntercityError:
        return None
    if "worths" in told:
        written["worths"] = told["worths"]
    return {"proof": written, "certificate": certificate.to_json()}, holds


@dataclasses.dataclass
class Claimed:
    """An answer of which only the certificate is known."""

    certificate: Certificate


def _worths(answer):
    """The worths that the page compares too; of other answers, none."""
    if not isinstance(answer, CoalitionalForm):
        return None
    return [answer.game.worth(mask) for mask in range(answer.game.grand + 1)]


def _near(number, others):
    return [
        number + 1,
        number - 1,
        2 * number,
        -number,
        number / 3,
        number + Fraction(1, 10**18),
        number - Fraction(1, 10**18),
        number + Fraction(3, 10**400 + 1),
        Fraction(0),
        Fraction(1),
        *others[:6],
    ]


def _elsewhere(draw, subject):
    """The subject with one number changed, which its own rules allow."""
    if isinstance(subject, CoalitionalGame):
        worths = [subject.worth(mask) for mask in range(subject.grand + 1)]
        mask = draw.randrange(1, len(worths))
        worths[mask] = draw.choice(_near(worths[mask], worths))
        return CoalitionalGame.from_array(subject.players, worths, subject.sense)
    if isinstance(subject, StrategicGame):
        tables = [
            [[int(u) * unit for u in line] for line in table]
            for table, unit in zip(subject.tables, subject.units, strict=True)
        ]
        i, a, b = (draw.randrange(2) for _ in range(3))
        tables[i][a][b] = draw.choice(
            _near(tables[i][a][b], [x for t in tables for r in t for x in r])
        )
        return StrategicGame.from_payoffs(
            subject.players, *tables, actions=list(subject.actions[0])
        )
    if isinstance(subject, WhiteSpace):
        return _with_other_land(draw, subject)
    return _deeper(draw, subject)


def _with_other_land(draw, game):
    """One number of a plan for land is another one; a scenario keeps its uses."""
    returns, demand = (_nested(table, game) for table in (game.returns, game.demand))
    numbers = {name: list(getattr(game, name)) for name in ("holding", "late")}
    land = dict(game.land)
    part = draw.choice(
        [land, *numbers.values(), *(row for rows in returns.values() for row in rows)]
    )
    key = draw.choice([*part] if isinstance(part, dict) else range(len(part)))
    part[key] = draw.choice(_near(part[key], []))
    return WhiteSpace(land, returns, demand=demand, chance=game.chance, **numbers)


def _nested(table, game):
    """A table by scenario, city and use as it is given: for each scenario its cities in order."""
    return {
        s: [
            {use: x for (at, place, use), x in table.items() if (at, place) == (s, city)}
            for city in game.cities
        ]
        for s in game.scenarios
    }


def _deeper(draw, part):
    if isinstance(part, Fraction):
        return draw.choice(_near(part, []))
    if dataclasses.is_dataclass(part):
        names = [field.name for field in dataclasses.fields(part) if field.init]
        names = [name for name in names if _has_number(getattr(part, name))]
        name = draw.choice(names)
        return dataclasses.replace(part, **{name: _deeper(draw, getattr(part, name))})
    if isinstance(part, tuple):
        k = draw.choice([k for k, one in enumerate(part) if _has_number(one)])
        return (*part[:k], _deeper(draw, part[k]), *part[k + 1 :])
    name = draw.choice([name for name, one in part.items() if _has_number(one)])
    return {**part, name: _deeper(draw, part[name])}


def _has_number(part):
    if isinstance(part, Fraction):
        return True
    if dataclasses.is_dataclass(part):
        return any(_has_number(getattr(part, field.name)) for field in dataclasses.fields(part))
    if isinstance(part, tuple):
        return any(map(_has_number, part))
    return hasattr(part, "values") and any(map(_has_number, part.values()))


def forged(found, count, seed):
    """So many cases, each with whether it holds; of subjects with answers, kinds evenly."""
    draw = random.Random(seed)
    by_kind = {}
    for subject, answer in found:
        told = proof(answer, subject)
        if "python_only" not in told:
            by_kind.setdefault(told["kind"], []).append((subject, answer, told))
    kinds, cases = list(by_kind.values()), []
    while len(cases) < count:
        one = draw.choice(kinds[len(cases) % len(kinds)])
        way = draw.choice((forged_certificate, forged_certificate, forged_subject))
        case = way(draw, *one)
        if case is not None:
            cases.append(case)
    return cases
