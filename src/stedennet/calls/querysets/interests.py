"""Reads of interest in calls."""

from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Prefetch


class InterestQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Who answered calls."""

    def with_talk(self) -> Self:
        """With what both sides wrote, and the names of files: never their bytes."""
        files = apps.get_model("calls", "Attachment").objects.defer("data")
        return self.select_related("call").prefetch_related("messages", Prefetch("messages__attachments", files))
