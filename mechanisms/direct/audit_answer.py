"""The answer of an audit: a verdict for each property, and what the rule loses."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from games.private_types import shown
from mechanisms.direct.properties import PROPERTIES, ByProperty
from mechanisms.direct.verdict import (
    Fails,
    Holds,
    NotApplicable,
    NotRefuted,
    Verdict,
    verdict_facts,
)
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["Audit"]


class Audit(ByProperty[Verdict], Answer):
    """The verdicts by property; frozen. Short names of properties are understood.

    ``surplus``: what the outcome is expected to be worth to all cities, costs deducted;
    ``first_best``: the most that this could be; ``lost_share``: the part of the gain over all
    outside options that is lost, 1 if all is, above 1 if the cities together have less than without
    the rule (``None`` if there is nothing to gain).

    See ``audit`` for the concept and its source.

    >>> from games import BayesianProblem
    >>> from mechanisms.direct.audit import audit
    >>> from mechanisms.direct.direct_mechanism import DirectMechanism
    >>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1, 3]}, {"Quzhou": [0, 2]})
    >>> never = DirectMechanism.from_rule(swap, lambda reports: ("no trade", [0, 0]))
    >>> report = audit(never, ["DSIC", "budget balance"])
    >>> [bool(verdict) for verdict in report.values()], report.lost_share
    ([True, True], Fraction(1, 1))
    """

    __slots__ = ("certificate", "first_best", "lost_share", "surplus")

    certificate: Certificate
    surplus: Fraction | None
    first_best: Fraction | None
    lost_share: Fraction | None

    def __init__(
        self,
        verdicts: Mapping[str, Verdict],
        surplus: Fraction | None,
        first_best: Fraction | None,
        lost_share: Fraction | None,
        certificate: Certificate,
    ) -> None:
        super().__init__(verdicts)
        for field, value in (
            ("surplus", surplus),
            ("first_best", first_best),
            ("lost_share", lost_share),
            ("certificate", certificate),
        ):
            object.__setattr__(self, field, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an Audit is frozen: {name} cannot be set")

    def __reduce__(self) -> tuple[Any, ...]:
        fields = (self._verdicts, self.surplus, self.first_best, self.lost_share, self.certificate)
        return type(self), fields

    def _facts(self) -> Iterator[tuple[str, object]]:
        yield from verdict_facts(self)
        for name in ("surplus", "first_best", "lost_share", "proof"):
            yield name, getattr(self, name)

    @property
    def failures(self) -> dict[str, Fails]:
        """The properties that fail, with what breaks them."""
        return {name: found for name, found in self.items() if isinstance(found, Fails)}

    @property
    def status(self) -> str:
        kept = sum(isinstance(found, Holds) for found in self.values())
        open_ones = sum(isinstance(found, NotRefuted) for found in self.values())
        unasked = len(PROPERTIES) - len(self)
        return (
            f"{kept} of {len(self)} properties hold, {len(self.failures)} fail"
            + (f", {open_ones} not refuted by a search that was not exhaustive" * bool(open_ones))
            + (f", {unasked} were not asked about" * bool(unasked))
            + "."
        )

    @property
    def method(self) -> str:
        return "all types, misreports and profiles, in whole numbers"

    @property
    def proof(self) -> Proof:
        searched = any(isinstance(found, NotRefuted) for found in self.values())
        return UNPROVEN if searched else EXACT

    def __str__(self) -> str:
        lines = [self.status]
        for title, kind in (("Holds", Holds), ("Fails", Fails), ("Not refuted", NotRefuted)):
            for name, found in self.items():
                if isinstance(found, kind):
                    lines.append(f"{title}: {name}{_because(found)}.")
        applied = [name for name, found in self.items() if isinstance(found, NotApplicable)]
        if applied:
            lines.append(f"Does not apply: {', '.join(applied)}.")
        if self.lost_share and self.first_best is not None and self.surplus is not None:
            loss = self.first_best - self.surplus
            gain = loss / self.lost_share
            part = f"{shown(100 * self.lost_share)} per cent is lost"
            if loss > gain:
                part = f"all is lost, and {shown(loss - gain)} more"
            lines.append(
                f"Of the gain of {shown(gain)} that is possible on average, compared with no rule, "
                f"{part}."
            )
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.status})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{html.escape(str(found))}</td></tr>"
            for name, found in self.items()
        )
        return f"<table>{rows}</table><p>{html.escape(self.method)}; {self.proof}</p>"


def _because(found: Verdict) -> str:
    if isinstance(found, Fails):
        return f": {found.sentence}"
    if isinstance(found, NotRefuted) and not found.cases:
        return ": not searched, as integrals over so many cities take too long"
    if isinstance(found, NotRefuted):
        return f": no case among {found.cases} breaks it, which is no proof"
    return ""
