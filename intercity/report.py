"""The first screen: a check-up in plain words, the proof in its last line.

An economist reads from the top: the deal, the answer in two sentences, what it hinges on, who gets
what, what fails and which clause repairs it, what stands, and which number to find out first.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from games.contest import Contest
from games.exact import approximately
from intercity.agreed_terms import negotiated_lines, negotiated_table, truce_line
from intercity.checkup import Report
from intercity.checkup.arms_race import headline
from intercity.checkup.finding import Finding, amount, listed, percent, shown
from intercity.checkup.private_information import headline as private_headline

if TYPE_CHECKING:
    from rich.console import Console

    from intercity.ranges import Flip

__all__ = ["label", "render"]

SHOWN_FLIPS = 8
INDENT = 11


def render(report: Report, console: Console) -> None:
    """Print the check-up on a rich console."""
    flipped = {flip.check for flip in report.flips or ()}

    def block(head: str, text: str, style: str = "bold") -> None:
        table = Table.grid(padding=(0, 1))
        table.add_column(width=INDENT, no_wrap=True)
        table.add_column(overflow="fold")
        table.add_row(f"[{style}]{head}[/]", text)
        console.print(table, highlight=False)

    block("CHECK-UP", f"[bold]{escape(report.scenario.title)}[/]")
    block("", escape(_conventions(report)), "dim")
    deal = _deal(report)
    if deal:
        block("DEAL", escape(deal))
    block("IN SHORT", f"[bold]{escape(_in_short(report))}[/]")
    hinge = _hinge(report)
    if hinge:
        block("HINGES ON", escape(hinge))
    block("BASIS", escape(_basis(report)))
    if report.scenario.benchmarks:
        block("COMPARE", escape(_benchmarks(report)))
    console.print()
    _print_payoffs(console, report)
    agreed, others = negotiated_table(report), list(negotiated_lines(report))
    if agreed is not None:
        block("NEGOTIATED", escape(_negotiated(report)))
        console.print(agreed, highlight=False)
    for head, text in zip(["" if agreed else "NEGOTIATED", *[""] * 9], others, strict=False):
        block(head, escape(text))
    truce = truce_line(report)
    if truce:
        block("TRUCE", escape(truce))
    if agreed is not None or others or truce:
        console.print()
    for verdict, head, style in (
        ("fails", "FAILS", "bold red"),
        ("undecided", "UNDECIDED", "bold yellow"),
        ("stands", "STANDS", "bold green"),
    ):
        for finding in (f for f in report.findings if f.verdict == verdict):
            _print_finding(console, head, style, finding, tilde=finding.name in flipped)
            head = ""
    block("NOT ASKED", escape(_not_asked(report) or "nothing"), "dim")
    console.print()
    if report.flips is None:
        block("FLIPS", "not looked for: the ranges of assumed numbers were left out")
    else:
        for head, text in zip(["FLIPS", *[""] * SHOWN_FLIPS], _flips(report.flips), strict=False):
            block(head, escape(text))
        first = _find_out(report.flips)
        if first:
            block("FIND OUT", escape(first))
    for head, text in zip(["NOT PROVEN", *[""] * 9], report.certificates.unproven, strict=False):
        block(head, escape(text), "bold yellow")
    proofs = len(report.certificates.entries)
    block(
        "PROOF",
        escape(
            f"{report.claims} {'claim rests' if report.claims == 1 else 'claims rest'} on "
            f"{proofs} certificate{'' if proofs == 1 else 's'}; "
            "re-check them without a solver: intercity check --verify"
        ),
    )


def _not_asked(report: Report) -> str:
    missing: dict[str, list[str]] = {}
    for finding in report.findings:
        if finding.verdict == "not asked":
            missing.setdefault(finding.says, []).append(finding.name)
    return "; ".join(f"{listed(names)} ({what})" for what, names in missing.items())


def _print_finding(
    console: Console, head: str, style: str, finding: Finding, *, tilde: bool
) -> None:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=INDENT, no_wrap=True)
    table.add_column(width=1)
    table.add_column(width=15, no_wrap=True)
    table.add_column(overflow="fold")
    parts: list[RenderableType] = [escape(finding.says)]
    if finding.rules:
        rules = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
        for title, where in (("rule", "left"), ("loses", "right"), ("but", "left")):
            rules.add_column(title, justify=where, overflow="fold")  # type: ignore[arg-type]
        for row in finding.rules:
            rules.add_row(escape(row.rule), escape(row.loses), escape(row.asks))
        parts.append(rules)
    if finding.repair:
        parts.append(f"[bold]REPAIR[/] {escape(finding.repair)}")
    name = f"[bold]{finding.name}[/]"
    table.add_row(f"[{style}]{head}[/]", "~" if tilde else "", name, Group(*parts))
    console.print(table, highlight=False)


def _conventions(report: Report) -> str:
    scenario = report.scenario
    parts = [scenario.money]
    if scenario.time is not None:
        parts.append(
            f"{amount(scenario.time.horizon.value)} years at "
            f"{percent(scenario.time.interest.value)}; one-off sums are spread over them"
        )
    game = report.context.game
    if game is not None and game.sense == "cost":
        parts.append("figures are costs: less is better")
    pools = [r for r in scenario.resources.values() if r.conjecture is not None]
    if pools:
        parts.append(f"outsiders and the common pool: {pools[0].conjecture}")
    elif report.context.compact is not None:
        parts.append("without a deal firms stay where they are")
    return "; ".join(parts)


def _deal(report: Report) -> str:
    compact, scenario = report.context.compact, report.scenario
    if compact is None:
        return ""
    gives: dict[str, list[str]] = {city: [] for city in compact.members}
    for transfer in compact.transfers:
        unit = scenario.resources[transfer.resource].unit
        text = f"{amount(transfer.amount)} {unit} of {transfer.resource}"
        text += f" in year {transfer.when}" if transfer.when else ""
        gives[transfer.giver].append(text)
        if transfer.price:
            gives[transfer.taker].append(f"{shown(transfer.price)} a year per {unit}")
    for e in compact.enclaves:
        gives[e.host].append(f"the site of {e.name}")
        if e.paid_by in gives:
            gives[e.paid_by].append(f"pays the park ({shown(e.cost)} a year)")
    for refund in compact.refunds:
        promise = "" if refund.enforceable else ", a promise"
        gives[refund.payer].append(
            f"{percent(refund.share)} of {refund.base.replace('_', ' ')} in years "
            f"{refund.first} to {refund.last}{promise}"
        )
    told = [f"{city}: {', '.join(things)}" for city, things in gives.items() if things]
    later = dict.fromkeys(t.resource for t in compact.transfers if t.when)
    if later:
        told.append(
            f"Figures a year count all {listed(later)}, and any price of it, from year 0 on; "
            "walk-away, hold-up and money over time go by the year of handing over"
        )
    return ".  ".join(told)


def _found(report: Report, name: str) -> Finding:
    return next(f for f in report.findings if f.name == name)


def _in_short(report: Report) -> str:
    context = report.context
    if context.compact is None:
        return _in_short_without_a_deal(report)
    deal = context.planned
    if deal is None:
        return f"The deal cannot be carried out: {_found(report, 'consistency').says}."
    gains = {c: deal.payoffs[c] - context.status_quo[c] for c in context.members}
    everyone = "Both" if len(gains) == 2 else "All"
    losers = [c for c, gain in gains.items() if gain < 0]
    planned, projects = (
        context.compact.planned_returns,
        sum((e.projects for e in context.compact.enclaves), Fraction(0)),
    )
    if losers:
        text = f"{listed(losers)} would lose even if all goes as planned."
    elif planned:
        text = f"{everyone} gain if {amount(planned)} projects in {amount(projects)} return."
    else:
        text = f"{everyone} gain."
    none = context.unreturned
    if planned and not context.returns_as_planned and none is not None:
        without = {c: none.payoffs[c] - context.status_quo[c] for c in context.members}
        told = ", ".join(f"{c} {shown(gain, sign=True)}" for c, gain in without.items())
        text += f" As signed none will: {told}."
        if context.with_bonus is not None:
            bonus = {c: context.with_bonus[c] - context.status_quo[c] for c in context.members}
            told = ", ".join(f"{c} {shown(gain, sign=True)}" for c, gain in bonus.items())
            text += f" A bonus mends that: {told}." if min(bonus.values()) >= 0 else ""
    failing = [f for f in report.findings if f.verdict == "fails"]
    mended = [f for f in failing if f.mended]
    if not failing:
        return text + " Nothing that was asked would break it."
    return text + (
        f" {len(failing)} check{'s' if len(failing) > 1 else ''} fail"
        f"{'s' if len(failing) == 1 else ''}; {len(mended)} can be repaired by a clause below."
    )


def _in_short_without_a_deal(report: Report) -> str:
    stable, race = _found(report, "all together"), _found(report, "arms race")
    parts = []
    if stable.verdict in ("stands", "fails"):
        surplus = _found(report, "surplus")
        parts.append(f"{surplus.says[0].upper()}{surplus.says[1:]}.")
        parts.append(
            "A split exists that no group would leave."
            if stable.verdict == "stands"
            else f"No split keeps every group in: it takes {stable.repair}."
        )
    # A race that came to no answer is not asked for again.
    game, found = report.context.region.subsidies, report.context.__dict__.get("race")
    if game is not None:
        says = race.says if found is None else headline(game, found)
        parts.append(f"{says[0].upper()}{says[1:].rstrip('.')}.")
    private = _found(report, "private values")
    if private.verdict in ("stands", "fails"):
        parts.append(private_headline(private))
    for name in ("pairing", "operator"):
        finding = _found(report, name)
        if finding.verdict in ("stands", "fails"):
            parts.append(f"{finding.headline[0].upper()}{finding.headline[1:]}.")
    return " ".join(parts) or "Nothing in this scenario can be checked."


def _hinge(report: Report) -> str:
    """The assumption that the headline hinges on: the nearest flip of what the headline says."""
    order = ["firms' choice", "terms", "all together", "arms race", "surplus", "the park"]
    order += ["private values", "pairing", "operator"]
    if report.flips is None or not report.scenario.quantities():
        return ""
    for name in order:
        nearest = [flip for flip in report.flips if flip.check == name]
        if nearest:
            flip = nearest[0]
            return (
                f"{label(flip.key)}, assumed to be {_number(flip.value)}: "
                f"break-even {_edge(flip)}, "
                f"{_side(flip)} it {_becomes(flip)}"
            )
    return "no single assumed number: none, moved inside its range, changes the headline"


def _basis(report: Report) -> str:
    inputs = report.scenario.quantities()
    quantities = [q for key, q in inputs if not key.startswith("benchmarks.")]
    sourced = sum(q.sourced for q in quantities)
    if not quantities:
        game = report.scenario.game
        source = "" if game is None else f": {game.src or game.assumed}"
        return f"a table of worths{source}"
    text = f"{len(quantities)} numbers: {sourced} sourced, {len(quantities) - sourced} assumed"
    if report.flips:
        text += ".   ~ = one number, moved inside its own range, flips the verdict"
    return text


def _benchmarks(report: Report) -> str:
    told = [
        f"{name.replace('_', ' ')} {_number(quantity.value)} ({quantity.src or 'assumed'})"
        for name, quantity in report.scenario.benchmarks.items()
    ]
    return f"figures from elsewhere, no inputs: {', '.join(told)}"


def _print_payoffs(console: Console, report: Report) -> None:
    """What each city has, column by column, if the check-up says anything of that."""
    payoffs, context = report.payoffs, report.context
    table = Table(box=None, padding=(0, 2), pad_edge=False)
    table.add_column("")
    columns = [("alone", payoffs.alone)] if payoffs.alone else []
    if payoffs.planned:
        returns = context.compact.planned_returns if context.compact else Fraction(0)
        head = f"deal, {amount(returns)} return" if returns else "deal"
        columns.append((head, payoffs.planned))
    if payoffs.unreturned:
        columns.append(("deal, none returns", payoffs.unreturned))
    if payoffs.with_bonus:
        columns.append(("deal, with bonus", payoffs.with_bonus))
    columns += [
        (name, column)
        for name, column in (
            ("nucleolus", payoffs.nucleolus),
            ("Shapley", payoffs.shapley),
            ("bids on average" if _contest(report) else "pays per firm", payoffs.bids),
            ("keeps in the race", payoffs.race),
        )
        if column
    ]
    for head, _ in columns:
        table.add_column(head, justify="right")
    if payoffs.lowest:
        count = len(payoffs.lowest)
        everyone = "both" if count == 2 else f"all {count}"
        table.add_column(f"stable deal of {everyone}", justify="right")
    for city in payoffs.alone or payoffs.race:
        row = [city]
        row += [shown(column[city]) if city in column else "" for _, column in columns]
        if payoffs.lowest:
            row.append(f"{shown(payoffs.lowest[city])} .. {shown(payoffs.highest[city])}")
        table.add_row(*row)
    if table.row_count:
        console.print(table, highlight=False)
        console.print()


def _contest(report: Report) -> bool:
    return isinstance(report.context.region.subsidies, Contest)


def _negotiated(report: Report) -> str:
    context = report.context
    text = f"what {listed(context.members)} would gain over no deal if one clause were open"
    if context.region.power:
        told = ", ".join(
            f"{city} {amount(weight)}" for city, weight in context.region.power.items()
        )
        text += f" (bargaining power: {told}; 1 if not named)"
    planned = context.compact is not None and context.compact.planned_returns
    return text + ", the rest as signed" + (" and returns as planned" if planned else "")


_WORDS = {
    "firm.return_small_city": "a plant's profit in the small city",
    "firm.stay_hub": "a plant's profit in the hub",
    "firm.separation_cost": "a firm's cost of two sites",
    "project.local_share": "the share of tax that cities keep",
    "project.tax_per_mu": "gross tax per mu",
    "project.plant_mu": "land of one plant",
    "project.plant_quota": "new quota per mu of plant",
    "project.rent": "the park's rent",
    "project.return_rate.*.*": "the return rate from {0} to {1}",
    "project.stay_tax.*": "tax of a project that stays in {0}",
    "project.spillover.*": "the spillover of a project in {0}",
    "project.congestion_rd.*": "congestion by R&D in {0}",
    "project.congestion_production.*": "congestion by production in {0}",
    "project.home_value.*": "the worth of a project at home in {0}",
    "build.*": "the value of a mu built on in {0}",
    "resources.*.owned.*": "the {0} that {1} owns",
    "resources.*.exchange.buy_one_off": "the buying price of {0}",
    "resources.*.exchange.sell_one_off": "the selling price of {0}",
    "resources.*.exchange.cap": "the cap on trade in {0}",
    "platforms.*.provides.*": "the {1} that {0} provides",
    "platforms.*.brings": "the projects that {0} brings",
    "platforms.*.floor": "the floor of {0}",
    "platforms.*.cost_one_off": "the cost of {0}",
    "platforms.*.cost_per_year": "the yearly cost of {0}",
    "cities.*.discount": "the discount factor of {0}",
    "cities.*.tenure": "the years that {0}'s officials stay",
    "time.horizon": "the horizon",
    "time.interest": "the rate of interest",
    "compact.transfer.*.amount": "the amount transferred",
    "compact.transfer.*.price_one_off": "the price of the transfer",
    "compact.refund.*.share": "the share refunded",
    "compact.projects": "the projects in the park",
    "compact.limits.side_payment": "the largest lawful side payment",
    "province.credit.*": "the province's credit to {0}",
    "province.grant": "the province's grant",
    "statistics.indicator_value.*": "what a counted project is worth to {0}",
    "pairing.to_hub.*.*": "what {1} brings {0}",
    "pairing.to_city.*.*": "what {0} brings {1}",
    "pairing.crowding.*": "crowding in {0}",
    "pairing.paid.*": "what {0} pays its hub",
    "information.amount": "the units that would change hands",
    "information.value.known": "what a unit is worth to the buyer",
    "information.value.lowest": "the least that a unit may be worth to the buyer",
    "information.value.highest": "the most that a unit may be worth to the buyer",
    "information.value.types.*.value": "a value that the buyer may have",
    "information.value.types.*.weight": "how likely one of the buyer's values is",
    "information.cost.known": "what a unit is worth to the seller",
    "information.cost.lowest": "the least that a unit may be worth to the seller",
    "information.cost.highest": "the most that a unit may be worth to the seller",
    "information.cost.types.*.value": "a value that the seller may have",
    "information.cost.types.*.weight": "how likely one of the seller's values is",
    "information.*.*.known": "what a unit is worth to {1}",
    "information.*.*.lowest": "the least that a unit may be worth to {1}",
    "information.*.*.highest": "the most that a unit may be worth to {1}",
    "information.*.*.types.*.value": "a value that {1} may have",
    "information.*.*.types.*.weight": "how likely one of {1}'s values is",
    "information.project.cost_one_off": "the cost of the project",
    "information.project.cost_per_year": "the yearly cost of the project",
    "information.project.members.*.known": "what the project is worth to {0}",
    "information.project.members.*.lowest": "the least that the project may be worth to {0}",
    "information.project.members.*.highest": "the most that the project may be worth to {0}",
    "information.project.members.*.types.*.value": "a value that the project may have to {0}",
    "information.project.members.*.types.*.weight": "how likely one of {0}'s values is",
    "operator.value_quantity": "the worth of a fuller park",
    "operator.value_quality": "the worth of quality in the park",
    "operator.index_quality": "the index's weight on quality",
    "operator.effort_cost": "the operator's cost of effort",
    "operator.substitution": "how far filling the park takes from quality",
    "operator.risk_aversion": "the operator's fear of risk",
    "operator.index_noise": "the noise of the index",
    "operator.profit_noise": "the noise of what the park makes",
    "operator.basic_quantity": "what an operator fills without incentives",
    "operator.basic_quality": "the quality without incentives",
    "operator.public_quantity": "what officials fill",
    "operator.public_quality": "the quality with officials",
    "operator.cost.*": "the running cost of the park, {0}",
    "operator.outside": "what there is without the park",
    "operator.screening.bad": "the share of bad projects",
    "operator.screening.look": "the cost of a look at a project",
    "operator.screening.admit": "the operator's cost of a project",
    "operator.screening.accuracy": "the accuracy of the assessment",
    "operator.screening.good_worth": "the worth of a good project",
    "operator.screening.bad_harm": "the harm of a bad project",
    "operator.screening.tolerated": "the tolerated share of bad projects",
    "subsidies.mu": "how differently firms judge the bidders (mu)",
    "subsidies.mass": "the projects that are bid for",
    "subsidies.value.*": "what a firm is worth to {0}",
    "subsidies.exponent": "how much more a larger bid counts",
    "subsidies.efficiency.*": "how much a bid of {0} counts",
    "subsidies.captured": "the share of bids that the firm pockets",
    "subsidies.spillovers.*.*": "what {0} gets of a firm in {1}",
    "subsidies.attractiveness.*": "the attractiveness of {0}",
    "subsidies.outside_option": "what firms find elsewhere",
    "subsidies.budget.*": "the subsidy budget of {0}",
    "subsidies.caps.*": "the subsidy cap of {0}",
    "subsidies.firm_weight": "the weight of firms' profit",
    "subsidies.public_funds_cost": "the cost of public funds",
}


def label(key: str) -> str:
    """A dotted key in an economist's words.

    >>> label("project.return_rate.Hangzhou.Quzhou"), label("build.Hangzhou")
    ('the return rate from Hangzhou to Quzhou', 'the value of a mu built on in Hangzhou')
    """
    parts = key.split(".")
    for pattern, words in _WORDS.items():
        names = pattern.split(".")
        if len(names) == len(parts) and all(
            n in ("*", part) for n, part in zip(names, parts, strict=True)
        ):
            found = [part for n, part in zip(names, parts, strict=True) if n == "*"]
            return words.format(*(name.replace("_", " ") for name in found))
    return key.replace("_", " ").replace(".", ", ")


def _number(number: Fraction) -> str:
    """As it was given, or nearly.

    >>> _number(Fraction(2469, 2)), _number(Fraction(1, 3)), _number(Fraction(12000))
    ('1,234.5', '0.333', '12,000')
    """
    if number.denominator == 1 or abs(number) >= 1000:
        return amount(number)
    return approximately(number, ".3g")


def _side(flip: Flip) -> str:
    return "above" if flip.after > flip.value else "below"


def _edge(flip: Flip) -> str:
    """The break-even, to as few digits (two or more) as stay between its two proven sides."""
    middle = (flip.before + flip.after) / 2
    for digits in range(2, 6):
        rounded = Fraction(approximately(middle, f".{digits}g"))
        if abs(rounded - middle) <= max(abs(flip.after - flip.before), abs(middle) / 200):
            break
    return amount(rounded) if rounded.denominator == 1 else approximately(rounded, ",g")


_OUTCOMES = {
    "surplus": ("there is something to share", "there is nothing to share"),
    "the park": ("the park pays", "the park loses money"),
    "all together": ("a split of all is stable", "no split of all is stable"),
    "terms": ("every member gains", "a member loses"),
    "outside offers": ("no group may break the deal", "a group may break the deal"),
    "firms' choice": ("firms return as planned", "firms stay in the hub"),
    "walk-away": ("nobody walks away", "a member walks away"),
    "hold-up": ("nobody is held up", "a member is held up"),
    "truce clubs": ("all keep the truce", "a city would leave a truce of all"),
    "private values": ("private values cost nothing", "private values cost part of the gain"),
    "pairing": ("nobody would leave the pairing", "a pair would leave it freely"),
    "operator": ("the way the park is run stands", "the way the park is run fails"),
    "statistics": ("no double counting is needed", "the deal lives on double counting"),
    "consistency": ("all that is promised can be had", "more is promised than can be had"),
}


_RACES = {
    "race": "a race even with firms' profit in full",
    "race for the treasuries, transfer for the region": "a race for the treasuries alone",
    "no race": "no race",
}


def _becomes(flip: Flip) -> str:
    if flip.check == "arms race":
        return _RACES[flip.becomes]
    if flip.becomes == "held by consent":
        return "only consent holds the pairing"
    stands, fails = _OUTCOMES[flip.check]
    return stands if flip.becomes == "stands" else fails


def _flips(flips: tuple[Flip, ...]) -> Iterator[str]:
    if not flips:
        yield "no verdict: no assumed number, moved alone inside its range, changes one"
    by_key: dict[tuple[str, str], list[Flip]] = {}
    for flip in flips:
        by_key.setdefault((flip.key, _edge(flip)), []).append(flip)
    groups = list(by_key.values())
    for group in groups[:SHOWN_FLIPS]:
        first = group[0]
        yield (
            f"{label(first.key)} {_side(first)} {_edge(first)} (yours {_number(first.value)}): "
            + ", ".join(_becomes(flip) for flip in group)
        )
    if len(groups) > SHOWN_FLIPS:
        yield f"and {len(groups) - SHOWN_FLIPS} more, in --json"


def _find_out(flips: tuple[Flip, ...]) -> str:
    keys = list(dict.fromkeys(flip.key for flip in flips))[:3]
    if not keys:
        return ""
    return f"first: {listed(label(key) for key in keys)}. Each is assumed, and close to a flip"
