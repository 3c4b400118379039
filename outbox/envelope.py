"""A strict parser of what a phone sends: the envelope in clear text, and the encrypted content.

docs/capture.md describes both.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from outbox.encryption import CannotOpen, opened, unwrapped

VERSION = 1
MOST_BYTES = 256 * 1024
MOST_LISTED = 30  # more than an activity keeps: a reviewer leaves out those that are too many
TAG = 16  # bytes that AES-GCM adds to a file
MOST_FILE_BYTES = 10 * 1024 * 1024 + TAG
MOST_FIELDS = 2000
MOST_SEQUENCE = 2**31 - 1
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHA256 = re.compile(r"[0-9a-f]{64}")
KEY_ID = re.compile(r"[0-9a-f]{16}")
SURROGATE = re.compile("[\ud800-\udfff]")
FILE_NAME = 190
SLUG = re.compile(r"[-\w]{1,200}", re.ASCII)
EPOCH = 1970  # the year to which the clock of a phone falls back when its battery was empty


class Malformed(Exception):
    """What was sent does not have the format that our phones send."""


class TooLarge(Exception):
    """What was sent is larger, or has more files, than the server accepts."""


@dataclass(frozen=True)
class ListedFile:
    """A photo or scan that a record lists; hash and size (bytes) are of the encrypted file."""

    uuid: UUID
    sha256: str
    size: int
    iv: bytes


@dataclass(frozen=True)
class Envelope:
    """A record as a phone sends it; `body` is all of its bytes, unchanged."""

    body: bytes
    uuid: UUID
    author: int
    device: UUID
    sequence: int
    form: int
    kept_at: datetime.datetime
    key: str
    wrapped: bytes
    iv: bytes
    sealed: bytes
    files: list[ListedFile]

    @classmethod
    def read(cls, body: bytes) -> Envelope:
        """Parse the bytes that a phone sent. Raises Malformed or TooLarge."""
        if len(body) > MOST_BYTES:
            raise TooLarge
        read = Reader.of(body)
        if read.number("outbox", most=VERSION) != VERSION:
            raise Malformed("outbox")
        listed = read.list("files")
        if len(listed) > MOST_LISTED:
            raise TooLarge
        files = [
            ListedFile(
                uuid=file.uuid("uuid"),
                sha256=file.text("sha256", SHA256),
                size=file.number("size", most=2**53),
                iv=file.bytes("iv", 12),
            )
            for file in map(Reader, listed)
        ]
        if any(file.size > MOST_FILE_BYTES for file in files):
            raise TooLarge
        if len({file.uuid for file in files}) < len(files):
            raise Malformed("files")
        return cls(
            body=body,
            uuid=read.uuid("uuid"),
            author=read.number("author", most=2**63 - 1),
            device=read.uuid("device"),
            sequence=read.number("sequence", most=MOST_SEQUENCE),
            form=read.number("form", most=2**15 - 1),
            kept_at=read.moment("kept_at"),
            key=read.text("key", KEY_ID),
            wrapped=read.bytes("wrapped"),
            iv=read.bytes("iv", 12),
            sealed=read.bytes("sealed"),
            files=files,
        )

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of `body` in hex; the receipt contains it."""
        return hashlib.sha256(self.body).hexdigest()

    @cached_property
    def content(self) -> Content:
        """What the officer wrote, decrypted. Raises CannotOpen or Malformed."""
        content = Content.read(opened(self._aes_key, self.iv, self.sealed, str(self.uuid)))
        if content.author != self.author:
            raise Malformed("author")  # somebody sends another person's record as their own
        if set(content.names) != {file.uuid for file in self.files}:
            raise Malformed("files")  # the list in clear text differs from the encrypted one
        return content

    def file(self, uuid: UUID, sealed: bytes) -> bytes:
        """Decrypt `sealed`, the listed file with that UUID.

        Raises CannotOpen, also if the record lists no such file.
        """
        listed = next((file for file in self.files if file.uuid == uuid), None)
        if listed is None:
            raise CannotOpen
        return opened(self._aes_key, listed.iv, sealed, str(uuid))

    @cached_property
    def _aes_key(self) -> AESGCM:
        """The AES key of the record and its files, unwrapped only once. Raises CannotOpen."""
        return unwrapped(self.key, self.wrapped)


@dataclass(frozen=True)
class Content:
    """The fields of the form as the officer filled them in, and the names of the files."""

    author: int
    project: str
    planned: int | None
    fields: list[tuple[str, str]]
    names: dict[UUID, str]

    @classmethod
    def read(cls, text: bytes) -> Content:
        """Parse decrypted content. Raises Malformed."""
        read = Reader.of(text)
        fields = read.list("fields")
        for pair in fields:
            if not (isinstance(pair, list) and len(pair) == 2 and all(map(is_text, pair))):
                raise Malformed("fields")
        if len(fields) > MOST_FIELDS:
            raise Malformed("fields")
        planned = read.values.get("planned")
        names = {
            file.uuid("uuid"): named(file.text("name")) for file in map(Reader, read.list("files"))
        }
        return cls(
            author=read.number("author", most=2**63 - 1),
            project=read.text("project", SLUG),
            planned=None if planned is None else read.number("planned", most=2**63 - 1),
            fields=[(name, value) for name, value in fields],
            names=names,
        )

    def sent(self) -> QueryDict:
        """The fields as a form in a browser would have sent them."""
        data = QueryDict(mutable=True)
        for name, value in self.fields:
            data.appendlist(name, value)
        return data


def is_text(value: Any) -> TypeGuard[str]:
    """Whether `value` is a text that can be stored: one with a lone surrogate cannot be."""
    return isinstance(value, str) and not SURROGATE.search(value)


def named(text: str) -> str:
    """The name of a file without its folders; "" if no name is left."""
    name = re.split(r"[/\\]", text)[-1][:FILE_NAME]
    return "" if name in (".", "..") else name


class Reader:
    """Reads values from a JSON object. A method raises Malformed if the value is not as asked."""

    def __init__(self, values: Any) -> None:
        if not isinstance(values, dict):
            raise Malformed
        self.values: dict[str, Any] = values

    @classmethod
    def of(cls, text: bytes) -> Reader:
        try:
            return cls(json.loads(text))
        except (ValueError, RecursionError) as error:
            raise Malformed from error

    def text(self, name: str, pattern: re.Pattern[str] | None = None) -> str:
        value = self.values.get(name)
        if not is_text(value) or (pattern and not pattern.fullmatch(value)):
            raise Malformed(name)
        return value

    def uuid(self, name: str) -> UUID:
        return UUID(self.text(name, UUID_TEXT))

    def number(self, name: str, *, most: int) -> int:
        """A whole number from 1 to `most`."""
        value = self.values.get(name)
        if type(value) is not int or not 1 <= value <= most:
            raise Malformed(name)
        return value

    def bytes(self, name: str, length: int | None = None) -> bytes:
        try:
            value = base64.b64decode(self.text(name).encode("ascii"), validate=True)
        except (binascii.Error, UnicodeEncodeError) as error:
            raise Malformed(name) from error
        if not value or (length and len(value) != length):
            raise Malformed(name)
        return value

    def moment(self, name: str) -> datetime.datetime:
        try:
            value = parse_datetime(self.text(name))
        except ValueError as error:
            raise Malformed(name) from error
        if value is None or value.tzinfo is None or not EPOCH <= value.year <= 2999:
            raise Malformed(name)
        return value

    def list(self, name: str) -> list[Any]:
        value = self.values.get(name)
        if not isinstance(value, list):
            raise Malformed(name)
        return value
