"""What servers of the fediverse ask and send: accounts, posts, WebFinger, NodeInfo and the inboxes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from stedennet import __version__
from stedennet.core.errors import DomainError
from stedennet.fediverse import describing, links
from stedennet.fediverse.flows.receiving import receive
from stedennet.fediverse.models import Activity, Identity, Post
from stedennet.fediverse.rules import documents, incoming

from .. import fediverse_icons
from ..limits import too_fast

PER_PAGE = 20
MOST_A_MINUTE = 600
"""Messages from one address; a server where many follow us sends its likes and replies one by one."""
LINKED_DATA = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.1"
STATUS = {incoming.Malformed: 400, incoming.Unproven: 401, incoming.Blocked: 403, incoming.Busy: 503}
View = Callable[..., HttpResponse]


def when_on(view: View) -> View:
    """The fediverse is switched off unless the setting says otherwise: then there is nothing here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.FEDIVERSE:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def public(view: View) -> View:
    """A document that any program on any site may read, for some minutes."""
    kept = cache_control(public=True, max_age=180)(require_safe(view))

    @wraps(view)
    def shared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = kept(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Vary"] = "Accept"
        return response

    return when_on(shared)


def _json(data: Any, *, kind: str = documents.TYPE, status: int = 200) -> HttpResponse:
    return JsonResponse(data, content_type=kind, status=status, json_dumps_params={"ensure_ascii": False})


def _document(request: HttpRequest, data: Any, *, status: int = 200) -> HttpResponse:
    asked = request.headers.get("Accept", "")
    linked = "application/ld+json" in asked and documents.TYPE not in asked
    return _json(data, kind=LINKED_DATA if linked else documents.TYPE, status=status)


def _for_people(request: HttpRequest) -> bool:
    """Whether a browser asks: then the page is shown, and not the document."""
    kinds = [documents.TYPE, "application/ld+json", "application/json", "text/html"]
    return request.get_preferred_type(kinds) == "text/html"


def _identity(name: str) -> Identity:
    return get_object_or_404(Identity.objects.select_related("theme__scheme"), name=name)


@public
def webfinger(request: HttpRequest) -> HttpResponse:
    """Who an account is (RFC 7033), asked by its handle (acct:) or by an address."""
    resource = request.GET.get("resource", "")
    if not resource:
        return _words(_("Vraag naar een account: ?resource=acct:naam@%(host)s") % {"host": describing.host()}, 400)
    if not resource.startswith(("acct:", "https://", "http://")):
        return _words(_("Een account begint met acct: of https:"), 400)
    identity = _found(resource)
    if identity is None:
        raise Http404
    answer = documents.webfinger(
        describing.handle(identity), links.of("account", identity.name), describing.page_of(identity, "nl")
    )
    return _json(answer, kind="application/jrd+json")


def _found(resource: str) -> Identity | None:
    rows = Identity.objects.select_related("theme")
    if resource.startswith("acct:"):
        name, _at, host = resource.removeprefix("acct:").removeprefix("@").rpartition("@")
        return rows.filter(name=name.lower()).first() if host.lower() == describing.host() else None
    if resource.rstrip("/") == settings.SITE_URL:
        return Identity.objects.network()
    kind, value = links.meaning(resource) or ("", "")
    wanted = {"account": {"name": value}, "theme": {"theme__slug": value}}.get(kind)
    return rows.filter(**wanted).first() if wanted else None


@public
def nodeinfo_links(request: HttpRequest) -> HttpResponse:
    """Where NodeInfo is."""
    return _json(
        {"links": [{"rel": SCHEMA, "href": f"{settings.SITE_URL}{reverse('nodeinfo')}"}]}, kind="application/json"
    )


@public
def nodeinfo(request: HttpRequest) -> HttpResponse:
    """NodeInfo 2.1."""
    data = documents.nodeinfo(
        version=__version__,
        name=settings.NETWORK_NAME,
        accounts=Identity.objects.count(),
        posts=Post.objects.living().count(),
        replies=0,
    )
    return _json(data, kind=f'application/json; profile="{SCHEMA}#"')


@public
def account(request: HttpRequest, name: str) -> HttpResponse:
    """An account; a browser is sent to the page of the theme, or to the first page."""
    identity = _identity(name)
    if _for_people(request):
        return redirect(describing.page_of(identity, "nl"))
    return _document(request, describing.account(identity))


@public
def followers(request: HttpRequest, name: str) -> HttpResponse:
    """How many follow; who they are is nobody's business."""
    identity = _identity(name)
    data = documents.collection(links.of("followers", name), identity.followers.count())
    return _document(request, data)


@public
def outbox(request: HttpRequest, name: str) -> HttpResponse:
    """What an account published, newest first; `?pagina=` gives the activities."""
    identity = _identity(name)
    url = links.of("outbox", name)
    rows = Activity.objects.public().of(identity).select_related("post", "identity")
    paginator = Paginator(rows.prefetch_related("post__identities"), PER_PAGE)
    number = request.GET.get("pagina")
    if number is None:
        return _document(request, documents.collection(url, paginator.count, first=f"{url}?pagina=1"))
    try:
        page = paginator.page(number)
    except InvalidPage:
        raise Http404 from None
    data = documents.page(
        f"{url}?pagina={page.number}",
        url,
        [describing.activity(one) for one in page],
        total=paginator.count,
        following=f"{url}?pagina={page.next_page_number()}" if page.has_next() else "",
        before=f"{url}?pagina={page.previous_page_number()}" if page.has_previous() else "",
    )
    return _document(request, data)


@public
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """The account's picture."""
    identity = _identity(name)
    title = identity.theme.name if identity.theme else settings.NETWORK_NAME
    picture = fediverse_icons.drawn(title[:1], identity.theme.colour if identity.theme else "")
    return HttpResponse(picture, content_type="image/png")


@public
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """A post; a browser is sent to the page that it is about. Of a withdrawn one only that it was there (410)."""
    one = get_object_or_404(Post, pk=pk)
    if one.withdrawn_at:
        return _document(request, documents.in_context(describing.tombstone(one)), status=410)
    if _for_people(request):
        return redirect(one.document["url"])
    return _document(request, documents.in_context(one.document))


@public
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """One activity of an account."""
    rows = Activity.objects.public().select_related("post", "identity")
    return _document(request, documents.in_context(describing.activity(get_object_or_404(rows, pk=pk))))


@csrf_exempt
@when_on
@require_POST
def inbox(request: HttpRequest, name: str = "") -> HttpResponse:
    """A message from another server, for one account or (the shared inbox) for all. What it says goes to the flow."""
    if name:
        _identity(name)
    if too_fast(request, "fediverse", most=MOST_A_MINUTE):
        return _later(_("Te veel berichten. Probeer het over een minuut nog eens."), 429)
    if "json" not in (request.content_type or ""):
        return _words(_("Stuur een activiteit als application/activity+json."), 415)
    body = request.read(incoming.LONGEST + 1)
    if len(body) > incoming.LONGEST:
        return _words(_("Een bericht is hooguit 256 kB."), 413)
    try:
        receive(_message(request, body))
    except DomainError as error:
        status = STATUS.get(type(error), 400)
        return _later(error.message, status) if status == 503 else _words(error.message, status)
    return HttpResponse(status=202)


def _message(request: HttpRequest, body: bytes) -> incoming.Message:
    headers = {key.lower(): value for key, value in request.headers.items()}
    # A proxy may have given us another Host; what was signed is the name that everybody knows us by.
    headers["host"] = describing.host()
    path = request.get_full_path()
    return incoming.Message(request.method or "", path, f"{settings.SITE_URL}{path}", headers, body)


def _words(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)


def _later(text: str, status: int) -> HttpResponse:
    response = _words(text, status)
    response["Retry-After"] = "60"
    return response


def of_theme(theme: Any) -> dict[str, str]:
    """For a theme's page: what to type to follow it, empty when the fediverse is off or the account not made yet."""
    identity = Identity.objects.filter(theme=theme).first() if settings.FEDIVERSE else None
    if identity is None:
        return {}
    return {"handle": describing.handle(identity), "url": links.of("account", identity.name)}
