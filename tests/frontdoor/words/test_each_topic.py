"""The words of each topic have a file of tests here."""

from pathlib import Path

from intercity.findings.checks import CHECKS

HERE = Path(__file__).parent
TOPICS = HERE.parents[2] / "intercity" / "topics"


def test_the_words_of_each_topic_are_tested():
    told = {path.parent.name for path in TOPICS.glob("*/english.py")}
    tested = {path.stem.removeprefix("test_") for path in HERE.glob("test_*.py")}
    assert len(told) > 30
    assert told <= tested


def test_what_a_verdict_turns_into_is_so_in_each_case_of_it():
    """A city alone may end a pair; an accord may be of some, and two may leave where none would
    alone; the best rule, signed, stands though private values cost a part of the gain."""
    turned = {name: CHECKS[name].contents.words["en"].turned for name in CHECKS}
    assert turned["pairing"]["fails"] == "somebody would leave it freely"
    assert turned["truce clubs"] == {
        "stands": "nobody would leave the truce alone",
        "fails": "a city does better outside the truce",
    }
    for verdict in ("stands", "fails"):
        assert "or the rule as signed" in turned["private values"][verdict]
