"""Index contract: how much of a noisy index an operator should be paid by, if by anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import of_kind
from games.multitask_agency import MultitaskAgency
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["IndexContract", "IndexContractCertificate", "index_contract"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class IndexContract(Answer):
    """The best pay per unit of the index, and the efforts that it buys.

    ``slope``: pay per unit of the index. ``quantity``, ``quality``: efforts. ``surplus``: what city
    and operator have together; ``gain``: beyond what a salary alone brings; ``first_best``: if
    effort could be seen. ``unseen``: whether the index draws effort away from a quality of worth.

    See ``index_contract`` for the concept, an example and its source.
    """

    slope: Fraction
    quantity: Fraction
    quality: Fraction
    surplus: Fraction
    gain: Fraction
    first_best: Fraction
    unseen: bool
    certificate: IndexContractCertificate
    method: str = "the best slope while both tasks are done, and where one is given up"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if not self.slope and self.unseen:
            return (
                "Best is a salary alone: paying by the index takes more from quality than quantity "
                "is worth."
            )
        if not self.slope:
            return "Best is a salary alone: what the index shows is worth nothing."
        gone = [task for task in ("quantity", "quality") if not getattr(self, task)]
        lost = f"; {' and '.join(gone)} is not looked after at all" if gone else ""
        return f"Best pays {approximately(self.slope)} per unit of the index{lost}."


@dataclass(frozen=True, slots=True)
class IndexContractCertificate(Certificate, kind="index contract"):
    """The slope. On each side of where a task is given up the surplus is a parabola: its top is
    found from three of its points, and none is above the surplus at the slope.
    """

    slope: Fraction

    def violations(self, agency: MultitaskAgency) -> Iterator[str]:
        if self.slope < 0:
            yield "The slope is negative."
        claimed = agency.surplus(self.slope)
        limit, _ = agency.floor_slope()
        pieces = [(ZERO, limit)] if limit is None else [(ZERO, limit), (limit, None)]
        for low, high in pieces:
            top = _top(agency, low, high)
            at = agency.surplus(top)
            if at > claimed or (at == claimed and top < self.slope):
                yield f"A slope of {top} is better."

    def answer(self, agency: MultitaskAgency) -> IndexContract:
        quantity, quality = agency.efforts(self.slope)
        surplus = agency.surplus(self.slope)
        return IndexContract(
            slope=self.slope,
            quantity=quantity,
            quality=quality,
            surplus=surplus,
            gain=surplus - agency.surplus(ZERO),
            first_best=agency.first_best,
            unseen=agency.value[1] > 0 and agency.pulls[1] < 0,
            certificate=self,
        )


def index_contract(agency: MultitaskAgency) -> IndexContract:
    """Index contract: how much of a noisy index an operator should be paid by, if by anything.

    The operator is paid a salary and b per unit of the index. With one task, measured with noise,

        b  =  v / (1 + r c sigma^2),

    less than the full value, since the operator must be paid for the risk. With a second task that
    the index does not see, b also draws effort away from that: with weights m on both, while both
    are done,

        b  =  m' C^-1 v / (m' C^-1 m + r sigma^2),       C = c (1 s; s 1),

    which for m = (1, 0) is (v1 - s v2) / (1 + r c sigma^2 (1 - s^2)): the best slope falls as the
    unseen task is worth more, and from v2 = v1 / s on it pays a salary and nothing else, unless
    giving up the unseen task altogether is better still.

    The slope at which city and operator have most together; the lowest where several do.

    A slope below 0, which would punish what the index shows, is not looked at: the operator could
    do less than it shows.

    Errors: ``InvalidInput`` for what is not a ``MultitaskAgency``.

    >>> from games import MultitaskAgency
    >>> index_contract(MultitaskAgency(value=(1, 0), cost=2, risk_aversion=1, noise=1)).slope
    Fraction(1, 3)
    >>> park = MultitaskAgency(value=(1, 1), risk_aversion=1, noise=1, substitution=0.5,
    ...                        basic=(0, 2))
    >>> index_contract(park).slope
    Fraction(2, 7)
    >>> print(index_contract(MultitaskAgency(value=(1, 3), substitution=0.5, basic=(0, 2))).status)
    Best is a salary alone: paying by the index takes more from quality than quantity is worth.

    Source: Holmström and Milgrom (1987, 1991).
    """
    of_kind(agency, MultitaskAgency, place="subject of index_contract")
    limit, gone = agency.floor_slope()
    pull, risk = agency.pulls, agency.risk
    (m1, m2), (v1, v2) = agency.index, agency.value
    inside = (v1 * pull[0] + v2 * pull[1]) / (m1 * pull[0] + m2 * pull[1] + risk)
    slopes = [ZERO, max(ZERO, inside if limit is None else min(inside, limit))]
    if limit is not None:
        kept = 1 - gone
        weight, worth = agency.index[kept], agency.value[kept]
        beyond = weight * worth / (weight * weight + risk * agency.cost) if weight else ZERO
        slopes.append(max(limit, beyond))
    best = max(slopes, key=lambda slope: (agency.surplus(slope), -slope))
    return IndexContractCertificate(best).answer(agency)


def _top(agency: MultitaskAgency, low: Fraction, high: Fraction | None) -> Fraction:
    """Where a parabola is highest between two slopes, from three points of it."""
    step = Fraction(1) if high is None else (high - low) / 2
    if not step:
        return low
    first, second, third = (agency.surplus(low + k * step) for k in range(3))
    bend = first - 2 * second + third
    if not bend:  # an index that shows nothing: flat
        return low
    top = low + step * (3 * first - 4 * second + third) / (2 * bend)
    return max(low, top if high is None else min(top, high))
