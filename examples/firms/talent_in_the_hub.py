"""Hu and Zhang (2024): "work and life are carried out in Hangzhou", production at home.

All are paid 5 in the hub, where they make 7; a desk there costs 1. A resident is worth 2 to the
small city and 3 to the hub. Founders would not be in the hub otherwise (all assumed).
"""

import intercity as ic

engineers = {"remote": 9, "at_home": 8, "trips": 1, "amenity": 4}
designers = {"remote": 6, "at_home": 9, "trips": 1, "amenity": 2}
founders = {"remote": 8, "at_home": 9, "trips": 1, "amenity": 6, "newcomers": 1}
for name, more in {"engineers": engineers, "designers": designers, "founders": founders}.items():
    kinds, worth = [ic.Talent(name, wage=5, in_hub=7, **more)], {"Quzhou": 2, "Hangzhou": 3}
    region = ic.RemoteTalent("Quzhou", "Hangzhou", kinds, desk=1, residence=worth)
    found = ic.residence_and_production(region)
    has = [f"{who} {found.residence[who]} and {found.production[who]}" for who in worth]
    print(found.status, "Residence and production:", "; ".join(has), "- enough", found.enough(name))
