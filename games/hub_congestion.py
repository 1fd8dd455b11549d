"""Hub congestion: startups choose among hubs in which each more startup lowers all returns."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import ByCity, numbers, one_of, truth, within
from games.errors import InvalidInput
from games.exact import exact
from games.players import validated_players

__all__ = ["HubCongestion"]

ZERO = Fraction(0)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class HubCongestion:
    """Hub congestion: startups choose among hubs in which each more startup lowers all returns.

    Where n_h startups are in hub h, each of them earns

        A_h - gamma_h n_h - tau_h,

    A_h the return in an empty hub, tau_h the toll (negative: a subsidy) that the hub takes.
    Together they make n_h (A_h - gamma_h n_h) there, so one startup more adds A_h - 2 gamma_h n_h
    only, less than it earns and perhaps less than nothing: it does not count what the others lose.
    Startups that go to no hub earn the outside return w.

    Startups that choose one of several hubs.

    Every figure by hub is a mapping from names or a sequence in the order of the hubs; money is per
    startup and period.

    ``hubs``: different names. ``returns``: A_h. ``congestion``: gamma_h > 0.
    ``startups`` >= 0: how many there are. ``whole``: they are counted one by one, each of them
    notices its own weight; else they are so many that none does.
    ``outside``: w, what a startup earns that goes to no hub; ``None``: each goes to one.
    ``tolls``: tau_h, 0 where not given.

    The value is frozen, hashable, and changed by ``dataclasses.replace``.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> crowd = HubCongestion(["Hangzhou"], returns=[60], congestion=[1], startups=100, outside=0)
    >>> crowd.earned({"Hangzhou": 40})["Hangzhou"], crowd.marginal({"Hangzhou": 40})["Hangzhou"]
    (Fraction(20, 1), Fraction(-20, 1))

    Source: Pigou (1920), The Economics of Welfare; Knight (1924), Some fallacies in the
    interpretation of social cost; with whole startups, Rosenthal (1973). That marginal returns of
    startups in Hangzhou may fall below zero is Hu and Zhang's (2024).
    """

    hubs: tuple[str, ...]
    returns: tuple[Fraction, ...]
    congestion: tuple[Fraction, ...]
    startups: Fraction
    outside: Fraction | None
    whole: bool
    tolls: tuple[Fraction, ...]

    def __init__(
        self,
        hubs: Iterable[str],
        returns: ByCity,
        congestion: ByCity,
        startups: Any,
        *,
        outside: Any = None,
        whole: bool = False,
        tolls: ByCity | None = None,
    ) -> None:
        names = validated_players(hubs, "hub")
        crowd = within(startups, "the number of startups", "0 or more")
        if truth(whole, "whole numbers of startups") and crowd.denominator != 1:
            raise InvalidInput("the number of startups", crowd, "a whole number")
        slopes = numbers(congestion, names, "congestion", who="hub")
        for name, slope in zip(names, slopes, strict=True):
            within(slope, f"congestion of {name}", "more than 0")
        for field, found in {
            "hubs": names,
            "returns": numbers(returns, names, "return", who="hub"),
            "congestion": slopes,
            "startups": crowd,
            "outside": None if outside is None else exact(outside, "the outside return"),
            "whole": truth(whole, "whole"),
            "tolls": numbers(tolls, names, "toll", ZERO, "hub"),
        }.items():
            object.__setattr__(self, field, found)

    def spread(self, startups: ByCity) -> tuple[Fraction, ...]:
        """Startups in the order of the hubs; ``InvalidInput`` where there cannot be so many."""
        found = numbers(startups, self.hubs, "number of startups", ZERO, "hub")
        for hub, n in zip(self.hubs, found, strict=True):
            within(n, f"number of startups of {hub}", "0 or more")
        total = sum(found, ZERO)
        if total > self.startups or (self.outside is None and total != self.startups):
            least = "" if self.outside is None else "at most "
            raise InvalidInput("the startups in all hubs", total, f"{least}{self.startups}")
        return found

    def earned(self, startups: ByCity) -> dict[str, Fraction]:
        """What each startup earns in each hub, where so many are there: A - gamma n - tau."""
        return {
            hub: a - slope * n - toll
            for hub, a, slope, n, toll in zip(
                self.hubs,
                self.returns,
                self.congestion,
                self.spread(startups),
                self.tolls,
                strict=True,
            )
        }

    def marginal(self, startups: ByCity) -> dict[str, Fraction]:
        """The marginal return in each hub: what its last startup adds to the earnings of all there.

        A - 2 gamma n, or A - gamma (2n - 1) of whole ones; A in an empty hub.
        """
        return {
            hub: a - slope * max(ZERO, 2 * n - self.whole)
            for hub, a, slope, n in zip(
                self.hubs, self.returns, self.congestion, self.spread(startups), strict=True
            )
        }

    def welfare(self, startups: ByCity) -> Fraction:
        """What all startups earn together, tolls paid back."""
        spread = self.spread(startups)
        inside = sum(
            (
                n * (a - slope * n)
                for a, slope, n in zip(self.returns, self.congestion, spread, strict=True)
            ),
            ZERO,
        )
        return inside + (self.outside or ZERO) * (self.startups - sum(spread, ZERO))

    def only(self, *hubs: str) -> HubCongestion:
        """The same startups with these hubs alone.

        >>> both = HubCongestion(["Hangzhou", "Ningbo"], [9, 7], [1, 1], startups=4)
        >>> both.only("Ningbo").returns
        (Fraction(7, 1),)
        """
        for hub in hubs:
            one_of(hub, self.hubs, "a hub")
        kept = [self.hubs.index(hub) for hub in hubs]
        return replace(
            self,
            hubs=hubs,
            returns=tuple(self.returns[k] for k in kept),
            congestion=tuple(self.congestion[k] for k in kept),
            tolls=tuple(self.tolls[k] for k in kept),
        )

    def __repr__(self) -> str:
        shown = self.hubs if len(self.hubs) <= 6 else (*self.hubs[:5], "...")
        kind = "whole startups" if self.whole else "startups"
        outside = "" if self.outside is None else ", outside return"
        return f"HubCongestion({', '.join(shown)}; {approximately(self.startups)} {kind}{outside})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(hub)}</td><td>{approximately(a)}</td><td>{approximately(slope)}</td></tr>"
            for hub, a, slope in zip(self.hubs, self.returns, self.congestion, strict=True)
        )
        return (
            "<table><tr><th>hub</th><th>return when empty</th><th>each more takes</th></tr>"
            f"{rows}</table><p>{approximately(self.startups)} startups</p>"
        )
