"""The handling of every form that anybody may send: check it, count it, pass it to a flow, and answer."""

from collections.abc import Callable, Mapping

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.core.refusals import attempt
from stedennet.intake.models import Submission
from stedennet.intake.rules import Receipt

from .base import PublicForm
from .limits import is_over_hourly_limit
from .proof_of_work import is_proven
from .sent_forms import COOKIE, fill_in_again, forget_sent_form, remember_sent_form

SENT_BEFORE = "eerder"
RECEIPTS: dict[str, object] = {
    Receipt.SAME: gettext_lazy(
        "U stuurde precies dit al eerder. Wij deden daarom niets nieuws. "
        "Geen mail gekregen? Kijk ook bij ongewenste mail."
    ),
    Receipt.REPLACED: gettext_lazy(
        "Uw nieuwe tekst vervangt de vorige. Alleen de link in de laatste mail werkt: de vorige link niet meer."
    ),
    Receipt.RENEWED: gettext_lazy(
        "U stuurde dit al eerder, maar de link was verlopen. Gebruik de link in de laatste mail."
    ),
    Receipt.ADDED: gettext_lazy(
        "U stuurde dit formulier al eerder. Wat u toen stuurde, blijft staan. Dit is een nieuwe inzending ernaast."
    ),
}
"""The sentences for a sender who goes back, corrects something and submits the form again."""


def handle_public_form(
    request: HttpRequest,
    form: PublicForm,
    send: Callable[[], Submission | Receipt],
    *,
    what: str,
    thanks: str,
    template: str,
    context: Mapping[str, object],
    find_row: Callable[[], Model | None] = lambda: None,
) -> HttpResponse:
    """Show the form; on POST `send` it once it is valid and go to `thanks`, else show what is wrong beside the field.

    `what` names the kind of submission that is counted for each sender. `send` calls one flow, returns its result and
    may raise DomainError. The address of the thanks says whether the form was submitted before, for its page to show.
    A robot gets the same thanks. `find_row` finds what the form became, when `send` returns a receipt only and a link
    was mailed to confirm it.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if is_over_hourly_limit(request, what, proven=is_proven(form.cleaned_data["proof"])):
                form.add_error(None, _("U hebt al veel berichten verstuurd. Probeer het over een uur opnieuw."))
                status = 429
            elif form.is_robot:
                return redirect(thanks)
            elif (result := _submit_form(form, send)) is not None:
                return _thank(request, form, result, thanks, find_row)
    else:
        fill_in_again(request, form)
    return render(request, template, {**context, "form": form}, status=status)


def _submit_form(form: PublicForm, send: Callable[[], Submission | Receipt]) -> Submission | Receipt | None:
    """Call `send` and return its result; None when it was refused, with the reason beside the field."""
    with attempt(form):
        return send()
    return None


def _thank(
    request: HttpRequest,
    form: PublicForm,
    result: Submission | Receipt,
    thanks: str,
    find_row: Callable[[], Model | None],
) -> HttpResponse:
    receipt = result.receipt if isinstance(result, Submission) else result
    response = redirect(thanks if receipt is Receipt.NEW else f"{thanks}?{SENT_BEFORE}={receipt.value}")
    row = result if isinstance(result, Submission) else find_row()
    if "email" in form.fields:
        remember_sent_form(request, response, email=form.cleaned_data["email"], thanks=thanks, row=row)
    elif COOKIE in request.COOKIES:
        forget_sent_form(response)
    return response


def describe_receipt(request: HttpRequest) -> str:
    """Explain on the page of thanks that a form was submitted before; empty the first time."""
    return str(RECEIPTS.get(request.GET.get(SENT_BEFORE, ""), ""))
