"""Photos and scans: checked, made smaller if possible, and freed of their metadata.

All code that accepts a photo or a scan uses this module.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from common.localisation import normalised

MOST_BYTES = 10 * 1024 * 1024
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
}
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MOST_PIXELS = {"JPEG": 80_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
LONGEST_SIDE = 2400


@dataclass(frozen=True)
class Upload:
    """A file that is ready to be stored.

    `sha256` is the hash of the file as it was sent, so that we recognise it if it is sent again.
    """

    name: str
    content_type: str
    content: bytes
    sha256: str

    @property
    def stored_name(self) -> str:
        """The name in the storage: the hash, since the sender's name may identify somebody."""
        return f"{self.sha256}.{EXTENSIONS[self.content_type]}"


class UploadField(forms.FileField):
    """One photo or PDF. Its cleaned value is an `Upload`, or None without a file."""

    widget = forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)})

    def clean(self, data: Any, initial: Any = None) -> Any:
        return opened(data) if data else None


def opened(file: UploadedFile[Any]) -> Upload:
    """Check a file that was sent and return it ready to be stored.

    The name keeps its words, and gets the ending that belongs to the real type of the file.
    Raises ValidationError with the name of the file if it is empty, too large, or unreadable.
    """
    name = normalised(file.name or "")[:190]
    if not file.size:
        raise refusal(_("“%(name)s” is empty."), name)
    if file.size > MOST_BYTES:
        raise refusal(_("“%(name)s” is larger than 10 MB."), name)
    file.seek(0)
    sent = file.read()
    if sent.startswith(b"%PDF-") and b"%%EOF" in sent[-2048:]:
        content_type, content = "application/pdf", sent
    else:
        content_type, content = picture(sent, name)
    kept_as = f"{Path(name).stem}.{EXTENSIONS[content_type]}"
    return Upload(kept_as, content_type, content, hashlib.sha256(sent).hexdigest())


def picture(sent: bytes, name: str) -> tuple[str, bytes]:
    """The content type of a picture, and the picture drawn anew.

    Raises ValidationError if the file is no picture or has too many pixels. A hostile or broken
    file may make the library raise any exception, so each one means that it cannot be read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(sent), formats=list(FORMATS))
            form = str(image.format)
            too_large = image.width * image.height > MOST_PIXELS[form]
            drawn = b"" if too_large else redrawn(image, form)
    except Exception as error:
        raise refusal(
            _("“%(name)s” cannot be read. Send a JPEG, PNG or WebP photo, or a PDF."), name
        ) from error
    if too_large:
        raise refusal(_("“%(name)s” has too many pixels."), name)
    return FORMATS[form], drawn


def redrawn(image: Image.Image, form: str) -> bytes:
    """The picture turned upright, at most 2400 pixels long, without any metadata."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = turned_upright(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if form == "JPEG":
        upright = upright.convert("RGB")
    clean = Image.new(upright.mode, upright.size)
    if upright.palette:
        clean.putpalette(upright.getpalette() or [])
    clean.paste(upright)
    drawn = io.BytesIO()
    clean.save(drawn, form, quality=85)
    return drawn.getvalue()


def turned_upright(image: Image.Image) -> Image.Image:
    """A copy, turned as the camera was held; as it is where EXIF does not say so readably."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:
        return image.copy()


def refusal(message: Any, name: str) -> ValidationError:
    return ValidationError(message, params={"name": name})


def served(file: FieldFile, name: str, *, inline: bool = False) -> FileResponse:
    """The response with a stored file, for a user who may see it.

    The browser must not guess its type, and nothing on the way may keep it.
    """
    extension = Path(file.name or "").suffix.removeprefix(".")
    kinds = {kept_as: content_type for content_type, kept_as in EXTENSIONS.items()}
    return handed_out(file.open("rb"), kinds[extension], name, inline=inline)


def handed_out(content: Any, content_type: str, name: str, *, inline: bool) -> FileResponse:
    """The same for `content`, a file that is open for reading."""
    response = FileResponse(
        content, content_type=content_type, as_attachment=not inline, filename=name
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
