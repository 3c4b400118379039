"""Invented sample data for learning and for showing the system, in a project of its own.

`scenario` makes all of the data from a fixed random seed and the day of the loading, without
the database. `loading` stores them as the application would: first every activity as a draft, then
one move after the other. `removal` removes all of them.
"""

SLUG = "demo"
PASSWORD = "protect-2010"
SEED = 2010
