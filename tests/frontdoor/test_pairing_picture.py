"""The picture of pairs: the lines that are drawn are the pairs that were found."""

from __future__ import annotations

from pathlib import Path

import pytest

import intercity as ic
from games.errors import InvalidInput
from intercity.checkup import check_up
from intercity.pictures import pictures_of, png
from mechanisms import mandated_pairing

EXAMPLE = Path(__file__).parents[2] / "examples" / "coast_and_hills" / "scenario.toml"
GAME = ic.PairingGame(
    ["H", "K"], ["a", "b", "c"], [[9, 5, 2], [5, 9, 8]], [[5, 0, 1], [9, 2, 1]], capacity=[2, 1]
)


def lines(figure):
    (axes,) = figure.axes
    return sorted(line.get_gid() for line in axes.lines if ": " in str(line.get_gid()))


def test_every_pair_is_a_line():
    order = ic.MandatedPairing(GAME, {"a": "H", "b": "K"})
    audit = mandated_pairing(order)
    expected = [f"mandated: {hub} and {city}" for city, hub in order.pairs.items()]
    expected += [f"best: {hub} and {city}" for city, hub in audit.best.pairs.items()]
    expected += [
        f"blocking: {p.hub} and {p.city}"
        for p in audit.blocking
        if audit.best.pairs.get(p.city) != p.hub
    ]
    figure = ic.pairing_picture(order)
    assert lines(figure) == sorted(expected)
    (told,) = figure.axes[0].findobj(lambda artist: artist.get_gid() == "figures of a")
    low, high = audit.best.ranges["a"]
    assert told.get_text() == f"has 5.0, can have {float(low):.1f} to {float(high):.1f}"


def test_the_title_states_the_finding():
    """By hand: a and c with H make 14 + 3, b with K 11."""
    figure = ic.pairing_picture(ic.MandatedPairing(GAME, {}), money="million yuan")
    assert figure.texts[0].get_text() == "Left to themselves the best pairs make 28.0 million yuan"
    fine = ic.MandatedPairing(ic.PairingGame(["H"], ["a"], [[1]], [[1]]), {"a": "H"})
    assert ic.pairing_picture(fine).texts[0].get_text() == (
        "The mandated pairs make 2.0, the most that pairs can"
    )
    assert ic.pairing_picture(fine).texts[1].get_text().startswith("Nobody would leave for another")


def test_the_scenario_offers_it():
    report = check_up(ic.load_scenario(EXAMPLE), ranges=False)
    found = pictures_of(report)
    assert list(found) == ["pairing"]
    assert png(found["pairing"]()).startswith(b"\x89PNG")


def test_too_many_names():
    names = [f"c{k}" for k in range(17)]
    game = ic.PairingGame(["H"], names, [[1] * 17], [[1] * 17], capacity=[17])
    with pytest.raises(InvalidInput, match="the names on one side of a picture is 17"):
        ic.pairing_picture(ic.MandatedPairing(game, {}))
