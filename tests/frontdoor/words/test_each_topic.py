"""The words of each topic have a file of tests here."""

from pathlib import Path

HERE = Path(__file__).parent
TOPICS = HERE.parents[2] / "intercity" / "topics"


def test_the_words_of_each_topic_are_tested():
    told = {path.parent.name for path in TOPICS.glob("*/english.py")}
    tested = {path.stem.removeprefix("test_") for path in HERE.glob("test_*.py")}
    assert len(told) > 30
    assert told <= tested
