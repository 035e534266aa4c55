"""Shows refusals of flows: the sentence stands beside its field, or on a page with status 403 or 422."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .errors import DomainError, NotAllowed, RefusedFields

EDITOR_ROLE = gettext_lazy("redacteur")
MODERATOR_ROLE = gettext_lazy("moderator")
EDITOR_OR_MODERATOR_ROLE = gettext_lazy("redacteur of moderator")
ADMINISTRATOR_ROLE = gettext_lazy("beheerder")
REPRESENTATIVE_ROLE = gettext_lazy("vertegenwoordiger van deze organisatie")
ROLES = {"is_editor": EDITOR_ROLE, "is_moderator": MODERATOR_ROLE, "is_superuser": ADMINISTRATOR_ROLE}


def refuse_office_page(request: HttpRequest, needs: str | Promise) -> HttpResponse:
    """Respond with 403 in the admin, naming the required role and the roles that the user has."""
    title = _("Hier hebt u een andere rol voor nodig")
    context = {
        "needs": needs,
        "roles": [str(name) for role, name in ROLES.items() if getattr(request.user, role, False)],
        "header_title": title,
        "header_icon": "lock",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}],
    }
    return render(request, "core/no_access.html", context, status=403)


def refuse_page(request: HttpRequest, needs: str | Promise) -> HttpResponse:
    """Respond with 403 on the site, naming the required role."""
    return render(request, "403.html", {"needs": needs}, status=403)


class Attempt:
    """The outcome of a flow that a page called: `error` is the refusal, None if the flow succeeded."""

    def __init__(self) -> None:
        self.error: DomainError | None = None

    @property
    def message(self) -> str:
        """The sentence of the refusal; empty without one."""
        return self.error.message if self.error else ""

    @property
    def sentences(self) -> dict[str, str]:
        """The sentence for each field; that for the whole form has an empty name."""
        if isinstance(self.error, RefusedFields):
            return self.error.fields
        return {self.error.field: self.error.message} if self.error else {}


@contextmanager
def attempt(
    form: BaseForm | None = None, *, otherwise: str | None = None, can_forbid: bool = False
) -> Iterator[Attempt]:
    """Call a flow in this block; a refusal ends the block, and stands in `form` when somebody sent that.

    Code after the block runs only when it did not return. With `can_forbid` NotAllowed passes, and becomes a page with
    status 403; without it the page shows its sentence, so that nothing typed is lost.
    """
    attempted = Attempt()
    try:
        yield attempted
    except DomainError as error:
        if can_forbid and isinstance(error, NotAllowed):
            raise
        attempted.error = error
        if form is not None:
            refuse(form, error, otherwise=otherwise)


def refuse(form: BaseForm, error: DomainError, *, otherwise: str | None = None) -> None:
    """Put a refusal beside the field that it names, else beside `otherwise`, else above the form that was sent."""
    if not form.is_bound:
        return
    sentences = error.fields if isinstance(error, RefusedFields) else {error.field: error.message}
    for field, sentence in sentences.items():
        form.add_error(field if field in form.fields else otherwise, sentence)
