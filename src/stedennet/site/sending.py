"""What happens to every form that anybody may send: checked, counted, given to a flow, and answered."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stedennet.core.errors import DomainError

from .forms.public import PublicForm
from .limits import too_many
from .proof import is_proven


def answer(
    request: HttpRequest,
    form: PublicForm,
    send: Callable[[], object],
    *,
    what: str,
    thanks: str,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form; on POST `send` it once it is valid and go to `thanks`, else show what is wrong beside the field.

    `what` is counted for each sender; `send` calls one flow and may raise DomainError. A robot gets the same thanks.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if too_many(request, what, proven=is_proven(form.cleaned_data["proof"])):
                form.add_error(None, _("U hebt al veel berichten verstuurd. Probeer het over een uur opnieuw."))
                status = 429
            elif form.is_robot or _sent(form, send):
                return redirect(thanks)
    return render(request, template, {**context, "form": form}, status=status)


def _sent(form: PublicForm, send: Callable[[], object]) -> bool:
    try:
        send()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True
