"""Copies of records that somebody carries here, since the phone cannot send them itself."""

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
    """Why a file is no copy of a record, in words for who uploads it."""

    @classmethod
    def another_file(cls) -> NoCopy:
        return cls(_("This is no copy of a record: choose the file that the phone made."))

    @classmethod
    def damaged(cls) -> NoCopy:
        return cls(_("The file is damaged: copy it from the phone once more."))


class NotLookedAfter(Exception):
    """Its author is nobody whose records the carrier may bring."""


@dataclass(frozen=True)
class Copy:
    """A record and the files that were still on the phone; their hashes are right."""

    envelope: Envelope
    files: dict[UUID, bytes]

    @classmethod
    def read(cls, text: bytes) -> Copy:
        """Raises NoCopy."""
        try:
            said = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise NoCopy.another_file() from error
        if not isinstance(said, dict) or type(said.get("sutro")) is not int:
            raise NoCopy.another_file()
        if said["sutro"] != VERSION:
            raise NoCopy(_("A newer version of Sutro made this file. Ask an administrator."))
        try:
            envelope = Envelope.read(said["record"].encode())
        except (Malformed, TooLarge, KeyError, AttributeError, UnicodeEncodeError) as error:
            raise NoCopy.damaged() from error
        files = dict(_file(envelope, held) for held in _listed(said))
        return cls(envelope, files)

    def bring(self, carrier: User) -> Delivery:
        """Receive it as if it was sent, but somebody looks at it first if it is another's.

        Raises NotLookedAfter.
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
        """Unknown, or not the carrier's to look after: that is all the same.

        One who was deactivated meanwhile may still have left records on a phone.
        """
        people = User.objects.filter(looked_after_by(carrier, "pk"))
        author = people.filter(pk=self.envelope.author).first()
        if author is None:
            raise NotLookedAfter
        return author


def _listed(said: dict[str, Any]) -> list[Any]:
    files = said.get("files")
    if not isinstance(files, list):
        raise NoCopy.damaged()
    return files


def _file(envelope: Envelope, held: Any) -> tuple[UUID, bytes]:
    """One of the files, if it is one that the record lists, whole."""
    try:
        name, text = held["uuid"], held["base64"]
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
