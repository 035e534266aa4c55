"""Mailing the link to confirm once more, for the browser that sent the form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stedennet.core.refusals import attempt

from ..public_forms.limits import is_over_hourly_limit
from ..public_forms.sent_forms import find_sent_form, mail_link_again


@require_POST
def send_link_again(request: HttpRequest) -> HttpResponse:
    """Mail the link again and go back to the page of thanks, which says so, or why not."""
    sent = find_sent_form(request)
    if sent is None or not sent.kind:
        return render(request, "site/intake/forgotten.html", {"form_url": sent.path if sent else ""}, status=410)
    if is_over_hourly_limit(request, "again", proven=False):
        messages.error(request, _("U vroeg dit al vaak. Probeer het over een uur opnieuw."))
        return redirect(sent.thanks)
    with attempt() as tried:
        mail_link_again(sent)
        messages.success(request, _("Wij stuurden de mail nog eens. Alleen de link in de laatste mail werkt."))
    if tried.message:
        messages.error(request, tried.message)
    return redirect(sent.thanks)
