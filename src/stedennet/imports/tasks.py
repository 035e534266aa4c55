"""The worker's task for imports that take too long for an editor to wait."""

from django.utils import translation
from django_tasks import task


@task()
def go_on_with_import(pk: int, language: str) -> None:
    """Take the next step of this import, with sentences in the editor's language."""
    from .flows import continue_import

    with translation.override(language):
        continue_import(pk)
