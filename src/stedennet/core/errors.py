"""The errors with which a flow refuses. The site and the API turn them into responses in one place."""

from collections.abc import Mapping


class DomainError(Exception):
    """The rules do not allow this; `str(error)` is a sentence for the reader.

    `field` names the form field concerned; empty when it concerns the whole form.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(DomainError):
    """This actor may not do this (HTTP 403)."""


class Refused(DomainError):
    """The actor may do this, but a rule does not allow it (HTTP 422)."""


class RefusedFields(Refused):
    """Several fields are wrong; `fields` maps field names to sentences."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(fields.values()))
        self.fields = dict(fields)


class Busy(Exception):
    """The server has no capacity right now; trying again shortly may work (HTTP 503). `str(error)` is for the log."""
