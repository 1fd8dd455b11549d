"""Hu and Zhang (2024): stations are "main nodes for the flow of innovation factors".

A node is worth 12 a year to each city, and each minute of the way costs 1/10. Stations cost 6, a
remote park 2. First one station is near to all; then each is near to two of three (all assumed).
"""

import intercity as ic

cities, nodes = ["Quzhou", "Jinhua", "Lishui"], ["West", "East", "South", "park"]
near_to_all = [[40, 80, 90, 100], [50, 50, 90, 90], [90, 60, 90, 110]]
near_to_two = [[40, 120, 40, 100], [40, 40, 120, 90], [120, 40, 40, 110]]
costs, worth, minute = [6, 6, 6, 2], [[12] * 4] * 3, [0.1] * 3
for minutes in (near_to_all, near_to_two):
    game = ic.StationNodes(
        cities, nodes, costs, worth, minutes=minutes, minute=minute, remote="park"
    )
    print(ic.station_plan(game).status)
    print("outside money to hold all:", ic.cost_of_stability(game.coalitional).value)
