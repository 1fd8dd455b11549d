"""What a page carries comes out as it went in, in Python and in a browser; damage is refused."""

import base64
import json
import random
import zlib
from importlib.resources import files

import pytest

from intercity.page.packing import packed, unpacked
from tests.frontdoor.browser import chromium

MOST = 10**6
SCRIPT = files("intercity.page").joinpath("verify.js").read_text(encoding="utf-8")


def noise(count, seed=0):
    """Letters of one to four bytes that do not repeat each other."""
    letters = "abcdefghij0123456789äöü城市間🏙🚄"
    return "".join(random.Random(seed).choices(letters, k=count))


TEXTS = {
    "nothing": "",
    "one letter": "城",
    "no repeats": noise(3000),
    "repeats far back": noise(40_000) + noise(50_000, seed=1) + noise(40_000),
    "a part of a letter before": "é" * 3 + noise(500) + "è" * 3 + noise(500),
    "one letter often": "x" * 5000,
    "one letter often, after others": "abc" + "x" * 5000,
    "a mark of byte order": "\ufeff{}",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_comes_out_as_it_went_in(text):
    assert unpacked(packed(text), MOST) == text


def test_in_a_browser_too():
    with chromium() as browser:
        page = browser.new_page()
        page.add_script_tag(content=SCRIPT)
        for text in TEXTS.values():
            carried = json.dumps({"report": "{}", "told": text}, ensure_ascii=False)
            page.set_content(f'<p id="intercity-data">{packed(carried)}</p>')
            assert page.evaluate("unpack().then((found) => found.text)") == carried


def test_what_stood_far_before_is_told_once():
    """Deflating alone sees 32 kB back."""
    once, apart = noise(40_000), noise(50_000, seed=1)
    twice = packed(once + apart + once)
    assert len(twice) < len(packed(once + apart)) + 200
    alone = base64.b64encode(zlib.compress((once + apart + once).encode(), 9))
    assert len(twice) < 0.75 * len(alone)


def deflated(told):
    packer = zlib.compressobj(9, wbits=-15)
    return base64.b64encode(packer.compress(told) + packer.flush())


GOOD = b"[[3,0],[0,0],[3,0]]\nabc"
BAD = {
    "copies what is not there": b"[[3,0],[1,0],[3,0]]\nabc",
    "takes more than there is": b"[[4,0],[0,0],[3,0]]\nabc",
    "leaves a part over": b"[[3,0],[0,0],[3,0]]\nabcd",
    "a negative size": b"[[3,0],[0,0],[3,-1]]\nabc",
    "no whole number": b"[[3,0],[0,0],[3.0,0]]\nabc",
    "lists of unequal length": b"[[3,0],[0],[3,0]]\nabc",
    "no lists": b"7\nabc",
    "half a letter": b"[[1],[0],[0]]\n\xc3",
}


@pytest.mark.parametrize("told", BAD.values(), ids=BAD)
def test_damaged_steps_are_refused(told):
    assert unpacked(deflated(GOOD), MOST) == "abcabc"
    with pytest.raises(ValueError, match="damaged"):
        unpacked(deflated(told), MOST)


def test_what_would_fill_the_memory_is_refused():
    """Each step doubles what there is."""
    sizes = [2**k for k in range(40)]
    told = json.dumps([[1] + 40 * [0], 41 * [0], [*sizes, 0]]).encode() + b"\nx"
    with pytest.raises(ValueError, match="damaged"):
        unpacked(deflated(told), MOST)
    with pytest.raises(ValueError, match="damaged"):
        unpacked(deflated(b"[[2000000],[0],[0]]\n" + 2_000_000 * b"x"), MOST)


@pytest.mark.parametrize("text", ["", "A", "####", packed("x" * 500)[:-8]])
def test_what_is_cut_or_no_base64_is_refused(text):
    with pytest.raises(ValueError, match="damaged"):
        unpacked(text, MOST)
