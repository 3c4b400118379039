"""What a phone sends, read strictly: the envelope in clear, and the content that was sealed.

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
MOST_LISTED = 30  # more than a record keeps: what is too many, a person leaves out
TAG = 16  # bytes that AES-GCM adds
MOST_FILE_BYTES = 10 * 1024 * 1024 + TAG
MOST_FIELDS = 2000
MOST_SEQUENCE = 2**31 - 1
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHA256 = re.compile(r"[0-9a-f]{64}")
KEY_ID = re.compile(r"[0-9a-f]{16}")
SURROGATE = re.compile("[\ud800-\udfff]")
FILE_NAME = 190
SLUG = re.compile(r"[-\w]{1,200}", re.ASCII)
EPOCH = 1970  # where the clock of a phone begins anew when its battery was empty


class Malformed(Exception):
    """No phone of ours made this."""


class TooLarge(Exception):
    """More than we take."""


@dataclass(frozen=True)
class ListedFile:
    """A photo or scan that belongs to a record; hash and size (bytes) are of its sealed form."""

    uuid: UUID
    sha256: str
    size: int
    iv: bytes


@dataclass(frozen=True)
class Envelope:
    """A record as it travels; `body` is every byte of it."""

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
        """Raises Malformed or TooLarge."""
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
        """The hash of the record, which its receipt names."""
        return hashlib.sha256(self.body).hexdigest()

    @cached_property
    def content(self) -> Content:
        """What the officer wrote. Raises CannotOpen or Malformed."""
        content = Content.read(opened(self._lock, self.iv, self.sealed, str(self.uuid)))
        if content.author != self.author:
            raise Malformed("author")  # somebody sends in their own name what another sealed
        if set(content.names) != {file.uuid for file in self.files}:
            raise Malformed("files")  # the list in clear is not the one that was sealed
        return content

    def file(self, uuid: UUID, sealed: bytes) -> bytes:
        """A file as the phone had it. Raises CannotOpen."""
        listed = next((file for file in self.files if file.uuid == uuid), None)
        if listed is None:
            raise CannotOpen
        return opened(self._lock, listed.iv, sealed, str(uuid))

    @cached_property
    def _lock(self) -> AESGCM:
        """The key of the record and its files, unwrapped once for all of them."""
        return unwrapped(self.key, self.wrapped)


@dataclass(frozen=True)
class Content:
    """The fields of the form as the officer filled them in, and what the files are called."""

    author: int
    project: str
    planned: int | None
    fields: list[tuple[str, str]]
    names: dict[UUID, str]

    @classmethod
    def read(cls, text: bytes) -> Content:
        """Raises Malformed."""
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
        """The fields as a form would have sent them."""
        data = QueryDict(mutable=True)
        for name, value in self.fields:
            data.appendlist(name, value)
        return data


def is_text(value: Any) -> TypeGuard[str]:
    """Whether it can be stored and shown: half of a pair of surrogates can not."""
    return isinstance(value, str) and not SURROGATE.search(value)


def named(text: str) -> str:
    """What a file is called, without its folders; nothing if that leaves no name."""
    name = re.split(r"[/\\]", text)[-1][:FILE_NAME]
    return "" if name in (".", "..") else name


class Reader:
    """Takes values of the kind that is asked for out of a JSON object, or raises Malformed."""

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
        """A whole number from 1."""
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
