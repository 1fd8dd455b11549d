"""What the scripts of examples/factors print: what was published, or by the comment beside."""

from __future__ import annotations

PRINTED = {
    # Rest at 90/5 = 18 in both, so at first 20 is 2 too much; then 2 r, 2 r^2, 2 r^3, 2 r^4 with
    # r = -3/2 or -2/3: -3, 4.5, -6.75, 10.125 or -1.333, 0.889, -0.593, 0.395.
    "ezekiel_1938": """
        supply lags, Developed: divergent (-3/2); prices 15.00, 22.50, 11.25, 28.12
        supply lags, Other: convergent (-2/3); prices 16.67, 18.89, 17.41, 18.40
        demand lags, Developed: convergent (-2/3); prices 16.67, 18.89, 17.41, 18.40
        demand lags, Other: divergent (-3/2); prices 15.00, 22.50, 11.25, 28.12
    """,
}
