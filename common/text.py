"""Which characters are text."""

import re

PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 17))
NO_TEXT = re.compile(rf"[^\t\n\r -~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd{PLANES}]")


def legible(text: str) -> str:
    """Without control characters, halves of characters and what Unicode says is no character.

    That is all XML 1.0 cannot hold (so no XLSX, DOCX or IATI file could be made), and what it
    advises against. Line breaks and tabs stay.
    """
    return NO_TEXT.sub("", text)
