"""The endpoints for servers of the fediverse: accounts, posts, WebFinger, NodeInfo and the inboxes."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec

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
from stedennet.fediverse import links, serializers
from stedennet.fediverse.flows.messages import receive_message
from stedennet.fediverse.models import Activity, Identity, Post
from stedennet.fediverse.rules import documents, messages

from ..drawings import fediverse_icons
from ..public_forms.limits import is_over_minute_limit

PER_PAGE = 20
MOST_A_MINUTE = 600
"""Messages accepted per minute from one IP address; a large server sends each like and reply separately."""
LINKED_DATA = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.1"
STATUS = {messages.Malformed: 400, messages.Unproven: 401, messages.Blocked: 403, messages.Busy: 503}
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def require_fediverse(view: View[P]) -> View[P]:
    """Answer 404 unless the setting FEDIVERSE is on."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.FEDIVERSE:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def serve_publicly(view: View[P]) -> View[P]:
    """Let any program on any site read the document, and keep it for three minutes."""
    cached_view = cache_control(public=True, max_age=180)(require_safe(view))

    @wraps(view)
    def shared(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = cached_view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Vary"] = "Accept"
        return response

    return require_fediverse(shared)


def _build_json_response(
    data: Mapping[str, object], *, kind: str = documents.CONTENT_TYPE, status: int = 200
) -> HttpResponse:
    return JsonResponse(data, content_type=kind, status=status, json_dumps_params={"ensure_ascii": False})


def _build_document_response(request: HttpRequest, data: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    accepted = request.headers.get("Accept", "")
    wants_linked_data = "application/ld+json" in accepted and documents.CONTENT_TYPE not in accepted
    return _build_json_response(data, kind=LINKED_DATA if wants_linked_data else documents.CONTENT_TYPE, status=status)


def _prefers_html(request: HttpRequest) -> bool:
    """Whether the request comes from a browser, which gets the page instead of the document."""
    kinds = [documents.CONTENT_TYPE, "application/ld+json", "application/json", "text/html"]
    return request.get_preferred_type(kinds) == "text/html"


def _find_identity(name: str) -> Identity:
    return get_object_or_404(Identity.objects.select_related("theme__scheme"), name=name)


@serve_publicly
def show_webfinger(request: HttpRequest) -> HttpResponse:
    """Look up an account by its handle (`acct:`) or its address (RFC 7033)."""
    resource = request.GET.get("resource", "")
    if not resource:
        return _build_text_response(
            _("Vraag naar een account: ?resource=acct:naam@%(host)s") % {"host": serializers.get_own_host()}, 400
        )
    if not resource.startswith(("acct:", "https://", "http://")):
        return _build_text_response(_("Een account begint met acct: of https:"), 400)
    identity = _find_resource(resource)
    if identity is None:
        raise Http404
    answer = documents.build_webfinger(
        serializers.format_handle(identity),
        links.get_url("account", identity.name),
        serializers.get_profile_url(identity, "nl"),
    )
    return _build_json_response(answer, kind="application/jrd+json")


def _find_resource(resource: str) -> Identity | None:
    rows = Identity.objects.select_related("theme")
    if resource.startswith("acct:"):
        name, _at, host = resource.removeprefix("acct:").removeprefix("@").rpartition("@")
        return rows.filter(name=name.lower()).first() if host.lower() == serializers.get_own_host() else None
    if resource.rstrip("/") == settings.SITE_URL:
        return Identity.objects.network()
    kind, value = links.resolve_url(resource) or ("", "")
    lookup = {"account": {"name": value}, "theme": {"theme__slug": value}}.get(kind)
    return rows.filter(**lookup).first() if lookup else None


@serve_publicly
def show_nodeinfo_links(request: HttpRequest) -> HttpResponse:
    """Point to the NodeInfo document, at its well-known address."""
    return _build_json_response(
        {"links": [{"rel": SCHEMA, "href": f"{settings.SITE_URL}{reverse('nodeinfo')}"}]}, kind="application/json"
    )


@serve_publicly
def show_nodeinfo(request: HttpRequest) -> HttpResponse:
    """Describe this server and count its accounts and posts (NodeInfo 2.1)."""
    data = documents.build_nodeinfo(
        version=__version__,
        name=settings.NETWORK_NAME,
        accounts=Identity.objects.count(),
        posts=Post.objects.living().count(),
        replies=0,
    )
    return _build_json_response(data, kind=f'application/json; profile="{SCHEMA}#"')


@serve_publicly
def show_account(request: HttpRequest, name: str) -> HttpResponse:
    """Serve an account; a browser is redirected to the page of its theme, or to the home page."""
    identity = _find_identity(name)
    if _prefers_html(request):
        return redirect(serializers.get_profile_url(identity, "nl"))
    return _build_document_response(request, serializers.serialize_account(identity))


@serve_publicly
def show_followers(request: HttpRequest, name: str) -> HttpResponse:
    """Serve the number of followers; who they are stays private."""
    identity = _find_identity(name)
    data = documents.build_collection(links.get_url("followers", name), identity.followers.count())
    return _build_document_response(request, data)


@serve_publicly
def show_outbox(request: HttpRequest, name: str) -> HttpResponse:
    """Serve the activities of an account, newest first: their number, or a page of them with `?pagina=`."""
    identity = _find_identity(name)
    url = links.get_url("outbox", name)
    rows = Activity.objects.public().of(identity).select_related("post", "identity")
    paginator = Paginator(rows.prefetch_related("post__identities"), PER_PAGE)
    number = request.GET.get("pagina")
    if number is None:
        return _build_document_response(
            request, documents.build_collection(url, paginator.count, first=f"{url}?pagina=1")
        )
    try:
        page = paginator.page(number)
    except InvalidPage:
        raise Http404 from None
    data = documents.build_collection_page(
        f"{url}?pagina={page.number}",
        url,
        [serializers.serialize_activity(activity) for activity in page],
        total=paginator.count,
        following=f"{url}?pagina={page.next_page_number()}" if page.has_next() else "",
        before=f"{url}?pagina={page.previous_page_number()}" if page.has_previous() else "",
    )
    return _build_document_response(request, data)


@serve_publicly
def show_icon(request: HttpRequest, name: str) -> HttpResponse:
    """Serve the picture of an account, as PNG."""
    identity = _find_identity(name)
    title = identity.theme.tell_apart(identity.theme.name) if identity.theme else settings.NETWORK_NAME
    picture = fediverse_icons.draw_icon(title[:1], identity.theme.colour if identity.theme else "")
    return HttpResponse(picture, content_type="image/png")


@serve_publicly
def show_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve a post; a browser is redirected to the page it announces. A withdrawn post leaves a tombstone (410)."""
    post = get_object_or_404(Post, pk=pk)
    if post.withdrawn_at:
        return _build_document_response(
            request, documents.add_context(serializers.serialize_tombstone(post)), status=410
        )
    if _prefers_html(request):
        return redirect(post.document["url"])
    return _build_document_response(request, documents.add_context(post.document))


@serve_publicly
def show_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve a single activity of an account."""
    rows = Activity.objects.public().select_related("post", "identity")
    return _build_document_response(
        request, documents.add_context(serializers.serialize_activity(get_object_or_404(rows, pk=pk)))
    )


@csrf_exempt
@require_fediverse
@require_POST
def receive_activity(request: HttpRequest, name: str = "") -> HttpResponse:
    """Take a message from another server, for one account or, without `name`, for the shared inbox."""
    if name:
        _find_identity(name)
    if is_over_minute_limit(request, "fediverse", most=MOST_A_MINUTE):
        return _build_retry_response(_("Te veel berichten. Probeer het over een minuut nog eens."), 429)
    if "json" not in (request.content_type or ""):
        return _build_text_response(_("Stuur een activiteit als application/activity+json."), 415)
    body = request.read(messages.MAX_BYTES + 1)
    if len(body) > messages.MAX_BYTES:
        return _build_text_response(_("Een bericht is hooguit 256 kB."), 413)
    try:
        receive_message(_build_message(request, body))
    except DomainError as error:
        status = STATUS.get(type(error), 400)
        return (
            _build_retry_response(error.message, status)
            if status == 503
            else _build_text_response(error.message, status)
        )
    return HttpResponse(status=202)


def _build_message(request: HttpRequest, body: bytes) -> messages.Message:
    headers = {key.lower(): value for key, value in request.headers.items()}
    # A proxy may have changed the Host; the signature covers our public name.
    headers["host"] = serializers.get_own_host()
    path = request.get_full_path()
    return messages.Message(request.method or "", path, f"{settings.SITE_URL}{path}", headers, body)


def _build_text_response(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)


def _build_retry_response(text: str, status: int) -> HttpResponse:
    response = _build_text_response(text, status)
    response["Retry-After"] = "60"
    return response
