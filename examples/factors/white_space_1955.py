"""White land, after Dantzig (1955): a fixed plan regrets what waiting would have avoided.

Ten plots bring 12 each as laboratories if these are asked for, else nothing, and 4 as plants.
All numbers are assumed.
"""

import intercity as ic

up, down = {"Quzhou": {"labs": 12, "plants": 4}}, {"Quzhou": {"labs": 0, "plants": 4}}
for holding in (1, 3, 5):
    chance, cost = {"up": 1, "down": 2}, {"Quzhou": holding}
    game = ic.WhiteSpace({"Quzhou": 10}, {"up": up, "down": down}, chance=chance, holding=cost)
    print(f"holding {holding}: {ic.white_space(game).status}")
