"""Receipt codes: what an officer copies into the paper register.

Eight digits and a check digit. Digits are written in both scripts; the check digit finds every
single wrong digit and every swap of two neighbours.
"""

import re
import secrets

from common.localisation import latin_digits, normalised

LENGTH = 9
# A totally anti-symmetric quasigroup of order 10: H. Michael Damm, "Total anti-symmetrische
# Quasigruppen", Philipps-Universität Marburg, 2004.
DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def new_code() -> str:
    """A code nobody can guess; whether it is taken is for the database to say."""
    digits = f"{secrets.randbelow(10 ** (LENGTH - 1)):0{LENGTH - 1}d}"
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = DAMM[int(interim)][int(digit)]
    return interim


def read_code(typed: str) -> str | None:
    """The code as it is stored, from either script, with or without gaps; None if miswritten."""
    digits = re.sub(r"[\s\-.]", "", latin_digits(normalised(typed)))
    is_code = len(digits) == LENGTH and digits.isascii() and digits.isdecimal()
    return digits if is_code and check_digit(digits) == "0" else None
