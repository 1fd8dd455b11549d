"""Labels in a column beside a frame, each tied to its point, none on another.

>>> spread([10, 10, 50], [4, 4, 4], 0, 52)
[8.0, 12.0, 50.0]

Source: Barlow, Bartholomew, Bremner and Brunk (1972), Statistical inference under order
restrictions, for the blocks that move as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from intercity.drawing.page import narrow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["label_column", "spread"]


def label_column(axes: Axes, labels: Sequence[tuple[tuple[float, float], str, str]]) -> None:
    """Write the labels right of the frame, from below upwards, each tied to its point."""
    figure = axes.figure
    left, right = axes.bbox.x1 + 0.03 * figure.bbox.width, 0.98 * figure.bbox.x1
    for size in (15, 14, 13, 12, 11, 10, 9, 8):
        texts = [figure.text(0, 0, words, size=size, color=colour) for _, words, colour in labels]
        for text in texts:
            narrow(text, right - left)
        heights = [text.get_window_extent().height + 0.8 * size for text in texts]
        if sum(heights) < axes.bbox.height:
            break
        if size > 8:
            for text in texts:
                text.remove()
    wanted = [axes.transData.transform(place)[1] for place, _, _ in labels]
    middles = spread(wanted, heights, axes.bbox.y0, axes.bbox.y1)
    for (place, _, colour), text, middle in zip(labels, texts, middles, strict=True):
        place_of = figure.transFigure.inverted().transform  # in shares: it may be saved at any dpi
        text.set(position=place_of((left, middle)), va="center")
        axes.annotate(
            "",
            place,
            xytext=place_of((left - 6, middle)),
            textcoords=figure.transFigure,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.8, "alpha": 0.6},
            annotation_clip=False,
            zorder=3,
        )


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Middles as near as can be to those wanted, in their order, at which nothing overlaps.

    Above its own lower neighbours each wants a certain place; those that would overlap move as one
    block to the mean of their wishes.
    """
    below = [sum(heights[:k]) + heights[k] / 2 for k in range(len(heights))]
    blocks: list[list[float]] = []
    for middle, offset in zip(wanted, below, strict=True):
        blocks.append([middle - offset])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    starts = [_mean(block) for block in blocks for _ in block]
    return [
        max(low, min(start, high - sum(heights))) + offset
        for start, offset in zip(starts, below, strict=True)
    ]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
