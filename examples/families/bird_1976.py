"""Who pays for the grid? By Bird's rule it jumps when two links cost nearly the same.

The costs are assumed. B's link to the source falls from 6.1 to 5.9; the folk rule hardly moves.
"""

import intercity as ic

for direct in (6.1, 5.9):
    grid = ic.SpanningTreeGame(["A", "B"], {"A": 6, "B": direct}, {("A", "B"): 2})
    tree = ic.spanning_tree(grid)
    for rule in (tree.bird, tree.folk):
        print(f"B's own link {direct}, {rule.method}: A {float(rule['A'])}, B {float(rule['B'])}")
