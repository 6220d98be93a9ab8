"""Embed a parcel in a PDF as the last step."""

from __future__ import annotations

import contextlib
import hashlib
from datetime import date
from io import BytesIO

import pikepdf
import pikepdf.pdfa

from assessor.errors import ParcelError
from assessor.parcel.child.child_protocol import SEAL_DESCRIPTION, SEAL_FILE
from assessor.parcel.child.document_digest import digest_document
from assessor.parcel.child.page_digest import page_digests
from assessor.parcel.keys.identity import Identity
from assessor.parcel.pdf import page_seal
from assessor.parcel.pdf.page_seal import make_page_seal
from assessor.parcel.pdf.pdf_signature import sign_pdf

ATTACHMENT = "answers.assessor"
MEDIA_TYPE = "application/vnd.assessor.parcel"


def embed_parcel(
    pages: bytes,
    parcel: bytes,
    *,
    title: str,
    language: str = "en",
    author: str = "",
    signer: Identity | None = None,
    day: date = date(2000, 1, 1),
) -> bytes:
    """Return a PDF/A-3b with `pages` to read and `parcel` to receive; `signer` seals and signs it.

    `language` is a BCP 47 tag, `day` the date of the attachments (required by ISO 19005-3, 6.8; the
    default stands for none). The parcel is written before the pages and outside object streams, so
    that a truncated file still contains it. Raises ParcelError if the result does not conform.
    """
    fingerprint = hashlib.sha256(parcel).hexdigest()
    with pikepdf.open(BytesIO(pages)) as pdf:
        description = "The answers as signed data: open this file with Assessor."
        _attach(pdf, ATTACHMENT, parcel, MEDIA_TYPE, pikepdf.Name.Data, description, day)
        for page in pdf.pages:
            if "/Trans" in page:  # written by reportlab, forbidden by PDF/A
                del page["/Trans"]
        _describe(pdf, fingerprint, title=title, language=language, author=author)
        if signer is not None:
            pikepdf.pdfa.prepare(pdf, "3b")  # saving would change the file after the seal
            seal = make_page_seal(fingerprint, page_digests(pdf), *digest_document(pdf), signer)
            role = pikepdf.Name.Supplement
            _attach(pdf, SEAL_FILE, seal, page_seal.MEDIA_TYPE, role, SEAL_DESCRIPTION, day)
        written = _save(pdf)
    return written if signer is None else sign_pdf(written, signer, day)


def _attach(
    pdf: pikepdf.Pdf,
    name: str,
    content: bytes,
    media_type: str,
    relationship: pikepdf.Name,
    description: str,
    day: date,
) -> None:
    pdf.attachments[name] = pikepdf.AttachedFileSpec(
        pdf,
        content,
        filename=name,
        description=description,
        mime_type=media_type,
        mod_date=f"D:{day:%Y%m%d}000000Z",
        relationship=relationship,
    )


def _describe(
    pdf: pikepdf.Pdf, fingerprint: str, *, title: str, language: str, author: str
) -> None:
    """Set the metadata for readers: language, title, author and page numbers."""
    pdf.Root.Lang = pikepdf.String(language)
    numbers = pikepdf.Dictionary(S=pikepdf.Name.D)  # as in the footer
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, numbers])
    if "/ViewerPreferences" not in pdf.Root:
        pdf.Root.ViewerPreferences = pikepdf.Dictionary()
    pdf.Root.ViewerPreferences.DisplayDocTitle = True  # the reading direction stays
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = [language]
        metadata["pdf:Keywords"] = f"assessor-parcel:{fingerprint}"
        if author:
            metadata["dc:creator"] = [author]


def _save(pdf: pikepdf.Pdf) -> bytes:
    """Return the file, checked to be PDF/A-3b; an error counts only the second time.

    pikepdf attributes any Python warning to the page it reads, also one from another thread or the
    garbage collector. Real defects appear again.
    """
    with contextlib.suppress(pikepdf.pdfa.PdfaError):
        return _save_checked(pdf)
    try:
        return _save_checked(pdf)
    except pikepdf.pdfa.PdfaError as error:
        raise ParcelError(
            "The report does not meet PDF/A-3: {reason}. This is a fault of Assessor: "
            "please report it.",
            reason=str(error),
        ) from error


def _save_checked(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pikepdf.pdfa.save(
        pdf, out, "3b", object_stream_mode=pikepdf.ObjectStreamMode.disable, min_version="1.7"
    )
    return out.getvalue()


def page_count(pages: bytes) -> int:
    """Return the number of pages of a PDF that Assessor wrote."""
    with pikepdf.open(BytesIO(pages)) as pdf:
        return len(pdf.pages)
