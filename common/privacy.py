"""The log must not identify people: this finds texts that look as if they did."""

import re

from common.localisation import latin_digits

GAP = r"[\s\-.]?"
PHONE = rf"(?<!\d)(?:\+?88{GAP})?01[3-9](?:{GAP}\d){{8}}(?!\d)"
NATIONAL_ID = rf"(?<!\d)\d(?:{GAP}\d){{9}}(?:(?:{GAP}\d){{3}}|(?:{GAP}\d){{7}})?(?!\d)"
VICTIM = (
    r"names? of (?:the )?(?:victims?|survivors?)|(?:victim|survivor)(?:'s|’s) names?"
    r"|(?:ভিকটিম|ভুক্তভোগী|সারভাইভার)(?:ের|র)? নাম"
)
IDENTIFYING = re.compile(f"{PHONE}|{NATIONAL_ID}|{VICTIM}", re.IGNORECASE)


def identifying(text: str) -> list[str]:
    """Passages that look like a phone number, a national id (10, 13 or 17 digits) or a name.

    Digits may be Latin or Bangla. The passages are returned as they are written, in their order.
    """
    spans = (match.span() for match in IDENTIFYING.finditer(latin_digits(text)))
    return [text[start:end] for start, end in spans]
