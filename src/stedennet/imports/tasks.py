"""What the worker does for a file that takes longer than an editor waits."""

from django.utils import translation
from django_tasks import task


@task()
def go_on_with_import(pk: int, language: str) -> None:
    """Do the next step of this file, with sentences in the editor's language."""
    from .flows import continue_import

    with translation.override(language):
        continue_import(pk)
