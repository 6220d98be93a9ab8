"""A detached CMS signature, as a PDF carries it (RFC 5652, RFC 5035).

`cryptography` has a builder (pkcs7) that cannot leave out the moment of signing nor sign
deterministically, and no verifier: so the structure is declared here, and the library spells it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ObjectIdentifier
from cryptography.x509.oid import NameOID

_DATA = ObjectIdentifier("1.2.840.113549.1.7.1")
_SIGNED_DATA = ObjectIdentifier("1.2.840.113549.1.7.2")
_CONTENT_TYPE = ObjectIdentifier("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = ObjectIdentifier("1.2.840.113549.1.9.4")
_SIGNING_TIME = ObjectIdentifier("1.2.840.113549.1.9.5")
_SIGNING_CERTIFICATE = ObjectIdentifier("1.2.840.113549.1.9.16.2.47")
_SHA256 = ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_ECDSA_SHA256 = ObjectIdentifier("1.2.840.10045.4.3.2")
_RSA_PSS = ObjectIdentifier("1.2.840.113549.1.1.10")
DIGESTS: dict[str, hashes.HashAlgorithm] = {
    _SHA256.dotted_string: hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
}
"""The digests that a signature may use, by identifier."""


@asn1.sequence
class _Algorithm:
    algorithm: ObjectIdentifier
    parameters: asn1.Null | None


@asn1.sequence
class _ParameterAlgorithm:
    algorithm: ObjectIdentifier
    parameters: asn1.TLV


@asn1.sequence
class _CmsAttribute:
    kind: ObjectIdentifier
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class _IssuerAndSerial:
    issuer: asn1.TLV
    serial: int


@asn1.sequence
class _SignerInfo:
    version: int
    identifier: asn1.TLV
    digest_algorithm: asn1.TLV
    attributes: Annotated[asn1.SetOf[_CmsAttribute] | None, asn1.Implicit(0)]
    signature_algorithm: asn1.TLV
    signature: bytes
    unsigned: Annotated[asn1.SetOf[asn1.TLV] | None, asn1.Implicit(1)]


@asn1.sequence
class _DetachedContent:
    kind: ObjectIdentifier


@asn1.sequence
class _SignedData:
    version: int
    algorithms: asn1.SetOf[asn1.TLV]
    content: _DetachedContent
    certificates: Annotated[asn1.SetOf[asn1.TLV] | None, asn1.Implicit(0)]
    revocations: Annotated[asn1.SetOf[asn1.TLV] | None, asn1.Implicit(1)]
    signers: asn1.SetOf[_SignerInfo]


@asn1.sequence
class _ContentInfo:
    kind: ObjectIdentifier
    content: Annotated[_SignedData, asn1.Explicit(0)]


@asn1.sequence
class _EssCertificate:
    digest: bytes


@asn1.sequence
class _SigningCertificate:
    certificates: list[_EssCertificate]


@dataclass(frozen=True, slots=True)
class CmsSignature:
    """A valid signature: whose certificate, and when its signer says it was made.

    `name` is the one in the certificate, which anybody can choose, as one line of printable text.
    """

    certificate: x509.Certificate
    name: str
    signed_at: datetime | None


def sign_digest(
    digest: bytes, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate
) -> bytes:
    """Return the signature of bytes with this SHA-256, without a time: always the same."""
    algorithm = _tlv(_Algorithm(algorithm=_SHA256, parameters=None))
    own = certificate.public_bytes(Encoding.DER)
    reference = _SigningCertificate(
        certificates=[_EssCertificate(digest=hashlib.sha256(own).digest())]
    )
    attributes = asn1.SetOf([
        _attribute(_CONTENT_TYPE, _DATA),
        _attribute(_MESSAGE_DIGEST, digest),
        _attribute(_SIGNING_CERTIFICATE, reference),
    ])  # fmt: skip
    algorithm_of_key = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    issuer = asn1.decode_der(asn1.TLV, certificate.issuer.public_bytes())
    signer = _SignerInfo(
        version=1,
        identifier=_tlv(_IssuerAndSerial(issuer=issuer, serial=certificate.serial_number)),
        digest_algorithm=algorithm,
        attributes=attributes,
        signature_algorithm=_tlv(_Algorithm(algorithm=_ECDSA_SHA256, parameters=None)),
        signature=key.sign(asn1.encode_der(attributes), algorithm_of_key),
        unsigned=None,
    )
    signed = _SignedData(
        version=1,
        algorithms=asn1.SetOf([algorithm]),
        content=_DetachedContent(kind=_DATA),
        certificates=asn1.SetOf([asn1.decode_der(asn1.TLV, own)]),
        revocations=None,
        signers=asn1.SetOf([signer]),
    )
    return asn1.encode_der(_ContentInfo(kind=_SIGNED_DATA, content=signed))


def read_signature(cms: bytes, digests: Mapping[str, bytes]) -> CmsSignature | None:
    """Return the valid signature of bytes with these digests (by DIGESTS' keys), or None.

    The signature holds; whether the certificate deserves trust is not decided here. `cms` may end
    in zeros. None as well for what is not DER, and for algorithms that are not known.
    """
    try:
        signed = asn1.decode_der(_ContentInfo, _without_padding(cms)).content
        [signer] = signed.signers.as_list()
        kind = _algorithm(signer.digest_algorithm)
        certificate = _find_certificate(signed, asn1.encode_der(signer.identifier))
        if signer.attributes is None or certificate is None:
            return None
        attributes = {
            each.kind: asn1.encode_der(each.values.as_list()[0])
            for each in signer.attributes.as_list()
        }
        if asn1.decode_der(bytes, attributes[_MESSAGE_DIGEST]) != digests[kind.dotted_string]:
            return None
        _verify(certificate, signer, DIGESTS[kind.dotted_string])
        moment = attributes.get(_SIGNING_TIME)
        signed_at = asn1.decode_der(asn1.UTCTime, moment).as_datetime() if moment else None
        return CmsSignature(certificate, _subject_line(certificate.subject), signed_at)
    except (ValueError, KeyError, IndexError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return None


def _subject_line(subject: x509.Name) -> str:
    found = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    text = str(found[0].value) if found else subject.rfc4514_string()
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:64]


def _find_certificate(signed: _SignedData, identifier: bytes) -> x509.Certificate | None:
    for each in signed.certificates.as_list() if signed.certificates else ():
        certificate = x509.load_der_x509_certificate(asn1.encode_der(each))
        issuer = asn1.decode_der(asn1.TLV, certificate.issuer.public_bytes())
        if identifier == asn1.encode_der(
            _IssuerAndSerial(issuer=issuer, serial=certificate.serial_number)
        ):
            return certificate
    return None


def _verify(
    certificate: x509.Certificate, signer: _SignerInfo, digest: hashes.HashAlgorithm
) -> None:
    """Raise InvalidSignature unless the certificate's key signed the attributes."""
    public, message = certificate.public_key(), asn1.encode_der(signer.attributes)
    if isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(signer.signature, message, ec.ECDSA(digest))
    elif isinstance(public, rsa.RSAPublicKey):
        is_pss = _algorithm(signer.signature_algorithm) == _RSA_PSS
        scheme = padding.PSS(padding.MGF1(digest), padding.PSS.AUTO) if is_pss else None
        public.verify(signer.signature, message, scheme or padding.PKCS1v15(), digest)
    else:
        raise UnsupportedAlgorithm("neither ECDSA nor RSA")


def _attribute(kind: ObjectIdentifier, value: object) -> _CmsAttribute:
    return _CmsAttribute(kind=kind, values=asn1.SetOf([_tlv(value)]))


def _tlv(value: object) -> asn1.TLV:
    return asn1.decode_der(asn1.TLV, asn1.encode_der(value))


def _algorithm(item: asn1.TLV) -> ObjectIdentifier:
    data = asn1.encode_der(item)
    try:
        return asn1.decode_der(_Algorithm, data).algorithm
    except ValueError:
        return asn1.decode_der(_ParameterAlgorithm, data).algorithm


def _without_padding(data: bytes) -> bytes:
    """Return one DER value without the zeros after it."""
    size = data[1]
    if size > 127:
        count = size & 127
        size = count + int.from_bytes(data[2 : 2 + count], "big")
    return data[: 2 + size]
