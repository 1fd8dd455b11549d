"""The numbers of a scenario in an economist's words, and as they were given."""

from __future__ import annotations

from fractions import Fraction

from games.approximately import approximately
from intercity.english import amount

__all__ = ["as_given", "label"]

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
    """A dotted key in an economist's words; of several transfers or refunds, which one.

    >>> label("project.return_rate.Hangzhou.Quzhou"), label("build.Hangzhou")
    ('the return rate from Hangzhou to Quzhou', 'the value of a mu built on in Hangzhou')
    >>> label("compact.transfer.0.amount"), label("compact.transfer.1.amount")
    ('the amount transferred', 'the amount transferred (#2)')
    """
    parts = key.split(".")
    for pattern, words in _WORDS.items():
        names = pattern.split(".")
        if len(names) == len(parts) and all(
            n in ("*", part) for n, part in zip(names, parts, strict=True)
        ):
            found = [part for n, part in zip(names, parts, strict=True) if n == "*"]
            told = words.format(*(name.replace("_", " ") for name in found))
            number = next((int(part) for part in parts if part.isdigit()), 0)
            return f"{told} (#{number + 1})" if parts[0] == "compact" and number else told
    return key.replace("_", " ").replace(".", ", ")


def as_given(number: Fraction) -> str:
    """As it was given, or nearly.

    >>> as_given(Fraction(2469, 2)), as_given(Fraction(1, 3)), as_given(Fraction(12000))
    ('1,234.5', '0.333', '12,000')
    """
    if number.denominator == 1 or abs(number) >= 1000:
        return amount(number)
    return approximately(number, ".3g")
