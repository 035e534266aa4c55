"""The last part of a URL, made from a title."""

from typing import Any

from django.db.models import Manager, QuerySet
from django.utils.text import slugify

MAX_LENGTH = 100


def find_free_slug(rows: QuerySet[Any] | Manager[Any], title: str, *, otherwise: str) -> str:
    """A slug that none of these rows (a QuerySet of records with a `slug`) has yet; one query.

    `otherwise` is the base for a title without letters.
    """
    base = slugify(title)[:MAX_LENGTH].strip("-") or otherwise
    taken = set(rows.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
