"""Carry a parcel inside a PDF and extract it from PDFs, archives and mails."""
