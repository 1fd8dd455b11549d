"""A text as a page carries it: what repeats far back is told once, then deflated, in base64.

Browsers inflate by themselves, but see only 32 kB back, and the proofs of a report repeat each
other farther apart. So the bytes come as steps, each some bytes that are new and then some that
stood before: ``[[new], [start], [length]]`` in JSON, a line's end, and all new bytes.

Source: Tridgell (1999), on copies over long distances (rzip).
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator

__all__ = ["packed", "unpacked"]

BLOCK, STEP = 96, 16
"""So many bytes at least are copied; those are found that begin at so many bytes from each other,
or next to such ones."""


def packed(text: str) -> str:
    """A text in base64, shorter than it is.

    >>> unpacked(packed("Zhejiang" * 100), 1000) == "Zhejiang" * 100
    True
    """
    data = text.encode("utf-8")
    steps = list(_steps(data))
    new, at = [], 0
    for length, _, copied in steps:
        new.append(data[at : at + length])
        at += length + copied
    told = json.dumps(list(zip(*steps, strict=True)), separators=(",", ":"))
    packer = zlib.compressobj(9, wbits=-15)
    deflated = packer.compress(told.encode("ascii") + b"\n" + b"".join(new)) + packer.flush()
    return base64.b64encode(deflated).decode("ascii")


def _steps(data: bytes) -> Iterator[tuple[int, int, int]]:
    """How many bytes are new, then from where how many are copied."""
    first_at: dict[bytes, int] = {}
    told = at = known = 0
    while at + BLOCK <= len(data):
        while known + BLOCK <= at:
            first_at.setdefault(data[known : known + BLOCK], known)
            known += STEP
        start = first_at.get(data[at : at + BLOCK])
        if start is None:
            at += 1
            continue
        back, most = 0, min(at - told, start, at - start - BLOCK)
        while back < most and data[start - back - 1] == data[at - back - 1]:
            back += 1
        start, begun, end = start - back, at - back, at + BLOCK
        there = start + end - begun
        end += _common_length(data, there, end, min(begun - there, len(data) - end))
        yield begun - told, start, end - begun
        at = told = end
    yield len(data) - told, 0, 0


def _common_length(data: bytes, one: int, other: int, most: int) -> int:
    """How many bytes from one place on are those from another on, up to so many."""
    alike, size = 0, 256
    while size:
        a, b, end = one + alike, other + alike, alike + size
        if end <= most and data[a : a + size] == data[b : b + size]:
            alike = end
        else:
            size //= 2
    return alike


def unpacked(packed_text: str | bytes, most: int) -> str:
    """The text again. Errors: ``ValueError`` where it is damaged, or longer than ``most`` bytes."""
    unpacker = zlib.decompressobj(wbits=-15)
    try:
        inflated = unpacker.decompress(base64.b64decode(packed_text, validate=True), most)
        if unpacker.unconsumed_tail or not unpacker.eof or unpacker.unused_data:
            raise ValueError("it is too long, or ends too early")
        told, _, new = inflated.partition(b"\n")
        data, at = bytearray(), 0
        for length, start, copied in zip(*json.loads(told), strict=True):
            whole = all(type(one) is int and one >= 0 for one in (length, start, copied))
            if not whole or at + length > len(new):
                raise ValueError("a step is no step")
            data += new[at : at + length]
            at += length
            if start + copied > len(data) or len(data) + copied > most:
                raise ValueError("it is too long, or copies what is not there")
            data += data[start : start + copied]
        if at < len(new):
            raise ValueError("a part of it is left over")
        return data.decode("utf-8")
    except (zlib.error, ValueError, TypeError, RecursionError) as error:
        raise ValueError(f"a packed text is damaged: {error}") from None
