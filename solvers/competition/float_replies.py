"""Where best replies come to rest, in floating point: candidates only, proven elsewhere.

All quantities are in units of mu, so that firms choose by exp(a + s). Many profiles are replied to
at once. With P_ij = exp(a_j + s_j)/R_i, R_i the others' weight, and the share that i's reply wins,

    ds_i/ds_j = P_ij (pull_i - (1 - share_i) (theta_ij b_j - c_i)/k),

pull_i = share_i, or u/(1 + u) where the budget ends (``logit_choice.py``). ``settled`` replies a
few times and then takes Newton's steps. ``followed`` is for when that fails: the points at which

    s = (1 - t) s_0 + t reply(s)

form a curve that leads from s_0, at t = 0, to an equilibrium at t = 1, for almost every s_0; it
may turn back in t on the way, so its length is the parameter. Followed back from an equilibrium
it ends at s_0 or at another one.

>>> from games import SubsidyCompetition
>>> park = SubsidyCompetition(["Quzhou", "Lishui", "Jinhua"], value=[1, 1, 1], mu=0.5)
>>> float_replies = FloatReplies(park)
>>> [round(float(s), 9) for s in float_replies.settled(np.zeros((1, 3)))[0] * 0.5]
[0.25, 0.25, 0.25]
>>> [round(float(s), 9) for s in float_replies.followed(np.ones(3)) * 0.5]
[0.25, 0.25, 0.25]

Source: Chow, Mallet-Paret and Yorke (1978), Finding zeros of maps: homotopy methods that are
constructive with probability one; Allgower and Georg (1990), Numerical Continuation Methods; on the
index of equilibria, Kolstad and Mathiesen (1987).
"""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from games.subsidy import SubsidyCompetition

__all__ = ["FloatReplies"]

Floats = npt.NDArray[np.float64]

CLOSE = 1e-11
ROUNDS = 60
REPLIES_FIRST, REPLIES_BETWEEN = 6, 4
STEPS = 600  # along a curve
LEAST_STEP = 1e-6


class _Replies(NamedTuple):
    """Each city's best reply and its slopes, what others weigh (a logarithm), what spills over."""

    reply: Floats
    slopes: Floats
    others: Floats
    external: Floats


class FloatReplies:
    """A race in floating point, in units of mu.

    Errors: ``OverflowError`` for numbers beyond floating point.
    """

    def __init__(self, game: SubsidyCompetition, *, damped: bool = False) -> None:
        self.game = game
        mu, n = game.mu, len(game.cities)
        outside = game.outside_option
        best = max([*game.attractiveness, *([] if outside is None else [outside])])
        self.cost = float(game.cost_of_subsidy)
        self.value = np.array([float(b / mu) for b in game.value])
        self.attractiveness = np.array([float((a - best) / mu) for a in game.attractiveness])
        self.outside = -np.inf if outside is None else float((outside - best) / mu)
        self.caps = np.array([np.inf if cap is None else float(cap / mu) for cap in game.caps])
        self.budgets = np.array(
            [np.inf if one is None else float(one / (game.mass * mu)) for one in game.budgets]
        )
        self.limited = np.isfinite(self.budgets)
        self.limits = bool(self.limited.any())
        self.each = np.where(self.limited, self.budgets, 1.0)
        self.log_budgets = np.log(np.maximum(self.each, 1e-300))
        self.spilled = np.zeros((n, n))
        for i, row in enumerate(game.spillovers):
            for j, theta in enumerate(row):
                if theta:
                    self.spilled[i, j] = float(theta) * self.value[j]
        self.spills = bool(self.spilled.any())
        self.damping = 0.5 if damped else 1.0

    @property
    def high(self) -> Floats:
        """The most that each city may or would bid."""
        most = (np.abs(self.value).max() + np.abs(self.spilled).max()) / self.cost
        return np.asarray(np.minimum(self.caps, most))

    def under(self, cap: Fraction) -> FloatReplies:
        """The race where nobody may pay more than a cap."""
        other = copy.copy(self)
        other.caps = np.minimum(self.caps, float(cap / self.game.mu))
        return other

    def reply(self, paid: Floats) -> Floats:
        """Each city's best reply; one profile a row."""
        return self._at(paid, slopes=False).reply

    def slopes(self, paid: Floats) -> Floats:
        """How each city's best reply moves with each bid; one matrix a profile."""
        return self._at(paid, slopes=True).slopes

    def payoffs(self, paid: Floats) -> tuple[Floats, Floats, Floats]:
        """What each city gets, and by its best reply, in units of mass times mu; its share."""
        with np.errstate(all="ignore"):
            at = self._at(paid, slopes=False)
            shares, replied = (
                1 / (1 + np.exp(np.minimum(at.others - self.attractiveness - own, 700.0)))
                for own in (paid, at.reply)
            )
            left, more = (self.value - at.external - self.cost * own for own in (paid, at.reply))
            return at.external + left * shares, at.external + more * replied, shares

    def firms(self, paid: Floats) -> Floats:
        """What firms get at profiles, in units of mass times mu: ln of all that draws them."""
        outside = np.full((len(paid), 1), self.outside)
        weights = np.hstack([self.attractiveness + paid, outside])
        return np.asarray(np.logaddexp.reduce(weights, axis=1))

    def _at(self, paid: Floats, *, slopes: bool) -> _Replies:
        weight = self.attractiveness + paid  # logarithms
        ahead = np.logaddexp.accumulate(
            np.concatenate([np.full((len(paid), 1), self.outside), weight[:, :-1]], axis=1), axis=1
        )
        behind = np.full_like(weight, -np.inf)
        behind[:, :-1] = np.logaddexp.accumulate(weight[:, :0:-1], axis=1)[:, ::-1]
        others = np.logaddexp(ahead, behind)
        alone = np.isneginf(others)
        others[alone] = 0.0  # instead of nothing, where their weight must be a number
        pull_of = np.zeros((0, 0, 0))
        external = np.zeros_like(paid)
        if slopes or self.spills:
            gaps = weight[:, None, :] - others[:, :, None]
            diagonal = np.arange(gaps.shape[1])
            gaps[:, diagonal, diagonal] = -np.inf
            pull_of = np.exp(np.minimum(gaps, 0.0))
            external = np.einsum("sij,ij->si", pull_of, self.spilled)
        top = (self.value - external) / self.cost
        logs = [self.attractiveness + top - 1 - others]
        if self.limits:
            logs.append(self.log_budgets + others - self.attractiveness - self.each)
        w, *spent = _lambert(np.array(logs))
        peak, share = top - 1 - w, w / (1 + w)
        pull, through = share, 1 - share
        if self.limits:
            limit = self.each + spent[0]
            limit[:, self.budgets == 0] = 0.0
            binds = self.limited & (limit < peak)
            u = limit / (1 + np.exp(np.minimum(self.attractiveness + limit - others, 700.0)))
            peak = np.where(binds, limit, peak)
            pull, through = np.where(binds, u / (1 + u), pull), np.where(binds, 0.0, through)
        peak[alone] = 0.0
        reply = np.clip(peak, 0.0, self.caps)
        others[alone] = -np.inf
        if not slopes:
            return _Replies(reply, pull_of, others, external)
        inside = (peak > 0) & (peak < self.caps)
        spread = (self.spilled - external[:, :, None]) / self.cost if self.spills else 0.0
        matrix = pull_of * (pull[:, :, None] - through[:, :, None] * spread)
        return _Replies(reply, matrix * inside[:, :, None], others, external)

    def settled(self, starts: Floats, replies: int = REPLIES_FIRST) -> list[Floats]:
        """Where replies, then Newton's steps, come to rest; a start that does not is dropped."""
        found: list[Floats] = []
        paid = starts.copy()
        wait = np.full(len(paid), replies)
        last = np.full(len(paid), np.inf)
        with np.errstate(all="ignore"):
            for _ in range(ROUNDS):
                newton = wait <= 0
                reply, matrix, *_ = self._at(paid, slopes=bool(newton.any()))
                gap = reply - paid
                size = np.abs(gap).max(axis=1)
                rest = size <= CLOSE * (1 + np.abs(paid).max(axis=1))
                found.extend(paid[rest])
                stays = ~rest & np.isfinite(size)
                if not stays.any():
                    break
                better = newton & (size < last / 2)
                step = self.damping * gap
                if newton.any():
                    step[newton] = _newton(matrix[newton], gap[newton])
                wait = np.where(
                    newton, np.where(better | np.isinf(last), 0, REPLIES_BETWEEN), wait - 1
                )
                last = np.where(newton & (wait == 0), size, np.inf)
                moved = np.clip(paid + step, 0.0, self.caps)
                lost = ~np.isfinite(moved).all(axis=1)
                moved[lost] = reply[lost]
                paid, wait, last = moved[stays], wait[stays], last[stays]
        return found

    def index(self, point: Floats) -> int:
        """The sign of det(1 - slopes): over all equilibria these add up to 1, but for ties."""
        with np.errstate(all="ignore"):
            slopes = self.slopes(point[None, :])[0]
            return int(np.linalg.slogdet(np.eye(len(point)) - slopes)[0])

    def followed(self, start: Floats, back: Floats | None = None) -> Floats | None:
        """Along the curve from a start to an equilibrium; ``None`` where it is lost.

        ``back``: along it the other way, from an equilibrium to the start or to another one, which
        then has the other sign.
        """
        n = len(start)
        away = back is None
        point = np.append(start if back is None else back, 0.0 if away else 1.0)
        tangent = np.append(np.zeros(n), 1.0 if away else -1.0)
        length = 0.1
        with np.errstate(all="ignore"):
            sense = 1.0 if away else -self.index(point[:-1])
            for _ in range(STEPS):
                ahead = self._onwards(point, tangent, start, sense)
                if ahead is None or length < LEAST_STEP or point[-1] < 0:
                    return None
                reached = self._stepped(point, ahead, length, start, sense)
                if reached is None:
                    length /= 2
                    continue
                there, direction = reached
                if there[-1] >= 1:
                    part = (1 - point[-1]) / (there[-1] - point[-1])
                    near = point + part * (there - point)
                    ends = self.settled(np.maximum(near[None, :-1], 0.0), replies=0)
                    if ends:
                        return ends[0]
                    length /= 4
                    continue
                point, tangent, length = there, direction, min(2 * length, 2.0)
        return None

    def _onwards(
        self, point: Floats, tangent: Floats, start: Floats, sense: float
    ) -> Floats | None:
        """The direction of the curve; which way is onwards the sign of a determinant says."""
        system = np.vstack([self._curve(point, start)[1], tangent])
        found = _solved(system, np.append(np.zeros(len(start)), 1.0))
        if found is None:
            return None
        return np.asarray(found / np.linalg.norm(found) * np.linalg.slogdet(system)[0] * sense)

    def _stepped(
        self, point: Floats, ahead: Floats, length: float, start: Floats, sense: float
    ) -> tuple[Floats, Floats] | None:
        """The next point of the curve and the direction to it: straight on, or round a kink."""
        reached = self._corrected(point + length * ahead, ahead, start)
        if reached is not None:
            return reached, ahead
        turned = self._onwards(point + length * ahead, ahead, start, sense)
        if turned is None:
            return None
        reached = self._corrected(point + length * turned, turned, start)
        return None if reached is None else (reached, turned)

    def _curve(self, point: Floats, start: Floats) -> tuple[Floats, Floats]:
        """What must be 0 on the curve, and its slopes in s and t."""
        paid, t = point[:-1], point[-1]
        reply, matrix, *_ = self._at(paid[None, :], slopes=True)
        off = paid - (1 - t) * start - t * reply[0]
        slope = np.hstack([np.eye(len(paid)) - t * matrix[0], (start - reply[0])[:, None]])
        return off, slope

    def _corrected(self, guess: Floats, tangent: Floats, start: Floats) -> Floats | None:
        point = guess.copy()
        for _ in range(6):
            off, slope = self._curve(point, start)
            if np.abs(off).max() < CLOSE * 100:
                return point
            step = _solved(np.vstack([slope, tangent]), np.append(off, tangent @ (point - guess)))
            if step is None:
                return None
            point = point - step
        return None


def _lambert(log_x: Floats) -> Floats:
    """W(exp(y)), by Newton's method on w + ln w = y: from ln(1 + exp(y)) four steps are enough."""
    y = np.clip(log_x, -700.0, 1e300)
    w, high = np.logaddexp(0.0, y), 1 + y
    for _ in range(4):
        w = w * (high - np.log(w)) / (1 + w)
    return np.asarray(w)


def _newton(slopes: Floats, gap: Floats) -> Floats:
    """(1 - slopes)^-1 gap; where that is singular, the gap."""
    matrix = np.eye(gap.shape[1]) - slopes
    try:
        return np.asarray(np.linalg.solve(matrix, gap[:, :, None])[:, :, 0])
    except np.linalg.LinAlgError:
        return gap


def _solved(matrix: Floats, right: Floats) -> Floats | None:
    try:
        found = np.asarray(np.linalg.solve(matrix, right))
    except np.linalg.LinAlgError:
        return None
    return found if np.isfinite(found).all() else None
