"""Who leaves is gone from every table; what time must empty is emptied; what is proof cannot be deleted."""

import datetime as dt
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry

from stedennet.accounts import flows
from stedennet.accounts.flows import create_person
from stedennet.accounts.models import Consent, User
from stedennet.agenda.flows import consultation, editions
from stedennet.agenda.models import Action, DecisionKey, LinkRequest
from stedennet.agenda.rules.editions import Step
from stedennet.calls.flows import conversations
from stedennet.calls.models import Call
from stedennet.core import periodic_jobs
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.events.models import Registration
from stedennet.intake.flows import accept_submission, receive_submission
from stedennet.intake.models import Submission
from stedennet.intake.rules import ACCEPTED_RETENTION, REJECTED_RETENTION, Status
from stedennet.mailing.models import Bounce, Delivery, Hold, Mailing, Suppression
from stedennet.outbox.flows import deliver_due_mail
from stedennet.outbox.models import OutgoingMail
from stedennet.reactions.models import Reaction
from stedennet.search.models import Asked
from stedennet.spreading.models import Subscription
from tests.builders.articles import make_article
from tests.builders.calls import answered, confirm_for, owner, placed, sender
from tests.builders.editions import make_edition, secret_for
from tests.builders.events import make_event
from tests.builders.events import send_in as register
from tests.builders.initiatives import make_initiative
from tests.builders.reactions import react
from tests.builders.reactions import send_in as send_reaction
from tests.builders.subscriptions import asked, subscribed
from tests.fixtures.calls import call  # noqa: F401
from tests.security.columns import ERASED, TREATMENTS

ME, OTHER, JO = "gaat.weg@example.org", "gaat.weg.ook@example.org", "jo@example.org"
TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)


def columns():
    """Every column in which text can stand, but for those with a fixed list of values."""
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, TEXT) and not field.choices and not isinstance(field, models.UUIDField)
    }


def declared():
    return [
        f"{model}.{column}"
        for treatment in TREATMENTS.values()
        for model, names in treatment.items()
        for column in names.split()
    ]


def test_of_every_column_it_is_written_what_happens_to_it():
    assert sorted(declared()) == sorted(set(declared())), "each column once"
    assert columns() == set(declared())


def holding(*addresses):
    """The columns in which one of the addresses stands now, in whatever form."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        names = {field.column: field.name for field in model._meta.local_fields}
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {", ".join(map(connection.ops.quote_name, names))} FROM "{model._meta.db_table}"')
            rows = cursor.fetchall()
        for row in rows:
            for name, value in zip(names.values(), row, strict=True):
                words = bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
                if any(address in words.lower() for address in addresses):
                    found.add(f"{model._meta.label_lower}.{name}")
    return found


@pytest.fixture
def me(db):
    person = flows.create_person(email=ME, name="", password="een-heel-lang-wachtwoord", by=SYSTEM)
    person.emailaddress_set.create(email=OTHER, verified=True)
    return person


def in_mailing(email):
    stopped = {"stopped_at": now(), "stopped_by": email}
    mailing = Mailing.objects.create(name="m", once=str(uuid4()), subject="s", text="t", created_at=now(), **stopped)
    fields = {"mailing": mailing, "email": email, "values": {"name": email}, "not_before": now()}
    Delivery.objects.create(key=str(uuid4()), **fields)
    Delivery.objects.create(key=str(uuid4()), state="handed_over", done_at=now(), last_error=f"550 {email}", **fields)
    Bounce.objects.create(email=email, kind="hard", at=now(), note=email)
    Suppression.objects.create(email=email, at=now(), note=email)


@pytest.fixture
def everywhere(me, call, eindhoven, utrecht, mobility, settings):  # noqa: F811
    """Who did everything that can be done with an address."""
    make_initiative(theme=mobility, lead=eindhoven, contact_level="name", contact_name="Ik", contact_email=ME)
    placed(email=ME, title="Een andere oproep")
    Call.objects.filter(owner_email=ME).update(state="published", published_at=now(), state_at=now())
    talk = answered(call, email=ME)
    conversations.send_message(talk, "Hallo.", by=owner(call))
    conversations.send_message(talk, f"Mail mij op {ME}.", by=sender(talk))
    edition = make_edition(eindhoven, utrecht)
    Action.objects.update(contact_level="name", contact_name="Ik", contact_email=ME)
    draft = editions.take_step(edition, Step.CONSULT, by=SYSTEM, until=today())
    consultation.submit_remark(
        draft, by=None, name=ME, email=ME, organisation="", text="Mooi.", code="",
        language="nl", once=str(uuid4()), page="/",
    )  # fmt: skip
    confirm_for(ME)
    remark = accept_submission(Submission.objects.get(kind=consultation.KIND), by=SYSTEM).remark
    consultation.answer_remark(remark, "Dank.", by=SYSTEM)
    laid = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    secret_for(laid.parties.first())
    DecisionKey.objects.update(sent_to=ME)
    asker = create_person(email="vraagt@example.org", name="V", password=None, by=SYSTEM)
    LinkRequest.objects.create(party=laid.parties.first(), address=ME, asked_by=asker, asked_at=now())
    article = make_article(themes=[mobility])
    react(article, ME, name=ME)
    send_reaction(article, OTHER)
    event = make_event()
    register(event, ME)
    confirm_for(ME)
    register(event, JO)
    cache.clear()  # On another day: an address gets five mails a day.
    subscribed(ME)
    asked(OTHER)
    in_mailing(ME)
    Hold.objects.create(at=now(), refused=3, in_force=False, released_at=now(), released_by=ME)
    Asked.objects.create(day=today(), question=f"wie is {ME}", language="nl", found=0)
    deliver_due_mail()
    receive_submission(
        "reaction", name=ME, email=ME, text="Nog niet bevestigd.", language="nl", once=str(uuid4()), page="/"
    )
    receive_submission(
        "reaction", name=ME, email=JO, text="Namens mij.", language="nl", once=str(uuid4()), page="/", person=me
    )
    OutgoingMail.objects.create(to=JO, reply_to=ME, subject="s", text="t", created_at=now(), not_before=now())
    FormState.objects.create(user=me, data=f"email={ME}", content_type_id=1, last_updated_at=now())
    ModelLogEntry.objects.log_action(instance=me, action="wagtail.edit", data={"email": ME})
    client = Client()
    client.force_login(me, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_login"] = {"email": ME}
    session.save()
    return client


@pytest.mark.database
def test_who_leaves_is_gone_from_every_table(everywhere, me):
    before = holding(ME, OTHER)
    expected = {f"{model}.{column}" for model, names in ERASED.items() for column in names.split()}
    assert before <= expected
    assert {
        "accounts.user.email",
        "account.emailaddress.email",
        "agenda.action.contact_email",
        "agenda.decisionkey.sent_to",
        "agenda.remark.name",
        "calls.call.owner_email",
        "calls.interest.email",
        "calls.message.text",
        "events.registration.email",
        "initiatives.initiative.contact_email",
        "intake.submission.email",
        "mailing.bounce.email",
        "mailing.delivery.email",
        "mailing.delivery.values",
        "mailing.mailing.stopped_by",
        "mailing.suppression.email",
        "outbox.outgoingmail.to",
        "outbox.outgoingmail.reply_to",
        "outbox.outgoingmail.text",
        "reactions.reaction.name",
        "search.asked.question",
        "spreading.subscriber.email",
        "spreading.wish.email",
        "wagtailadmin.formstate.data",
        "wagtailcore.modellogentry.label",
        "wagtailcore.modellogentry.data",
    } <= before
    flows.delete_account(me, by=me)
    # What waits for others, such as “there is something to judge”, goes within a second, and is emptied.
    deliver_due_mail()
    assert holding(ME, OTHER) == set()
    assert not User.objects.filter(email=ME).exists()


def test_what_others_have_of_it_stays_in_good_order(everywhere, me):
    flows.delete_account(me, by=me)
    assert Call.objects.get(title="Een andere oproep").state == "closed"
    assert set(Registration.objects.values_list("email", flat=True)) <= {JO}
    assert Reaction.objects.get().status == Reaction.Status.WITHDRAWN
    assert not Subscription.objects.filter(stopped_at=None).exists()
    assert Delivery.objects.filter(state="waiting").count() == 0
    assert not Session.objects.exists()
    assert everywhere.get("/account/").status_code == 302
    assert Consent.objects.filter(email_hash=flows.hash_email(ME)).exists(), "what was agreed to stays provable"
    assert Submission.objects.filter(status=Status.UNCONFIRMED).count() == 1, "of somebody else"


def test_who_has_no_account_can_be_erased_by_an_administrator_only(everywhere, me):
    admin = User.objects.create_superuser("baas@example.org", None)
    with pytest.raises(NotAllowed):
        flows.erase_address(JO, by=me)
    with pytest.raises(Refused):
        flows.erase_address(ME.upper(), by=admin)
    assert JO in str(list(Submission.objects.values_list("email", flat=True)))
    assert flows.erase_address(f" {JO.upper()}", by=admin)
    deliver_due_mail()
    assert holding(JO) == set()


@pytest.mark.parametrize(
    ("status", "after"),
    [
        (Status.ACCEPTED, ACCEPTED_RETENTION),
        (Status.REJECTED, REJECTED_RETENTION),
        (Status.WITHDRAWN, REJECTED_RETENTION),
    ],
)
def test_a_submission_has_an_end_whatever_became_of_it(db, status, after):
    once = str(uuid4())
    row = receive_submission(
        "reaction", name="Ada", email=ME, text="Tekst.", language="nl", once=once, page="/", data={"a": ME}
    )
    fields = {"status": status, "confirmed_at": now(), "reason": "x"}
    Submission.objects.filter(pk=row.pk).update(decided_at=now() - after + dt.timedelta(minutes=1), **fields)
    job = next(one for one in periodic_jobs.get_registered_jobs() if one.name == "forget who came to nothing")
    job.run()
    assert Submission.objects.get().email == ME
    Submission.objects.update(decided_at=now() - after - dt.timedelta(minutes=1))
    job.run()
    row.refresh_from_db()
    assert (row.name, row.email, row.text, row.data, row.person) == ("", "", "", {}, None)


def test_sessions_forms_and_tasks_that_ended_are_deleted(db, me):
    Session.objects.create(session_key="old", session_data="x", expire_date=now() - dt.timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="x", expire_date=now() + dt.timedelta(days=1))
    names = {"task_path": "mine", "queue_name": "x", "backend_name": "x", "exception_class_path": "", "traceback": ""}
    ended = {"status": "SUCCESSFUL", "finished_at": now() - dt.timedelta(days=31), "priority": 0}
    DBTaskResult.objects.create(args_kwargs={"args": [ME], "kwargs": {}}, **names, **ended)
    for name in ("forget ended sessions", "forget ended tasks"):
        next(one for one in periodic_jobs.get_registered_jobs() if one.name == name).run()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert not DBTaskResult.objects.filter(task_path="mine").exists()


@pytest.fixture
def consent(me):
    return flows.record_consent(ME, kind="x", wording="Ja.", version="1", language="nl", page="/")


@pytest.mark.database
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM accounts_consent",
        "DELETE FROM accounts_consent WHERE id = {id}",
        "UPDATE accounts_consent SET wording = 'Nee.'",
        "UPDATE accounts_consent SET email_hash = ''",
    ],
)
def test_a_consent_can_be_neither_deleted_nor_changed(consent, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(id=consent.pk))
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.all().delete()
    consent.refresh_from_db()
    assert consent.wording == "Ja."


def test_a_consent_cannot_be_replaced(consent):
    # SQLite's REPLACE asks no trigger that guards against DELETE; PostgreSQL does not know the word.
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("REPLACE INTO accounts_consent SELECT * FROM accounts_consent")


@pytest.mark.database
def test_a_consent_of_one_account_becomes_none_of_another(consent, me):
    other = flows.create_person(email=JO, name="Jo", password=None, by=SYSTEM)
    Consent.objects.update(user=me)
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.update(user=other)
    flows.delete_account(me, by=me)
    consent.refresh_from_db()
    assert (consent.user, consent.email_hash) == (None, flows.hash_email(ME))
