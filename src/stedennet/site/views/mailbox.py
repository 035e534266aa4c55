"""In the demo no mail leaves the machine: this page shows what would have been sent."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stedennet.outbox.models import OutgoingMail

from ..mail_text import pieces
from ..secrecy import keeps_address_secret

PER_PAGE = 24


@require_safe
@never_cache
@keeps_address_secret
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """All mails, the newest first; their links work when they lead to this site. 404 outside the demo."""
    if not settings.DEMO:
        raise Http404
    page = Paginator(OutgoingMail.objects.newest_first(), PER_PAGE).get_page(request.GET.get("pagina"))
    here = (settings.SITE_URL, request.build_absolute_uri("/").rstrip("/"))
    mails = [{"mail": mail, "pieces": pieces(mail.text, here)} for mail in page.object_list]
    context = {"mails": mails, "page_obj": page, "total": page.paginator.count}
    return render(request, "site/mailbox/list.html", context)
