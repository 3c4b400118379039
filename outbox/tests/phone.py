"""A phone in Python: it seals and sends as static/outbox/ does in the browser."""

import base64
import hashlib
import json
import os
import uuid
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label=None)


def text(value: bytes) -> str:
    return base64.b64encode(value).decode()


@dataclass
class Record:
    uuid: str
    body: bytes
    files: dict[str, bytes]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


@dataclass
class Phone:
    """One browser of one user. `key` is what `hello` told of the server's key."""

    author: int
    key: dict
    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    sequence: int = 0

    def seal(self, fields, *, project, photos=(), planned=None, pk=None, **changes) -> Record:
        """A record of these fields and photos, (name, bytes) each; `changes` to the envelope."""
        pk = pk or str(uuid.uuid4())
        self.sequence += 1
        secret = AESGCM.generate_key(256)
        files, listed, names = {}, [], []
        for name, content in photos:
            file, iv = str(uuid.uuid4()), os.urandom(12)
            sealed = AESGCM(secret).encrypt(iv, content, file.encode())
            files[file] = sealed
            sha256 = hashlib.sha256(sealed).hexdigest()
            listed.append({"uuid": file, "sha256": sha256, "size": len(sealed), "iv": text(iv)})
            names.append({"uuid": file, "name": name, "type": "image/jpeg"})
        said = {"project": project, "planned": planned, "fields": fields, "files": names}
        content = {"author": self.author} | said
        iv = os.urandom(12)
        public = serialization.load_der_public_key(base64.b64decode(self.key["spki"]))
        envelope = {
            "outbox": 1,
            "uuid": pk,
            "author": self.author,
            "device": self.device,
            "sequence": self.sequence,
            "form": 1,
            "kept_at": "2026-11-24T09:12:00.000Z",
            "key": self.key["id"],
            "wrapped": text(public.encrypt(secret, OAEP)),
            "iv": text(iv),
            "sealed": text(AESGCM(secret).encrypt(iv, json.dumps(content).encode(), pk.encode())),
            "files": listed,
        }
        return Record(pk, json.dumps(envelope | changes).encode(), files)
