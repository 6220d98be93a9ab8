"""The key that signs PDFs for other viewers, and its certificate.

Few viewers know Ed25519, so a P-256 key is derived from the laptop's own key. Its certificate signs
itself and carries the word of the Ed25519 key that both are one person's: Assessor believes that
word, everybody else compares the six words. Key and certificate are always the same.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from assessor.parcel.keys.identity import Identity, verify_signature

_DOMAIN = b"assessor-pdf-key/1\0"
_BINDING = x509.ObjectIdentifier("2.25.327103191781780053549517411909173512478")
"""The extension: an OCTET STRING of the Ed25519 key and its signature of domain and public key."""
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group of P-256 (FIPS 186-4, D.1.2.3)."""
_UNUSABLE = (
    x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType,
    ValueError, TypeError,
)  # fmt: skip
_BEGIN, _END = datetime(2020, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def derive_pdf_key(identity: Identity) -> ec.EllipticCurvePrivateKey:
    """Return the P-256 key of an identity."""
    secret = int.from_bytes(identity.derive_secret(_DOMAIN), "big")
    return ec.derive_private_key(secret % (_ORDER - 1) + 1, ec.SECP256R1())


def make_certificate(identity: Identity) -> x509.Certificate:
    """Return the certificate of that key; its subject is the name and the six words."""
    key = derive_pdf_key(identity)
    public = key.public_key()
    subject = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, _cut(identity.words)),
        x509.NameAttribute(NameOID.COMMON_NAME, _cut(identity.name) or "Assessor"),
    ])  # fmt: skip
    binding = identity.public + identity.sign(_DOMAIN + _public_bytes(public))
    usage = x509.KeyUsage(True, True, *[False] * 7)  # signatures that bind
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=subject)
        .public_key(public)
        .serial_number(
            int.from_bytes(hashlib.sha256(_public_bytes(public)).digest()[:16], "big") >> 1
        )
        .not_valid_before(_BEGIN)
        .not_valid_after(_END)
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.UnrecognizedExtension(_BINDING, asn1.encode_der(binding)), False)
        .sign(key, SHA256(), ecdsa_deterministic=True)
    )


def bound_key(certificate: x509.Certificate) -> str:
    """Return the Ed25519 key (64 hex) that vouches for a certificate's key; "" if none does."""
    try:
        extension = certificate.extensions.get_extension_for_oid(_BINDING).value
        if not isinstance(extension, x509.UnrecognizedExtension):
            return ""
        value = asn1.decode_der(bytes, extension.value)
        public = certificate.public_key()
    except _UNUSABLE:
        return ""
    is_bound = verify_signature(value[:32], value[32:], _DOMAIN + _public_bytes(public))
    return value[:32].hex() if is_bound else ""


def _public_bytes(public: CertificatePublicKeyTypes) -> bytes:
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _cut(text: str) -> str:
    """Return the beginning of a text that a name in a certificate has room for: 64 bytes."""
    return text.encode()[:64].decode(errors="ignore")
