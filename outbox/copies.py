"""Copies of records, which people upload when a phone cannot send its records itself."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from outbox.envelope import UUID_TEXT, Envelope, Malformed, TooLarge
from outbox.models import DeliveredFile, Delivery
from outbox.processing import note_place, put_with_activity, read_into_log
from outbox.querysets import looked_after_by
from outbox.services import receive_copy, receive_file

MOST_BYTES = 60 * 1024 * 1024
VERSION = 1


class NoCopy(Exception):
    """The file is not a copy of a record. The text says why, to the person who uploads it."""

    @classmethod
    def another_file(cls) -> NoCopy:
        return cls(_("This is no copy of a record: choose the file that the phone made."))

    @classmethod
    def damaged(cls) -> NoCopy:
        return cls(_("The file is damaged: copy it from the phone once more."))


class NotLookedAfter(Exception):
    """The carrier may not bring records of this author."""


@dataclass(frozen=True)
class Copy:
    """A record and those of its files that were on the phone. Their hashes have been checked."""

    envelope: Envelope
    files: dict[UUID, bytes]

    @classmethod
    def read(cls, text: bytes) -> Copy:
        """Parse an uploaded file. Raises NoCopy."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise NoCopy.another_file() from error
        if not isinstance(data, dict) or type(data.get("sutro")) is not int:
            raise NoCopy.another_file()
        if data["sutro"] != VERSION:
            raise NoCopy(_("A newer version of Sutro made this file. Ask an administrator."))
        try:
            envelope = Envelope.read(data["record"].encode())
        except (Malformed, TooLarge, KeyError, AttributeError, UnicodeEncodeError) as error:
            raise NoCopy.damaged() from error
        files = dict(_file(envelope, entry) for entry in _listed(data))
        return cls(envelope, files)

    def bring(self, carrier: User) -> Delivery:
        """Receive the record as if the phone had sent it, and return it.

        A record of somebody else than the carrier goes into quarantine, where a person decides
        about it, unless the server has that record already. Raises NotLookedAfter.
        """
        author = self._author(carrier)
        carried_by = None if author == carrier else carrier
        delivery = receive_copy(self.envelope, author, carried_by=carried_by)
        note_place(delivery.pk)
        listed = DeliveredFile.objects.filter(delivery=delivery, uuid__in=self.files)
        for file in listed.defer("content"):
            receive_file(file, self.files[file.uuid])
            put_with_activity(file)
        read_into_log(delivery.pk)
        return delivery

    def _author(self, carrier: User) -> User:
        """The author of the record, also if their account is no longer active.

        A deactivated author may have left records on a phone. Raises NotLookedAfter if there is no
        such user, or if the carrier does not look after that user.
        """
        people = User.objects.filter(looked_after_by(carrier, "pk"))
        author = people.filter(pk=self.envelope.author).first()
        if author is None:
            raise NotLookedAfter
        return author


def _listed(data: dict[str, Any]) -> list[Any]:
    files = data.get("files")
    if not isinstance(files, list):
        raise NoCopy.damaged()
    return files


def _file(envelope: Envelope, entry: Any) -> tuple[UUID, bytes]:
    """The UUID and the bytes of one file. Raises NoCopy if the record does not list these bytes."""
    try:
        name, text = entry["uuid"], entry["base64"]
        content = base64.b64decode(text.encode("ascii"), validate=True)
        uuid = UUID(name) if UUID_TEXT.fullmatch(name) else None
    except (KeyError, TypeError, AttributeError, UnicodeEncodeError, binascii.Error) as error:
        raise NoCopy.damaged() from error
    listed = next((file for file in envelope.files if file.uuid == uuid), None)
    if listed is None or (hashlib.sha256(content).hexdigest(), len(content)) != (
        listed.sha256,
        listed.size,
    ):
        raise NoCopy.damaged()
    return listed.uuid, content
