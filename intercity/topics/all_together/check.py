"""Check 2: is there a split of what all can make that no group would leave?

What all can make is v*(N), in the best parts of all cities: there is a payment to each that adds up
to it, and of which no group gets less than it could make by itself. Groups across the parts count,
too. Where the law limits money between cities, this is a benchmark: if money could flow.

Source: Gillies (1959); Aumann and Drèze (1974) for a region that does better in parts.
"""

from __future__ import annotations

from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.players import Coalition, coalition_name
from intercity.english import listed, percent, shown
from intercity.region.context import Context
from intercity.region.deal.builder import public_money
from intercity.topics.finding import Finding, ShareRow
from intercity.topics.park.cost_shares import cost_shares
from intercity.topics.park.platform_shares import platform_shares

__all__ = ["check", "veto_player"]

NUMBER, NAME = 2, "all together"


def check(context: Context) -> Finding:
    """Whether the core is empty; its ranges, or the three prices of stability."""
    game = context.best
    if game is None:
        return Finding(NUMBER, NAME, "not asked", "add [resources] or [game]")
    if len(game.players) == 1:
        return Finding(NUMBER, NAME, "not asked", "add a city to share with")
    found = context.core
    assert found is not None  # noqa: S101 - there is a game
    if found.empty:
        return _empty(context, game)
    figures = {f"{city}, least": x for city, x in (found.lowest or {}).items()}
    figures |= {f"{city}, most": x for city, x in (found.highest or {}).items()}
    says = f"{_if_money_could_flow(context)}a split that nobody, alone or in a group, would leave"
    says += _in_parts(context, figures)
    if found.lowest and found.lowest != found.highest and len(game.players) > 1:
        says += "; each end of its ranges can be had, but not all together"
    veto = veto_player(game)
    if veto is not None:
        says += f"; there always is one, as every gain needs {veto}; a deal can miss it"
    elif _owned(context):
        says += "; there always is one, as everything scarce has an owner and no platform is needed"
    if limits_money(context) and not context.brief:
        says += _lawful_words(context, game)
    rows: tuple[ShareRow, ...] = ()
    if context.compact is None and game.sense == "gain":
        says += _shapley(context, game)
        says, rows, figures = _shared(context, says, figures, stable=True)
    elif context.compact is None and not context.brief:
        told, shares = cost_shares(context, game, stable=True)
        says, figures = f"{says}; {told}", figures | shares
    return Finding(NUMBER, NAME, "stands", says, margin=None, figures=figures, shares=rows)


def _shared(
    context: Context, says: str, figures: dict[str, Fraction], *, stable: bool
) -> tuple[str, tuple[ShareRow, ...], dict[str, Fraction]]:
    """With ways to share what platforms cost, where they are paid for together."""
    shared = None if context.brief else platform_shares(context, stable=stable)
    if shared is None:
        return says, (), figures
    told, rows, shares = shared
    return f"{says}; {told}", rows, figures | shares


def _owned(context: Context) -> bool:
    """Whether Owen's theorem applies: no platform, no common pool, no public money."""
    production, province = context.region.production, context.scenario.province
    money = province is not None and (province.grant or province.credit)
    return (
        production is not None
        and not (production.platforms or production.common_pools)
        and not money
    )


def limits_money(context: Context) -> bool:
    """Whether the law limits what cities may pay each other."""
    compact = context.scenario.compact
    return compact is not None and compact.limits.side_payment is not None


def _if_money_could_flow(context: Context) -> str:
    return "if money could flow freely between cities: " if limits_money(context) else ""


def _lawful_words(context: Context, best: CoalitionalGame) -> str:
    """Whether lawful contracts of all cities reach a stable split."""
    from mechanisms.compact.lawful_contract import lawful_stable_split

    compact, form, production = context.compact, context.form, context.region.production
    if compact is None or form is None or production is None:
        return ""
    found = lawful_stable_split(
        production,
        best,
        side_payment=compact.side_payment_limit,
        tax_shares=compact.refund_limits,
        openings=form.plan(production.cities).openings,
        beside=_public_money(context),
        ask=context.ask,
    )
    reached = "reach one" if found is not None else "reach one is undecided"
    whether = "" if found is not None else "whether "
    return f"; {whether}lawful contracts of all {reached}"


def _public_money(context: Context) -> dict[str, Fraction]:
    """What each city gets of the province if all work together."""
    compact, money = context.compact, public_money(context.scenario, context.region.cities)
    assert compact is not None  # noqa: S101 - the caller looked
    found = dict(money.credit)
    for city in compact.members:
        found[city] = found.get(city, Fraction(0)) + money.grant / len(compact.members)
    return found


def _in_parts(context: Context, figures: dict[str, Fraction]) -> str:
    """In which parts all make most, where that is more than all as one."""
    from solvers.coalitional.optimal_structure import optimal_coalition_structure

    game, best = context.game, context.best
    if game is None or best is None or best.grand_worth == game.grand_worth:
        return ""
    structure = context.ask(optimal_coalition_structure, game).structure
    figures["all in their best parts"] = best.grand_worth
    figures["all as one"] = game.grand_worth
    parts = listed(coalition_name(part) for part in structure.unions)
    does = "makes" if game.sense == "gain" else "costs"
    return (
        f"; the region does better in parts: as {parts} it {does} {shown(best.grand_worth)}, as "
        f"one {shown(game.grand_worth)}"
    )


def _shapley(context: Context, game: CoalitionalGame) -> str:
    """Whether the average marginal contribution, which many would call fair, is such a split."""
    from solvers.coalitional.core import core_violation
    from solvers.coalitional.shapley import shapley_value

    breach = core_violation(game, context.ask(shapley_value, context.to_split))
    if breach is None:
        return "; the Shapley value is one"
    return (
        f"; the Shapley value is not one: {coalition_name(breach.coalition)} would do better by "
        f"{shown(breach.gain)} alone"
    )


def _empty(context: Context, game: CoalitionalGame) -> Finding:
    from solvers.coalitional.balanced_collection import collection_worth
    from solvers.coalitional.core import EmptyCoreCertificate
    from solvers.coalitional.cost_of_stability import cost_of_stability
    from solvers.coalitional.least_core import least_core

    found = context.core
    assert found is not None  # noqa: S101 - it is empty, so it was asked for
    fine = context.ask(least_core, game).epsilon
    money = context.ask(cost_of_stability, game).value
    assert isinstance(found.certificate, EmptyCoreCertificate)  # noqa: S101
    groups = [weighted.coalition for weighted in found.certificate.collection]
    figures = {"fine for leaving": fine, "outside money": money}
    worth = collection_worth(game, found.certificate.collection)
    figures["worth of these groups part-time"] = worth
    weights = {weighted.weight for weighted in found.certificate.collection}
    names = listed(coalition_name(group) for group in groups)
    if weights == {1}:
        working = f"apart, as {names},"
    elif len(weights) == 1:
        working = f"working {percent(weights.pop())} of the time in each of {names}"
    else:
        working = f"working part-time in {names}"
    makes, less = ("would make", "only ") if game.sense == "gain" else ("would cost", "")
    says = (
        f"{_if_money_could_flow(context)}no split: {working} the cities {makes} {shown(worth)}, "
        f"all together {less}{shown(game.grand_worth)}"
    )
    says += _in_parts(context, figures)
    often = " a year" if context.scenario.game is None else ""  # a table has a unit of its own
    between = ", with payments between the parts" if game != context.game else ""
    repair = (
        f"a fine of {shown(fine)} on a group that leaves{between}, or {shown(money)}{often} of "
        "outside money"
    )
    barred = [group for group in groups if len(group) > 1 and _enough_to_bar(context, group)]
    if barred:
        one = "one of " if len(barred) > 1 else ""
        names = listed(coalition_name(group) for group in barred)
        repair += f", or bar {one}{names} from dealing apart"
    if game.sense == "cost" and not context.brief:
        told, shares = cost_shares(context, game, stable=False)
        says, figures = f"{says}; {told}", figures | shares
    rows: tuple[ShareRow, ...] = ()
    if game.sense == "gain" and context.compact is None:
        says, rows, figures = _shared(context, says, figures, stable=False)
    return Finding(
        NUMBER, NAME, "fails", says, repair, -fine, figures, shares=rows, mends=Fraction(1)
    )


def _enough_to_bar(context: Context, barred: Coalition) -> bool:
    """Whether a stable split exists once this group can do no better than its members alone.

    Larger groups may still act as one with all its members in them.
    """
    from solvers.coalitional.core import core
    from solvers.coalitional.superadditive_cover import superadditive_cover

    game = context.game
    assert game is not None  # noqa: S101 - its core is empty

    def worth(group: Coalition) -> Fraction:
        if group == barred:
            return sum((game.worth((city,)) for city in group), Fraction(0))
        return game.worth(group)

    held = CoalitionalGame.from_function(game.players, worth, game.sense)
    if context.best != game:
        held = superadditive_cover(held)
    stable: bool = not context.ask(core, held).empty
    return stable


def veto_player(game: CoalitionalGame) -> str | None:
    """A city without which no group makes more than its members do alone, if there is one.

    Where all together gain most, it can be given the whole gain, and nobody can leave with more.
    """
    if len(game.players) < 2:
        return None
    gains = game.as_gains()
    alone = [gains.worth(1 << i) for i in range(len(gains.players))]

    def surplus(mask: int) -> Fraction:
        own = sum((worth for i, worth in enumerate(alone) if mask >> i & 1), Fraction(0))
        return gains.worth(mask) - own

    most = surplus(gains.grand)
    if most <= 0 or any(surplus(mask) > most for mask in range(1, gains.grand)):
        return None
    for i, city in enumerate(gains.players):
        if all(surplus(mask) <= 0 for mask in range(1, gains.grand) if not mask >> i & 1):
            return city
    return None
