"""The page that a confirmation mail links to: what was sent, a button, and what happens next."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stedennet.core.clock import now
from stedennet.core.refusals import attempt
from stedennet.intake import flows
from stedennet.intake.kinds import get_accepted_text, get_label, get_next_label, get_next_url
from stedennet.intake.personal_links import CONFIRMATION_LINK
from stedennet.intake.rules import LinkState, Status, get_link_state

from ..secret_pages import keep_address_secret


# Without a referrer a browser sends “Origin: null”, which Django's check rejects as another site. The token is a
# secret that only the reader of the mail has: anyone able to forge this request could press the button as well.
@csrf_exempt
@never_cache
@keep_address_secret
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_submission(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm or withdraw a submission by POST. GET changes nothing, because mail scanners open every link."""
    refusal = ""
    if request.method == "POST":
        with attempt() as tried:
            if request.POST.get("wat") == "intrekken":
                flows.withdraw_submission_by_link(token)
            else:
                flows.confirm_submission(token)
            return HttpResponseRedirect(request.path)
        refusal = tried.message
    submission = CONFIRMATION_LINK.find(token)
    if submission is None:
        return render(request, "site/intake/unknown.html", status=404)
    state = get_link_state(submission.status, submission.token_ends_at, now())
    if state is LinkState.ENDED:
        return render(request, "site/intake/ended.html", {"submission": submission}, status=410)
    context = {
        "submission": submission,
        "kind": get_label(submission),
        "when_accepted": get_accepted_text(submission),
        "next_page": get_next_url(submission) if submission.status == Status.ACCEPTED else "",
        "next_label": get_next_label(submission),
        "refusal": refusal,
    }
    return render(request, f"site/intake/{state.value}.html", context, status=422 if refusal else 200)
