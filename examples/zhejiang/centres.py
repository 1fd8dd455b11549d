"""The enclaves of Zhejiang with one centre and with four: the crowd, the bids, who keeps what.

Nothing here is measured: each number is assumed, with its range (README.md says why). Money is in
million yuan per start-up and year. The last line says which of them would turn the verdict.
"""

import intercity as ic

ASSUMED = {  # value, low, high
    "start-ups": (700, 300, 1000),
    "return in Hangzhou": (1.0, 0.8, 1.2),
    "return in Ningbo, Wenzhou": (0.8, 0.5, 1.0),
    "return in Jinhua": (0.7, 0.4, 1.0),
    "each more takes": (0.00125, 0.0005, 0.003),
    "return outside the hubs": (0.2, 0.0, 0.4),
    "value of a firm to a small city": (0.5, 0.3, 0.8),
    "taste of firms (mu)": (0.15, 0.05, 0.4),
}
PARKS = {
    **dict.fromkeys(["Huzhou", "Jiaxing", "Shaoxing"], "Hangzhou"),
    **dict.fromkeys(["Zhoushan", "Taizhou"], "Ningbo"),
    "Lishui": "Wenzhou",
    "Quzhou": "Jinhua",
}


def compare(number):
    crowd, top, second, third, takes, outside, value, mu = number.values()
    returns = {"Hangzhou": top, "Ningbo": second, "Wenzhou": second, "Jinhua": third}
    hubs = ic.HubCongestion(returns, returns, [takes] * 4, crowd, outside=outside)
    bidding = ic.SubsidyCompetition(PARKS, [value] * 7, mu=mu)
    return ic.one_or_several_centres(ic.Centres(hubs, bidding, PARKS, centre="Hangzhou"))


def listed(figures, form):
    return ", ".join(f"{name} {float(figure):{form}}" for name, figure in figures.items())


assumed = {name: value for name, (value, _, _) in ASSUMED.items()}
found = compare(assumed)
for title, plan in (("ONE CENTRE", found.one), ("FOUR CENTRES", found.several)):
    print(f"{title}\n  start-ups: {listed(plan.startups, '.0f')}")
    print(f"  in overfull hubs: {float(plan.crowded_share):.0%}")
    print(f"  price of anarchy: {float(plan.price_of_anarchy):.2f}")
    print(f"  what the best toll would bring: {listed(plan.rent, '.0f')}")
    print(f"  bids: {listed(plan.subsidies, '.2f')}; in all {float(plan.outlay):.0f}")
print(found.status)
turned = [
    name
    for name, (_, *ends) in ASSUMED.items()
    if not all(compare({**assumed, name: end}).several_better for end in ends)
]
print("Turned by:", ", ".join(turned) or "no number within its range, one at a time")
