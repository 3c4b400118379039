"""The server's keys: what a phone sealed, only they open.

Sealed means: encrypted with AES-256-GCM under a key of its own, which is wrapped with RSA-OAEP
(SHA-256) for one of the keys here. The first key is given to phones; the others stay for records
that were sealed before it.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label=None)
BITS = 3072
END = "-----END PRIVATE KEY-----\n"


class CannotOpen(Exception):
    """The key is not among ours, or what was sealed is not as it was."""


@dataclass(frozen=True)
class ServerKey:
    private: rsa.RSAPrivateKey
    spki: bytes

    @property
    def id(self) -> str:
        return hashlib.sha256(self.spki).hexdigest()[:16]

    @property
    def shown(self) -> dict[str, str]:
        """What a phone is told of it."""
        return {"id": self.id, "spki": base64.b64encode(self.spki).decode()}


def new_key(bits: int = BITS) -> str:
    """A private key in PEM (PKCS 8, not encrypted)."""
    return (
        rsa.generate_private_key(65537, bits)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def keys() -> list[ServerKey]:
    """All of ours, the one for new records first. Raises ImproperlyConfigured if there is none."""
    try:
        text = settings.OUTBOX_KEYS or Path(settings.OUTBOX_KEYS_FILE).read_text()
        found = read_keys(text)
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"The keys of the outbox cannot be read: {error}") from error
    if not found:
        raise ImproperlyConfigured("There is no key of the outbox.")
    return found


@lru_cache(maxsize=2)
def read_keys(pem: str) -> list[ServerKey]:
    """The private RSA keys of a text in PEM. Raises ValueError."""
    found = []
    for part in pem.split(END.strip())[:-1]:
        private = serialization.load_pem_private_key(f"{part}{END}".encode(), password=None)
        if not isinstance(private, rsa.RSAPrivateKey) or private.key_size < 2048:
            raise ValueError("an RSA key of 2048 bits or more is needed")
        spki = private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        found.append(ServerKey(private, spki))
    return found


def unwrapped(key_id: str, wrapped: bytes) -> AESGCM:
    """The key of one record. Raises CannotOpen."""
    for key in keys():
        if key.id == key_id:
            try:
                return AESGCM(key.private.decrypt(wrapped, OAEP))
            except ValueError as error:
                raise CannotOpen from error
    raise CannotOpen


def opened(key: AESGCM, iv: bytes, sealed: bytes, about: str) -> bytes:
    """What was sealed as the thing of that UUID. Raises CannotOpen."""
    try:
        return key.decrypt(iv, sealed, about.encode())
    except InvalidTag as error:
        raise CannotOpen from error
