"""Writing to an organisation or to the programme office: the form, and the page after it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from stedennet.core.clock import today
from stedennet.network.flows.contact_messages import send_contact_message
from stedennet.network.flows.office_messages import submit_office_message
from stedennet.network.models import Organisation

from ..cards import network as network_cards
from ..forms.contact_messages import ContactForm, OfficeMessageForm
from ..public_forms.base import person_of
from ..public_forms.handling import handle_public_form
from ..public_forms.sent_forms import render_sent_page


def write_to_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Relay a message to an organisation; for one that merged into another, to its successor."""
    organisation = get_object_or_404(Organisation.objects.shown().select_related("successor"), slug=slug)
    if successor := organisation.heir_on(today()):
        return redirect("organisation_contact", slug=successor.slug)
    form = ContactForm(request.POST or None, person=person_of(request))
    return handle_public_form(
        request,
        form,
        lambda: send_contact_message(organisation, form.message),
        what="contact",
        thanks=reverse("organisation_contact_sent", args=[organisation.slug]),
        template="site/organisations/contact.html",
        context={"organisation": network_cards.build_organisation_card(organisation)},
    )


def show_contact_message_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank the sender and say what happens next."""
    organisation = get_object_or_404(Organisation, slug=slug)
    context = {"organisation": network_cards.build_organisation_card(organisation)}
    return render(request, "site/organisations/contact_sent.html", context)


def write_to_office(request: HttpRequest) -> HttpResponse:
    """Show whom to ask what, and take a message to the programme office."""
    form = OfficeMessageForm(request.POST or None, person=person_of(request))
    return handle_public_form(
        request,
        form,
        lambda: submit_office_message(form.message),
        what="office",
        thanks=reverse("contact_sent"),
        template="site/pages/contact.html",
        context={},
    )


def show_office_message_sent(request: HttpRequest) -> HttpResponse:
    """Tell the sender to confirm by mail."""
    return render_sent_page(request, "site/pages/contact_sent.html", {"signed_in": request.user.is_authenticated})
