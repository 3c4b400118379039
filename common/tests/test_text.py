"""What is text to a form, and to the files made of it."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from lxml import etree

from common.fields import TextField
from common.text import legible

NO_TEXT = ["\0", "\x07", "\x0b", "\x1b", "\x7f", "\x9c", "\ud800", "\ufdd0", "\ufffe", "\U0001ffff"]
TEXT = [
    "ফেনী সদর",
    "ক\u200dষ ক\u200cষ",
    "two\r\nlines\tand a tab",
    "e\u0301",
    "👍🏽",
    "漢字",
    "\u202e",
]


@pytest.mark.parametrize("character", NO_TEXT, ids=ascii)
def test_what_is_no_character_is_left_out(character):
    assert legible(f"ফে{character}নী") == "ফেনী"


@pytest.mark.parametrize("text", TEXT, ids=ascii)
def test_everything_else_stays(text):
    assert legible(text) == text


def test_xml_holds_all_that_stays():
    every = legible("".join(map(chr, range(0x110000))))

    file = etree.Element("text")
    file.text = every

    assert etree.fromstring(etree.tostring(file)).text == every
    assert {unicodedata.category(one) for one in every} >= {"Lo", "Mn", "Nd", "Cf", "So"}


@pytest.mark.parametrize("character", NO_TEXT, ids=ascii)
def test_a_form_refuses_what_is_no_character(character):
    with pytest.raises(ValidationError) as refused:
        TextField().clean(f"ফে{character}নী")

    with override("en"):
        assert refused.value.messages == ["A character of it cannot be read. Write it again."]


@pytest.mark.parametrize("text", TEXT, ids=ascii)
def test_a_form_takes_everything_else(text):
    assert TextField().clean(text) == unicodedata.normalize("NFC", text)
