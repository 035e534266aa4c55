"""The last part of an address, made of a title."""

from typing import Any

from django.utils.text import slugify

LONGEST = 100


def find_free_slug(rows: Any, title: str, *, otherwise: str) -> str:
    """A short name that none of these rows (a QuerySet of records with a `slug`) has yet; one query.

    `otherwise` is what it begins with when the title has no letters.
    """
    base = slugify(title)[:LONGEST].strip("-") or otherwise
    taken = set(rows.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
