"""The pages of strategies: the version in force, earlier ones, and the differences between versions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from stedennet.agenda.access import can_edit_agenda
from stedennet.agenda.models import Strategy
from stedennet.agenda.rules.strategies import Status
from stedennet.core.clock import today

from ..cards import strategies as strategy_cards


def redirect_to_current_strategy(request: HttpRequest) -> HttpResponse:
    """Redirect to the strategy in force today, or say that there is none."""
    strategy = Strategy.objects.in_force(today()).first()
    if strategy is None:
        versions = strategy_cards.list_versions(None, day=today())
        return render(request, "site/strategy/none.html", {"versions": versions})
    return redirect("strategy", slug=strategy.slug)


def show_strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one version: vision, conditions with their actions, parties, history, documents and other versions."""
    strategy = Strategy.objects.readable().with_parties().filter(slug=slug).first()
    if strategy is None:
        return _show_draft(request, slug)
    return render(request, "site/strategy/page.html", strategy_cards.build_strategy_page(strategy, day=today()))


@never_cache
def _show_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a draft to the programme office, as readers will see it. Raises Http404 for others."""
    strategy = get_object_or_404(Strategy.objects.with_parties(), slug=slug, status=Status.DRAFT)
    if not can_edit_agenda(request.user):
        raise Http404
    response = render(request, "site/strategy/page.html", strategy_cards.build_strategy_page(strategy, day=today()))
    response["X-Robots-Tag"] = "noindex"
    return response


def download_strategy_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve the exact bytes that the parties decide on and that get sealed. Raises Http404 for other versions."""
    strategy = get_object_or_404(Strategy.objects.readable(), slug=slug)
    text = strategy.sealed or strategy.laid_before
    if not text:
        raise Http404
    response = HttpResponse(text.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{slug}.json"'
    return response


def show_differences(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    """Compare two versions of one strategy, the older with the newer. Raises Http404 for anything else."""
    rows = {strategy.slug: strategy for strategy in Strategy.objects.readable().filter(slug__in=(slug, other))}
    if len(rows) != 2:
        raise Http404
    old, new = sorted(rows.values(), key=lambda strategy: strategy.version)
    if old.line != new.line:
        raise Http404
    return render(request, "site/strategy/differences.html", strategy_cards.build_differences_page(old, new))
