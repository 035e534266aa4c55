"""Times the pages of an agenda with 2,000 actions and 10,000 milestones, and a PDF of 100 actions.

Use: `python -m benchmarks.agenda [actions] [milestones of each]`.
"""

import datetime as dt
import sys

from benchmarks.stage import milliseconds, set_up

PAGES = ("", "?stand=late", "?pagina=40", "bord/", "tijdlijn/", "export.csv", "export.xlsx", "acties/SM-1/")


def main(actions: int, milestones: int) -> None:
    """Fill an empty database and time each page."""
    from django.test import Client

    fill(actions, milestones)
    client = Client(SERVER_NAME="localhost")
    print(f"{actions} actions, {actions * milestones} milestones")
    print(f"{'page':24} {'median ms':>10} {'slowest':>8} {'processor':>10}")
    for page in PAGES:
        median, slowest, worked = milliseconds(lambda page=page: client.get(f"/agenda/{page}").content, rounds=9)
        print(f"/agenda/{page:16} {median:10.0f} {slowest:8.0f} {worked:10.0f}")
    time_pdf()


def fill(actions: int, milestones: int) -> None:
    """Create an adopted edition with this many actions, and this many milestones for each action."""
    from stedennet.agenda.flows import approvals, editions
    from stedennet.agenda.flows.approvals import ApprovalData
    from stedennet.agenda.models import Action, Commitment, Milestone, Party
    from stedennet.agenda.rules.editions import Step
    from stedennet.core.access import SYSTEM
    from stedennet.core.clock import now, today
    from stedennet.network.models import Organisation

    kind = Organisation.Kind.COMPANY
    cities = [Organisation(slug=f"stad-{n}", name=f"Stad {n}", kind=kind) for n in range(1, 41)]
    cities = Organisation.objects.bulk_create(cities)
    rows = Action.objects.bulk_create(Action(code=f"SM-{number}", phase="doing") for number in range(1, actions + 1))
    edition = editions.open_draft(by=SYSTEM, title="Meting")
    Party.objects.create(edition=edition, organisation=cities[0])
    Commitment.objects.bulk_create(
        Commitment(
            edition=edition,
            action=action,
            position=number,
            title=f"Actie {number} over slimme straatverlichting",
            lead="Wij doen dit samen met anderen.",
            responsible=cities[number % 40],
            begins_on=today() - dt.timedelta(number % 900),
        )
        for number, action in enumerate(rows, 1)
    )
    Milestone.objects.bulk_create(
        Milestone(action=action, title=f"Mijlpaal {n}", due_on=today() + dt.timedelta(30 * n - number % 90))
        for number, action in enumerate(rows)
        for n in range(milestones)
    )
    editions.take_step(edition, Step.SUBMIT, by=SYSTEM)
    approval = ApprovalData("approved", "De wethouder")
    approvals.import_approval(edition.parties.get(), approval, by=SYSTEM, at=now())
    editions.take_step(edition, Step.ADOPT, by=SYSTEM)


def time_pdf() -> None:
    """Time the sealed PDF of an edition with 100 actions."""
    import json

    from django.utils import translation

    from stedennet.agenda.flows.pdfs import _build_edition_data
    from stedennet.agenda.models import Edition
    from stedennet.agenda.typesetter import typeset_pdf

    edition = Edition.objects.get()
    content = json.loads(edition.sealed)
    content["actions"] = content["actions"][:100]
    edition.sealed = json.dumps(content)
    with translation.override("nl"):
        data = _build_edition_data(edition)
        median, slowest, worked = milliseconds(
            lambda: typeset_pdf("edition.typ", data, at=edition.adopted_at), rounds=5
        )
    print(f"{'pdf of 100 actions':24} {median:10.0f} {slowest:8.0f} {worked:10.0f}")


if __name__ == "__main__":
    set_up()
    main(*(int(argument) for argument in (sys.argv[1:] or ("2000", "5"))))
