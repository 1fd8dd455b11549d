"""What kind of coalitional game it is: each question answers None, or what shows the contrary."""
