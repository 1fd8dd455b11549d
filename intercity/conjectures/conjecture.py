"""A conjecture: a statement, where it is from, how to look for a case that breaks it, its status.

>>> text = '''
... statement = "In a convex game everybody has the same."
... source = "A first guess."
... over = "convex_games(senses=['gain'])"
... predicate = "len(set(shapley_value(case).values())) == 1"
... status = "open"
... '''
>>> guess = read_conjecture("all-alike", text)
>>> guess.falsify(max_examples=40).call
"CoalitionalGame(['A', 'B'], {'A': 0, 'B': 1, 'A, B': 1})"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from games.errors import MISSING, IntercityError, InvalidInput, of_kind
from intercity.conjectures.claim import claim_of
from intercity.conjectures.linear_inequality import LinearInequalityCertificate
from intercity.testing.constructor_text import from_constructor_text, python_names, stopped_by
from intercity.testing.falsification import Counterexample, falsify, size_of
from intercity.testing.predicate import CertifiedAnswer, Predicate
from solvers.bargaining.axiom import NotRefuted
from solvers.certificate import Certificate

__all__ = ["Conjecture", "Refutation", "Status", "read_conjecture"]

Status = Literal["proved", "theorem", "refuted", "open"]


@dataclass(frozen=True, slots=True)
class Refutation:
    """A case that breaks a conjecture, as the call that makes it, and the answers that say so."""

    case: str
    answers: tuple[CertifiedAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Conjecture:
    """A statement about games, and what is known of it.

    ``name``: of its file. ``statement``: one sentence. ``source``: who says so, or where the idea
    is from; of a theorem, who proved it. ``over``: the strategy that draws cases, as an expression
    in the names of ``intercity.testing``, ``from_type`` and the public games. ``predicate``: the
    claim about a ``case``.
    ``status``: ``"proved"`` (here, for so many cities, by an exact certificate), ``"theorem"``
    (cited), ``"refuted"`` (by a stored case) or ``"open"`` (not refuted in ``cases`` cases, of
    ``vacuous`` of which the predicate says nothing).
    ``remark``: how it was found, where that is worth a word.
    ``fails_at``: of what is cited or proved, a case outside of what is supposed, as the call that
    makes it, of which the predicate is false: so the predicate says something. Left out where no
    case lies outside.

    The two expressions are Python, and are run: take a file only from whom you trust.
    """

    name: str
    statement: str
    source: str
    over: str
    predicate: Predicate
    status: Status
    cases: int = 0
    vacuous: int = 0
    remark: str = ""
    fails_at: str = ""
    refutation: Refutation | None = None
    proofs: tuple[LinearInequalityCertificate, ...] = ()

    def strategy(self) -> Any:
        """The strategy that draws cases."""
        from hypothesis import strategies as st

        from intercity import testing

        names = {name: getattr(testing, name) for name in testing.__all__}
        try:
            public = python_names(self.over)
            return eval(self.over, {**public, **names, "from_type": st.from_type})  # noqa: S307
        except IntercityError:
            raise
        except Exception as error:
            # Hypothesis puts "accept.<locals>." before names.
            why = stopped_by(error, *names).replace("accept.<locals>.", "")
            place, expected = f"over of {self.name}", f"a strategy (this one stops: {why})"
            raise InvalidInput(place, self.over, expected) from error

    def falsify(self, *, max_examples: int = 1000, seed: int = 0) -> Counterexample | NotRefuted:
        """Look for the smallest case that breaks it."""
        return falsify(self.predicate.text, self.strategy(), max_examples=max_examples, seed=seed)

    def searched(self, *, max_examples: int = 1000, seed: int = 0) -> Conjecture:
        """The conjecture with what a search finds: refuted by a case, or open after so many more.

        What is refuted stays so, by the smaller one of the stored and the found case.
        """
        found = self.falsify(max_examples=max_examples, seed=seed)
        if isinstance(found, NotRefuted):
            if self.refutation is not None:
                return self
            before = self.cases - self.vacuous
            more = found.cases - found.vacuous > before or not self.cases
            return replace(self, cases=found.cases, vacuous=found.vacuous) if more else self
        if self.refutation and size_of(found.call) >= size_of(self.refutation.case):
            return self
        judged = self.predicate.judge(found.case)
        return replace(
            self,
            status="refuted",
            cases=0,
            vacuous=0,
            refutation=Refutation(found.call, judged.answers),
        )

    @property
    def tried(self) -> str:
        """In how many cases it is not refuted, in words."""
        return NotRefuted(self.name, self.cases, self.vacuous).tried

    def violations(self) -> Iterator[str]:
        """Why its evidence does not hold: nothing for what is cited or open.

        A refutation is rebuilt and judged by its certificates, a proof is verified, and what is
        called proved has to be what the proofs say (``claim_of``). The predicate has to be false of
        the case in ``fails_at``.
        """
        if self.fails_at:
            try:
                if self.predicate(from_constructor_text(self.fails_at)):
                    yield "The predicate holds of the case in fails_at, too."
            except IntercityError as error:
                yield str(error)
        if self.status == "refuted":
            if self.refutation is None:
                yield "No case is stored that refutes it."
                return
            try:
                case = from_constructor_text(self.refutation.case)
                if self.predicate.replay(case, self.refutation.answers):
                    yield "The stored case does not break it."
            except IntercityError as error:
                yield str(error)
        if self.status == "proved":
            if not self.proofs:
                yield "No certificate is stored that proves it."
                return
            try:
                claim = claim_of(self.proofs)
            except IntercityError as error:
                yield str(error)
                return
            for part, text in (
                ("statement", self.statement),
                ("over", self.over),
                ("predicate", self.predicate.text),
            ):
                if text != (proved := getattr(claim, part)):
                    yield f"The {part} is not what the certificates prove, which is: {proved}"
            for proof in self.proofs:
                if not (verdict := proof.verify(None)):
                    yield verdict.reason

    def toml(self) -> str:
        """Its file."""
        lines = [f"statement = {_quoted(self.statement)}", f"source = {_quoted(self.source)}"]
        lines += [f"over = {_quoted(self.over)}", f"predicate = {_quoted(self.predicate.text)}"]
        lines += [f'status = "{self.status}"']
        if self.status == "open":
            lines.append(f"cases = {self.cases}")
            if self.vacuous:
                lines.append(f"vacuous = {self.vacuous}")
        if self.fails_at:
            lines.append(f"fails_at = {_quoted(self.fails_at)}")
        if self.remark:
            lines.append(f"remark = {_quoted(self.remark)}")
        if self.refutation is not None:
            lines += ["", "[refutation]", f"case = {_quoted(self.refutation.case)}"]
            for answer in self.refutation.answers:
                lines += ["", "[[refutation.answer]]", f'function = "{answer.function}"']
                lines.append(f"certificate = {_as_it_is(answer.certificate)}")
        for proof in self.proofs:
            import json

            lines += ["", "[[proof]]"]
            text = json.dumps(proof.to_json(), ensure_ascii=False)
            lines.append(f"certificate = {_as_it_is(text)}")
        return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    import tomlkit

    return tomlkit.string(text).as_string()


def _as_it_is(text: str) -> str:
    """JSON as TOML, without escapes where there may be none."""
    return _quoted(text) if "'''" in text else f"'''{text}'''"


_KNOWN = {
    "statement": str,
    "source": str,
    "over": str,
    "predicate": str,
    "status": str,
    "cases": int,
    "vacuous": int,
    "remark": str,
    "fails_at": str,
    "refutation": dict,
    "proof": list,
}
_NEEDED = ("statement", "source", "over", "predicate", "status")


def read_conjecture(name: str, text: str) -> Conjecture:
    """A conjecture from the text of its file.

    Errors: ``InvalidInput`` names what is missing, unknown, or of another kind.
    """
    import tomllib

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise InvalidInput("name of a conjecture", name, "small letters and figures, with hyphens")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"file {name}.toml", text[:40], f"TOML ({error})") from None
    for key, value in table.items():
        if key not in _KNOWN:
            raise InvalidInput(f"a key of {name}.toml", key, tuple(_KNOWN))
        of_kind(value, _KNOWN[key], place=f"{key} of {name}.toml")
    for key in _NEEDED:
        if key not in table:
            raise InvalidInput(f"{key} of {name}.toml", MISSING, "given")
    if table["status"] not in get_args(Status):
        raise InvalidInput(f"status of {name}.toml", table["status"], get_args(Status))
    found = Conjecture(
        name,
        table["statement"],
        table["source"],
        table["over"],
        Predicate(table["predicate"]),
        table["status"],
        table.get("cases", 0),
        table.get("vacuous", 0),
        table.get("remark", ""),
        table.get("fails_at", ""),
        _refutation(name, table["refutation"]) if "refutation" in table else None,
        tuple(_proof(name, entry) for entry in table.get("proof", [])),
    )
    found.strategy()
    return found


def _refutation(name: str, table: Mapping[str, Any]) -> Refutation:
    place = f"refutation of {name}.toml"
    if not isinstance(table.get("case"), str):
        raise InvalidInput(f"case of the {place}", table.get("case", MISSING), "a call, as text")
    answers = table.get("answer", [])
    for entry in answers:
        if not isinstance(entry, dict) or entry.keys() != {"function", "certificate"}:
            raise InvalidInput(f"an answer of the {place}", entry, "a function and a certificate")
    return Refutation(table["case"], tuple(CertifiedAnswer(**entry) for entry in answers))


def _proof(name: str, entry: Any) -> LinearInequalityCertificate:
    place = f"proof of {name}.toml"
    if not isinstance(entry, dict) or entry.keys() != {"certificate"}:
        raise InvalidInput(place, entry, "a certificate")
    try:
        proof = Certificate.from_json(entry["certificate"])
    except ValueError as error:
        raise InvalidInput(place, MISSING, f"a certificate ({error})") from error
    of_kind(proof, LinearInequalityCertificate, place=place)
    return proof  # type: ignore[return-value]
