"""Minnesota's Fiscal Disparities Program (1971): 40 per cent of the growth of tax bases is pooled.

Three cities of 10 residents with assumed bases. Pooling brings them together, and a city that grows
keeps less of it: that is the price, and the point.
"""

import intercity as ic

bases = {"Core": (100, 200), "Ring": (50, 80), "Edge": (40, 40)}
for share in (0, 0.4, 1):
    pool = ic.tax_base_pooling(bases, [10, 10, 10], share=share)
    print(f"share {share}: gains", *(f"{float(net):.1f}" for net in pool.net.values()))
    print(f"  highest over lowest: {float(pool.disparity_after):.2f}")
    print(f"  of one more unit Core keeps {float(pool.kept['Core']):.2f}")
