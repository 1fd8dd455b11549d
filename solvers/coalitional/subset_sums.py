"""The sum of numbers over each subset, by bitmask, each by one addition.

>>> subset_sums(np.array([1, 10, 100])).tolist()
[0, 1, 10, 11, 100, 101, 110, 111]
>>> sizes(3).tolist()
[0, 1, 1, 2, 1, 2, 2, 3]
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["sizes", "subset_sums"]


def subset_sums(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The sum over each subset, by bitmask."""
    sums = np.zeros(1 << len(values), dtype=values.dtype)
    for i, value in enumerate(values):
        np.add(sums[: 1 << i], value, out=sums[1 << i : 2 << i])
    return sums


def sizes(members: int) -> npt.NDArray[np.intp]:
    """The size of each subset, by bitmask."""
    return subset_sums(np.ones(members, dtype=np.intp))
