"""The page's script and the server read the same numbers."""

import random

import pytest

from common.numbers import read_number
from tests.browser.phone import NEW

pytestmark = pytest.mark.browser
SEEN = "0123456789০১২৩৪৫৬৭৮৯,,,... \u00a0\u2009\u202f-−x"


def written(chance):
    """Numbers in thousands or lakhs, plain ones, and some that are spoilt."""
    digits = str(chance.randrange(10 ** chance.randint(1, 9)))
    separator, size = chance.choice(["", ",", " ", "\u00a0", "."]), chance.choice([2, 3])
    text = digits[-3:]
    for end in range(len(digits) - 3, 0, -size):
        text = f"{digits[max(0, end - size) : end]}{separator}{text}"
    text += chance.choice(["", "", "", ".0", ".00", ".5", ",5"])
    if chance.random() < 0.3:
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(SEEN) + text[at:]
    return text


def test_the_script_reads_what_the_server_reads(visit):
    chance = random.Random(11)
    texts = [written(chance) for _ in range(10_000)]
    page = visit("officer", at=NEW)

    read = page.evaluate(
        """async (texts) => {
          const { readNumber } = await import("/static/log.js");
          return texts.map(readNumber);
        }""",
        texts,
    )

    def on_the_server(text):
        value = read_number(text)
        if value is None or value.is_signed() or value != int(value):
            return None
        return int(value)

    expected = [on_the_server(text) for text in texts]
    differ = [each for each in zip(texts, read, expected, strict=True) if each[1] != each[2]]
    assert differ == []
    assert 2_000 < sum(value is None for value in expected) < 8_000


def test_a_box_keeps_all_that_is_typed_and_the_sum_is_of_what_it_says(visit):
    page = visit("officer", at=NEW)
    page.click("label.choice:has-text('উঠান বৈঠক')")
    women = page.locator("[data-count=women]").first

    women.press_sequentially("১০,০০০")

    assert women.input_value() == "১০,০০০"
    assert "১০,০০০" in page.inner_text("[data-number=total]")
