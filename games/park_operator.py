"""Park operator: a park can be hosted by an operator, run by officials,
or run by a joint company.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from games.by_city import numbers, within
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.multitask_agency import MultitaskAgency

__all__ = ["REGIMES", "ParkOperator"]

REGIMES = ("hosted", "public", "joint")


@dataclass(frozen=True, slots=True)
class ParkOperator:
    """Park operator: a park can be hosted by an operator, run by officials,
    or run by a joint company.

    - *hosted*: an operator is paid by an assessment index, which sees one task better than another;
    - *public*: officials with a salary do what they do, at the costs of an office;
    - *joint*: a company in which the city has a part, paid by a share of what the park really
      makes;
    - or no park at all: the outside option.

    One park, three ways to run it, and what there is without it.

    ``hosted``: the operator, its tasks and its index. ``public``: quantity and quality that
    officials bring about. ``joint_noise``: standard deviation of what the park makes, by which the
    joint company is paid. ``running``: costs per period by regime, 0 where not given. ``outside``:
    what the city has without a park.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> host = MultitaskAgency(value=(1, 1), index=(1, 0), noise=1, risk_aversion=1, basic=(0, 1))
    >>> park = ParkOperator(host, public=(1, 1), joint_noise=2, running={"joint": 1}, outside=1)
    >>> park.joint.index, park.running
    ((Fraction(1, 1), Fraction(1, 1)), {'hosted': Fraction(0, 1), 'public': Fraction(0, 1), \
    'joint': Fraction(1, 1)})

    Source: the three ways, and "death if managed" and "chaos if released", are Hu and Zhang's
    (2024); tasks and index are Holmström and Milgrom's (1991).
    """

    hosted: MultitaskAgency
    public: Any
    joint_noise: Any
    running: Mapping[str, Any] | None = field(default=None, hash=False)
    outside: Any = 0

    def __post_init__(self) -> None:
        of_kind(self.hosted, MultitaskAgency, place="the hosted operator")
        given = self.public
        if isinstance(given, str) or not hasattr(given, "__len__") or len(given) != 2:
            raise InvalidInput("public", given, "two numbers: of quantity and of quality")
        pair = tuple(
            within(one, f"the {task} of officials", "0 or more")
            for one, task in zip(given, ("quantity", "quality"), strict=True)
        )
        costs = numbers(self.running, REGIMES, "running cost", Fraction(0), "regime")
        for part, found in {
            "public": pair,
            "joint_noise": within(
                self.joint_noise, "the noise of what the park makes", "0 or more"
            ),
            "running": dict(zip(REGIMES, costs, strict=True)),
            "outside": exact(self.outside, "what there is without a park"),
        }.items():
            object.__setattr__(self, part, found)
        for worth, task in zip(self.hosted.value, ("quantity", "quality"), strict=True):
            within(worth, f"the value of {task}", "0 or more")
        if not any(self.hosted.value):
            raise InvalidInput("the values", "0 of both tasks", "above 0 of one")

    @property
    def joint(self) -> MultitaskAgency:
        """The same people, paid by a share of what the park makes."""
        return replace(self.hosted, index=self.hosted.value, noise=self.joint_noise)

    @property
    def public_value(self) -> Fraction:
        """What officials make of the park, before its running cost."""
        found: Fraction = sum(
            (v * e for v, e in zip(self.hosted.value, self.public, strict=True)), Fraction(0)
        )
        return found
