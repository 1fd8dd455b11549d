"""The examples of one centre against four and of Amazon's headquarters, replayed.

The numbers are worked out in the comments, never copied from the output.
"""

from __future__ import annotations

import re
import runpy
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def printed():
    """What a script says, with nothing on stderr."""
    told = {}
    for name in ("zhejiang/centres.py", "amazon_hq2/hq2.py"):
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            runpy.run_path(str(FOLDER / name), run_name="__main__")
        assert err.getvalue() == ""
        told[name.split("/")[0]] = out.getvalue()
    return told


def test_one_centre_against_four(printed):
    """By hand, with 1/800 a start-up.

    One: (1 - 0.2) 800 = 640 start-ups, worth 0.2 each, 700 of them 140; best 320, worth 0.6 there:
    192 + 0.2 * 380 = 268, toll 0.4, which 320 pay: 128. Bids 0.5 - 0.15 * 7/6 = 0.325 for 640.
    Four: (3.3 - 4 l) 800 = 700, l = 0.60625, so 315, 155, 155, 75, worth 424.375. Best at twice the
    slope: l = 0.3875, 245, 165, 165, 125, and 700 * 0.3875 + (245^2 + 2 165^2 + 125^2)/800 = 433.9.
    Bids 0.5 - 0.15 * 3/2 = 0.275 for 315, 0.5 - 0.3 = 0.2 for 155, none for the others; cities keep
    0.225 * 315 + 0.3 * 155 + 0.5 * 230 = 232.4.
    """
    expected = """
        ONE CENTRE
          start-ups: Hangzhou 640
          in overfull hubs: 91%
          price of anarchy: 1.91
          what the best toll would bring: Hangzhou 128
          bids: Huzhou 0.33, Jiaxing 0.33, Shaoxing 0.33, Zhoushan 0.33, Taizhou 0.33, Lishui 0.33,
          Quzhou 0.33; in all 208
        FOUR CENTRES
          start-ups: Hangzhou 315, Ningbo 155, Wenzhou 155, Jinhua 75
          in overfull hubs: 45%
          price of anarchy: 1.02
          what the best toll would bring: Hangzhou 75, Ningbo 34, Wenzhou 34, Jinhua 20
          bids: Huzhou 0.28, Jiaxing 0.28, Shaoxing 0.28, Zhoushan 0.20, Taizhou 0.20, Lishui 0.00,
          Quzhou 0.00; in all 118
        Better with several centres: startups earn 424.4, not 140; firms get 0.168, not 0.325;
        cities keep 232.4, not 112.
        Turned by: no number within its range, one at a time
    """
    assert printed["zhejiang"].split() == expected.split()


def test_amazon(printed):
    """By hand: 9.7/2.2 = 4.41, and the second score is Pittsburgh's 9.7, or 2.2 of the winners.

    All-pay with scores w1 = 4.41 V, w2 = 9.7: the winners spend 2.2/2, Pittsburgh 9.7/2 * w2/w1 =
    4.85 * 2.2/V, and gets the firm with chance (2.2/V)/2. V = 10: 1.1 + 1.067; 2.2: 1.1 + 4.85;
    20: 1.1 + 0.5335. By lot (n - 1)/n.
    """
    first = "New York, Virginia, Nashville"
    assert (
        printed["amazon_hq2"].split()
        == f"""
        A dollar of the winners counted as 4.4 of the others.
        The winner pays: {first} with chance 1.00; 2.20 spent, 2.20 of it to the firm
        By money alone: {first} with chance 1.00; 9.70 spent, 9.70 of it to the firm
        All bids are spent: {first} with chance 0.89; 2.17 spent, 0.00 of it to the firm
          if it was worth less to the winners: {first} with chance 0.50; 5.95 spent,
          0.00 of it to the firm
          if it was worth more to the winners: {first} with chance 0.94; 1.63 spent,
          0.00 of it to the firm
        238 towns alike, by lot: 237/238 of what it is worth is spent
    """.split()
    )


def test_the_table_gives_every_assumed_number_with_its_range():
    rows = (FOLDER / "zhejiang" / "README.md").read_text("utf-8").splitlines()
    table = [
        [float(number.replace(",", "")) for number in re.findall(r"\d[\d.,]*", "|".join(row[1:3]))]
        for row in ([cell.strip() for cell in line.strip("|").split("|")] for line in rows)
        if len(row) == 4
    ]
    assumed = runpy.run_path(str(FOLDER / "zhejiang" / "centres.py"))["ASSUMED"]
    assert [numbers for numbers in table if numbers] == [list(three) for three in assumed.values()]


def test_the_scripts_are_short():
    for script in FOLDER.glob("[za][hm]*/*.py"):
        code = [line for line in script.read_text("utf-8").split('"""')[2].splitlines() if line]
        assert len(code) <= 40, script
