"""Small random regions as scenario documents, and what may be done to one without a verdict moving.

A document is what a scenario file holds: nested tables. ``text`` writes one as TOML.
"""

import copy
import itertools
import tomllib
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from intercity.scenario_file import parse_scenario

Document = dict[str, Any]
ROOT = Path(__file__).parents[2]
MONEY = {
    *("buy_one_off", "sell_one_off", "price_one_off", "cost_one_off", "cost_per_year"),
    *("tax_per_mu", "rent", "stay_tax", "spillover", "congestion_rd", "congestion_production"),
    *("home_value", "stay_hub", "return_small_city", "separation_cost", "side_payment", "grant"),
    *("credit", "indicator_value", "build", "mu", "value", "attractiveness", "outside_option"),
    *("budget", "caps", "values", "bonus", "clawback", "payment", "tax"),
}
"""Keys under which every number is money."""


def text(document: Document) -> str:
    """The document as TOML, one line for each entry at the top."""
    return "\n".join(f"{_key(key)} = {_toml(value)}" for key, value in document.items()) + "\n"


def _key(key: str) -> str:
    return '"' + key + '"'


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value + '"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else repr(float(value))
    return str(value)


def scenario(document: Document) -> Any:
    return parse_scenario(text(document))


def read(path: str) -> Document:
    """An example's document."""
    return tomllib.loads((ROOT / path).read_text("utf-8"))


def number(value: float) -> Document:
    """An assumed number, its range on both sides of it."""
    return {"v": value, "low": min(value, 0) - 1 if value < 0 else 0, "high": 2 * abs(value) + 1}


# ---------------------------------------------------------------- random regions

_few = st.integers(0, 6)
_worth = st.integers(1, 9)


@st.composite
def regions(draw: Callable[..., Any], cities: int = 4, members: int = 2) -> Document:
    """Cities that own land and quota, build alone and run joint projects, and sign a swap."""
    names = [f"City{k}" for k in range(draw(st.integers(max(members, 2), cities)))]
    activities = [
        {
            "name": f"build in {city}",
            "sites": [city],
            "uses": [{"resource": "quota"}, {"resource": "land", "site": city}],
            "values": [{"city": city, "kind": "land_revenue", "amount": number(draw(_worth))}],
        }
        for city in names
    ]
    for one, other in itertools.combinations(names, 2):
        if draw(st.booleans()):
            activities.append(
                {
                    "name": f"project of {one} and {other}",
                    "sites": [one, other],
                    "uses": [{"resource": "land", "site": draw(st.sampled_from([one, other]))}],
                    "values": [
                        {"city": one, "kind": "cash", "amount": number(draw(_worth))},
                        {"city": other, "kind": "spillover", "amount": number(draw(_few))},
                    ],
                    "limit": number(draw(st.integers(1, 4))),
                }
            )
    owned = {city: number(draw(_few)) for city in names}
    giver, taker = draw(st.permutations(names[:members]))[:2]
    most = owned[giver]["v"]
    document: Document = {
        "format": 1,
        "title": "a small region",
        "time": {"horizon": number(draw(st.integers(3, 6))), "interest": number(0.05)},
        "cities": {c: {"discount": {"v": 0.9, "low": 0.8, "high": 0.95}} for c in names},
        "resources": {
            "quota": {"kind": "tradable", "owned": owned},
            "land": {"kind": "bound", "owned": {city: number(draw(_few)) for city in names}},
        },
        "activities": activities,
        "compact": {
            "members": names[:members],
            "transfer": [
                {
                    "resource": "quota",
                    "from": giver,
                    "to": taker,
                    "amount": number(draw(st.integers(0, most))),
                    "price_one_off": number(draw(st.integers(0, 20))),
                    "reversible": draw(st.booleans()),
                }
            ],
        },
    }
    document["time"]["horizon"] |= {"low": 2, "high": 9}
    if draw(st.booleans()):
        limit = number(draw(_few))
        document["compact"]["limits"] = {"side_payment": limit}
    if draw(st.booleans()):
        document["resources"]["quota"]["exchange"] = {
            "buy_one_off": number(draw(st.integers(40, 90))),
            "sell_one_off": number(draw(st.integers(1, 30))),
            "cap": number(draw(st.integers(1, 3))),
        }
    if draw(st.booleans()):
        document["province"] = {"consent": ["quota transfer"]}
    return document


# ---------------------------------------------------------------- what changes no verdict


def renamed(document: Document, names: Mapping[str, str]) -> Document:
    """The same with other names, wherever they stand."""

    def walk(node: Any) -> Any:
        if isinstance(node, Mapping):
            return {_new(key): walk(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(entry) for entry in node]
        return _new(node) if isinstance(node, str) else node

    def _new(word: str) -> str:
        if word in names:
            return names[word]
        parts = [part.strip() for part in word.split(",")]
        if len(parts) > 1 and all(part in names for part in parts):
            return ", ".join(names[part] for part in parts)
        head, _, tail = word.rpartition(" ")
        return f"{names[head]} {tail}" if head in names else word

    return walk(document)


def reordered(document: Document) -> Document:
    """The same tables in the opposite order; so the cities, resources and activities."""

    def walk(node: Any) -> Any:
        if isinstance(node, Mapping):
            return {key: walk(value) for key, value in reversed(node.items())}
        return node

    turned = walk(document)
    for table in ("activities",):
        if table in turned:
            turned[table] = turned[table][::-1]
    return turned


def in_unit(document: Document, factor: int | Fraction) -> Document:
    """The same in a money unit so many times smaller, or larger where the factor is below 1."""

    def walk(node: Any, money: bool) -> Any:
        if isinstance(node, Mapping):
            if "v" in node:
                ends = {k: x for k, x in node.items() if k in ("v", "low", "high")}
                scaled = {k: Fraction(str(x)) * factor for k, x in ends.items()}
                return {**node, **scaled} if money else node
            return {key: walk(value, money or key in MONEY) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(entry, money) for entry in node]
        return node

    changed = copy.deepcopy(document)
    for key, value in document.items():
        changed[key] = walk(value, key in MONEY) if key not in ("time", "cities") else value
    for bonus in changed.get("compact", {}).get("bonus", []):
        if "first" in bonus:
            bonus["first"] = {k: x / factor for k, x in bonus["first"].items()}
    return changed


def with_null_city(document: Document) -> Document:
    """With one more city, which owns nothing and does nothing."""
    return {**document, "cities": {**document["cities"], "Nowhere": {}}}


def with_null_member(document: Document) -> Document:
    """With one more member of the deal, which owns nothing and does nothing."""
    changed = with_null_city(copy.deepcopy(document))
    changed["compact"]["members"] = [*changed["compact"]["members"], "Nowhere"]
    return changed


def with_unrelated_pair(document: Document) -> Document:
    """With two more cities that gain by each other, and have nothing to do with the rest."""
    changed = copy.deepcopy(document)
    changed["cities"] |= {"Far": {}, "Away": {}}
    changed["resources"]["ore"] = {"kind": "tradable", "owned": {"Far": number(7)}}
    changed["activities"] = [
        *changed.get("activities", []),
        {
            "name": "smelt in Away",
            "sites": ["Away"],
            "uses": [{"resource": "ore"}],
            "values": [{"city": "Away", "kind": "cash", "amount": number(13)}],
        },
    ]
    return changed


def with_resource_in_halves(document: Document, resource: str) -> Document:
    """With a resource split in two equal halves of the same owners, used together."""
    changed = copy.deepcopy(document)
    first, second = resource, f"{resource} too"
    halves = [_halved(changed["resources"][resource], "owned") for _ in range(2)]
    changed["resources"] = {
        name: given for name, given in changed["resources"].items() if name != resource
    } | {first: halves[0], second: halves[1]}
    for activity in changed["activities"]:
        activity["uses"] = list(_uses_in_halves(activity.get("uses", []), resource))
    transfers = changed.get("compact", {}).get("transfer", [])
    if transfers:
        changed["compact"]["transfer"] = [
            half
            for given in transfers
            for half in (
                [_halved(given, "amount"), {**_halved(given, "amount"), "resource": second}]
                if given["resource"] == resource
                else [given]
            )
        ]
    consent = changed.get("province", {}).get("consent", [])
    if f"{resource} transfer" in consent:
        changed["province"]["consent"] = [*consent, f"{second} transfer"]
    return changed


def _uses_in_halves(uses: list[Document], resource: str) -> Iterator[Document]:
    for use in uses:
        if use["resource"] != resource:
            yield use
            continue
        half = dict(use.get("amount", {"v": 1, "low": 0, "high": 2}))
        half = {
            key: value / 2 if key in ("v", "low", "high") else value for key, value in half.items()
        }
        yield {**use, "amount": number(1) | half}
        yield {**use, "amount": number(1) | half, "resource": f"{resource} too"}


def _halved(node: Document, key: str) -> Document:
    def half(given: Any) -> Any:
        if "v" in given:
            return {k: x / 2 if k in ("v", "low", "high") else x for k, x in given.items()}
        return {k: half(x) for k, x in given.items()}

    return {**copy.deepcopy(node), key: half(node[key])}


def with_clauses_in_halves(document: Document) -> Document:
    """With each transfer and each refund written as two equal ones."""
    changed = copy.deepcopy(document)
    compact = changed["compact"]
    for table, key in (("transfer", "amount"), ("refund", "share")):
        if table in compact:
            compact[table] = [_halved(one, key) for one in compact[table] for _ in range(2)]
    return changed
