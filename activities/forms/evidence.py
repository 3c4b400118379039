"""Photos and scans: looked into, made smaller where they can be, stripped of what they tell."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from activities.models.evidence import MOST_BYTES
from trafficking_program.bangla import normalised

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2400


@dataclass(frozen=True)
class Upload:
    """A file ready to be kept. `sha256` is of what was sent, to know it when it comes again."""

    name: str
    content_type: str
    content: bytes
    sha256: str


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """Any number of photos and PDFs; cleans to a list of `Upload`."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data]
        return [opened(file) for file in files if file]


def opened(file: UploadedFile[Any]) -> Upload:
    """Look into a file that was sent. Raises ValidationError, naming the file."""
    name = normalised(file.name or "")[:200]
    if not file.size:
        raise refusal(_("“%(name)s” is empty."), name)
    if file.size > MOST_BYTES:
        raise refusal(_("“%(name)s” is larger than 10 MB."), name)
    sent = file.read()
    if sent.startswith(b"%PDF-") and b"%%EOF" in sent[-2048:]:
        content_type, content = "application/pdf", sent
    else:
        content_type, content = redrawn(sent, name)
    return Upload(name, content_type, content, hashlib.sha256(sent).hexdigest())


def redrawn(sent: bytes, name: str) -> tuple[str, bytes]:
    """The picture drawn anew: upright, at most 2400 pixels long, with no metadata at all."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            original = Image.open(io.BytesIO(sent), formats=list(FORMATS))
            form = str(original.format)
            if original.width * original.height > MOST_PIXELS:
                raise refusal(_("“%(name)s” has too many pixels."), name)
            image = ImageOps.exif_transpose(original)
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            if form == "JPEG":
                image = image.convert("RGB")
            clean = Image.new(image.mode, image.size)
            if image.palette:
                clean.putpalette(image.getpalette() or [])
            clean.paste(image)
            drawn = io.BytesIO()
            clean.save(drawn, form, quality=85)
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise refusal(
            _("“%(name)s” cannot be read. Send a JPEG, PNG or WebP photo, or a PDF."), name
        ) from error
    return FORMATS[form], drawn.getvalue()


def refusal(message: Any, name: str) -> ValidationError:
    return ValidationError(message, params={"name": name})
