"""Which characters may be in a text."""

import re

PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 17))
NO_TEXT = re.compile(rf"[^\t\n\r -~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd{PLANES}]")


def legible(text: str) -> str:
    """The text without control characters, halves of characters, and noncharacters of Unicode.

    XML 1.0 cannot have them (so no XLSX, DOCX or IATI file could be written) or advises against
    them. Line breaks and tabs stay.
    """
    return NO_TEXT.sub("", text)
