"""Queries of interest in calls."""

from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Prefetch


class InterestQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Answers to calls."""

    def with_talk(self) -> Self:
        """The same interests with their messages and the names of files; never the bytes of a file."""
        files = apps.get_model("calls", "Attachment").objects.defer("data")
        return self.select_related("call").prefetch_related("messages", Prefetch("messages__attachments", files))
