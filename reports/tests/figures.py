"""The figures and the words of a report, as a reader of its files gets them."""

import re
from collections import Counter

from pypdf import PdfReader
from pypdf.generic import ContentStream

DIGITS = {"en": "0-9", "bn": "০-৯"}


def figures_in(text, lang):
    """How often each number stands in a text, in the digits of the language."""
    digits = DIGITS[lang]
    found = re.findall(rf"[{digits}][{digits},]*(?:\.[{digits}]+)?", text)
    return Counter(float(number.replace(",", "")) for number in found)


def figures_of(contents):
    """How often each number must be shown, without its sign; None is no number."""
    numbers = []
    for row in contents["indicators"]:
        numbers += [row[name] for name in ("done", "awaiting", "promised", "difference")]
        for part in (*row["quarters"], *row["places"]):
            numbers += [part[name] for name in ("done", "awaiting", "promised")]
        for part in row["parts"]:
            numbers += [part["done"], part["awaiting"]]
    numbers += contents["people"]["cells"].values()
    numbers += [row["silent_months"] for row in contents["upazilas"]]
    counted = {
        "reach": ("value", "awaiting"),
        "types": ("approved", "awaiting", "contacts"),
        "months": ("approved", "awaiting", "contacts"),
        "upazilas": ("approved", "awaiting", "contacts"),
        "groups": ("contacts", "first_time"),
        "materials": ("quantity",),
        "committees": ("meetings", "seats", "sex_known", "women", "open", "overdue"),
        "activities": ("contacts", "first_time", "materials"),
    }
    for table, names in counted.items():
        known = [row for row in contents[table] if row.get("reported", True)]
        numbers += [row[name] for row in known for name in names]
    return Counter(float(abs(number)) for number in numbers if number is not None)


def pdf_text(file):
    """The text of a PDF as viewers search it: what a letter is made of, not its pieces."""
    reader = PdfReader(file)
    return [_page_text(page, reader) for page in reader.pages]


def _page_text(page, reader):
    """pypdf itself leaves out /ActualText, which says what a drawn conjunct is."""
    letters = {name: _letters(font) for name, font in page["/Resources"]["/Font"].items()}
    font, marked, text = {}, [], []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        match operator:
            case b"BT":
                text.append("\n")
            case b"Tf":
                font = letters[operands[0]]
            case b"BMC":
                marked.append(None)
            case b"BDC":
                properties = operands[1] if isinstance(operands[1], dict) else {}
                marked.append(properties.get("/ActualText"))
                text.append(marked[-1] or "")
            case b"EMC":
                marked.pop()
            case b"Tj" | b"TJ" if not any(marked):
                pieces = operands[0] if operator == b"TJ" else operands
                text += [_decoded(piece, font) for piece in pieces if hasattr(piece, "strip")]
    return "".join(text)


def _decoded(piece, font):
    raw = piece if isinstance(piece, bytes) else piece.original_bytes
    return "".join(font[raw[i : i + 2].hex()] for i in range(0, len(raw), 2))


def _letters(font):
    """What each two bytes of a font stand for."""
    table = font["/ToUnicode"].get_data().decode("latin1")
    pairs = re.findall(r"<([0-9A-Fa-f]{4})> *<([0-9A-Fa-f]+)>\n", table)
    return {code.lower(): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
