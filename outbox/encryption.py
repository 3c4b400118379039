"""The server's private keys. Only they open what a phone has sealed.

To seal a record is to encrypt it with AES-256-GCM under a key of its own, and to wrap that key
with RSA-OAEP (SHA-256) for one of the server's keys. Phones get the public half of the first key.
The other keys stay for records that were sealed for them before.
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
    """The server does not have the key, or the encrypted bytes were changed."""


@dataclass(frozen=True)
class ServerKey:
    private: rsa.RSAPrivateKey
    spki: bytes

    @property
    def id(self) -> str:
        return hashlib.sha256(self.spki).hexdigest()[:16]

    @property
    def shown(self) -> dict[str, str]:
        """The id and the public key (base64 of SPKI, DER), as phones get them."""
        return {"id": self.id, "spki": base64.b64encode(self.spki).decode()}


def new_key(bits: int = BITS) -> str:
    """A new private RSA key of `bits` bits, in PEM (PKCS 8, not encrypted)."""
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
    """The server's keys, first the one for new records.

    Raises ImproperlyConfigured if there is none, or if they cannot be read.
    """
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
    """The private RSA keys in a PEM text, in its order.

    Raises ValueError if a key cannot be parsed, is not RSA, or has less than 2048 bits.
    """
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
    """The AES key of one record, unwrapped with the server's key `key_id`. Raises CannotOpen."""
    for key in keys():
        if key.id == key_id:
            try:
                return AESGCM(key.private.decrypt(wrapped, OAEP))
            except ValueError as error:
                raise CannotOpen from error
    raise CannotOpen


def opened(key: AESGCM, iv: bytes, sealed: bytes, about: str) -> bytes:
    """Decrypt `sealed`; `about` is the UUID of the record or file for which it was encrypted.

    Raises CannotOpen.
    """
    try:
        return key.decrypt(iv, sealed, about.encode())
    except InvalidTag as error:
        raise CannotOpen from error
