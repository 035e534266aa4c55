"""Handing mails to a mail server: our own SMTP client, or whatever mail backend Django has."""

from .chosen import opened
from .parcels import Answer, Carrier, Parcel, Said

__all__ = ["Answer", "Carrier", "Parcel", "Said", "opened"]
