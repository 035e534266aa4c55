"""The page of each sustainable development goal."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from stedennet.core.goals import GOAL_NAMES

from ..cards import goal_pages


def show_goal(request: HttpRequest, number: int) -> HttpResponse:
    """Show a goal with the challenges, actions and initiatives that name it."""
    if number not in GOAL_NAMES:
        raise Http404
    return render(request, "site/goals/page.html", goal_pages.build_goal_page(number))
