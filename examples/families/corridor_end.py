"""Hu and Zhang (2024): a corridor "has not brought in transformative and influential innovation
resources to the far-end cities such as Jinhua and Xuancheng".

Links cost 4 each, and Shanghai, Jiaxing and Hangzhou give 8, 2 and 4 to whom they reach; a stretch
keeps so much of what passes (all assumed).
"""

import intercity as ic

cities = ["Shanghai", "Jiaxing", "Hangzhou", "Jinhua"]
for kept in (0.25, 0.5, 0.9):
    found = ic.corridor_ends(ic.Corridor(cities, [8, 2, 4, 0], [4, 4, 4], kept))
    adds, gets = (f"{float(x['Jinhua']):.4g}" for x in (found.adds, found.values))
    dead, built = "Jinhua" in found.dead_ends, max(found.stretches, key=len)[-1]
    print(f"kept {kept}: Jinhua adds {adds}, gets {gets}; dead end {dead}, built to {built}")
