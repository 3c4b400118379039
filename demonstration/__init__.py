"""Invented sample data to learn and to show the system with, in a project of its own.

`scenario` imagines the whole of it from a fixed random seed and the day it is loaded on,
without touching the database; `loading` stores it as the application would have: drafts
first, then move by move. `removal` takes all of it away again.
"""

SLUG = "demo"
PASSWORD = "protect-2010"
SEED = 2010
