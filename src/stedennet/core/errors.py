"""What a flow may answer instead of doing the thing. The site and the API translate these in one place."""

from collections.abc import Mapping


class DomainError(Exception):
    """The rules do not allow this; `str(error)` is a sentence for the reader.

    `field` names the form field that it belongs to, empty when it concerns the whole.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(DomainError):
    """This person may not do this (HTTP 403)."""


class Refused(DomainError):
    """The person may, but a rule says no (HTTP 422)."""


class RefusedFields(Refused):
    """Several fields are wrong at once; `fields` maps a field name to a sentence."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(fields.values()))
        self.fields = dict(fields)


class Busy(Exception):
    """There is no room for this now; a moment later there may be (HTTP 503). `str(error)` is for the log."""
