"""Receipt codes, which officers copy into the paper register.

A code is eight digits and a check digit. Digits, because people can write them in both scripts. The
check digit finds every single wrong digit, and every swap of two neighbours.
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
    """A random code that nobody can guess. It may be taken: the unique constraint decides that."""
    digits = f"{secrets.randbelow(10 ** (LENGTH - 1)):0{LENGTH - 1}d}"
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    """The check digit of these digits; "0" if their last digit is their right check digit."""
    interim = "0"
    for digit in digits:
        interim = DAMM[int(interim)][int(digit)]
    return interim


def read_code(typed: str) -> str | None:
    """The code as it is stored; `typed` may be in either script, with or without gaps.

    None if the length, a character or the check digit is wrong.
    """
    digits = re.sub(r"[\s\-.]", "", latin_digits(normalised(typed)))
    is_code = len(digits) == LENGTH and digits.isascii() and digits.isdecimal()
    return digits if is_code and check_digit(digits) == "0" else None
