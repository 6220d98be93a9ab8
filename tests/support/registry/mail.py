"""Mails with attached reports."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from io import BytesIO


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def mailed(files: dict[str, bytes], around: bytes = b"") -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "Rapport de mission"
    mail.set_content("Ci-joint le rapport.")
    for name, content in files.items():
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    if around:
        inner = EmailMessage()
        inner.set_content("forwarded")
        inner.add_attachment(around, maintype="application", subtype="pdf", filename="in.pdf")
        mail.add_attachment(inner)
    return bytes(mail)
