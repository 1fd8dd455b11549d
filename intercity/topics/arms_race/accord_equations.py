"""The accord of a subsidy race in the model text: the game under it, and when it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.english import listed
from intercity.notation import number
from intercity.region.context import Context
from intercity.scenario.quantity import Quantity
from intercity.topics.arms_race.builder import played_once, years_until_seen
from intercity.topics.arms_race.section import Accord, Subsidies

__all__ = ["state"]


def state(context: Context, given: Subsidies) -> Iterator[str]:
    """What members signed, what they bid under it, and what keeps a promise."""
    accord = given.accord
    if accord is None:
        return
    yield ""
    yield f"Accord, signed by {listed(given.signatories)}: {_rule(given, accord)}"
    if accord.levy:
        yield ""
        yield "    payoff_i = M ((b_i - (k + l_i) s_i) share_i + spillovers) + F / n"
        yield "    F = sum over members of M l_j s_j share_j,   F / n being no matter of one bid"
        rates = ", ".join(f"l_{city} = {number(rate.value)}" for city, rate in accord.levy.items())
        yield ""
        yield f"with {rates}, 0 for other members."
    if any(accord.transfers.values()):
        told = ", ".join(f"m_{city} = {number(x)}" for city, x in accord.transfers.items())
        yield f"Members get besides, a year: {told}."
    if accord.enforceable:
        yield (
            "A court enforces it: s* is the equilibrium under it. It is compared with the joint "
            "optimum, and its slopes are taken, without the accord: what was signed can be signed "
            "anew."
        )
    else:
        yield _promise(context, accord)
    if accord.sunset is not None:
        after = "the check stands only if it does in those years, too"
        if not accord.enforceable:
            after = "as its end is known it is kept in no year, unless no breach pays even once"
        yield f"It ends after year {accord.sunset}, from when on there is the race; {after}."


def _rule(given: Subsidies, accord: Accord) -> str:
    level = next((x for x in (accord.cap, accord.floor, accord.truce) if x is not None), None)
    if accord.levy:
        return "a member pays l_i into a fund per 1 that it pays firms."
    if not isinstance(level, Quantity):
        return "they bid what makes the sum of their payoffs largest, others each for itself."
    if given.technology != "logit":
        return "nobody bids, and the firm draws even lots."
    sign = ">=" if accord.floor is not None else "<="
    return f"s_i {sign} {number(level.value)}, others bid as they like, all in equilibrium."


def _promise(context: Context, accord: Accord) -> str:
    if played_once(context):
        return (
            "No court enforces it, and cities bid once: it holds only if no breach pays even once."
        )
    lag = years_until_seen(context, accord)
    text = (
        f"No court enforces it: it is a truce, with R_i, T_i and P_i as above and L = {lag}. Who "
        "does not sign makes its best reply and punishes nobody. If it is not kept, s* is the race."
    )
    if any(accord.transfers.values()):
        text += (
            " With m_i, delta_i = ((T_i - R_i) / (T_i - P_i + m_i))^(1 / L); who pays may stop, "
            "which is seen at once, and needs (T_i - R_i - m_i) / (T_i - P_i) too."
        )
    return text
