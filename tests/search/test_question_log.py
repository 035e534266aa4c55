"""What was asked is counted by day without who asked, and forgotten after a quarter."""

import pytest

from stedennet.search.flows import question_log
from stedennet.search.models import Asked

pytestmark = pytest.mark.django_db


def test_the_same_question_is_one_row_a_day_with_the_newest_result(clock):
    question_log.record_question("Slimme  Lampen", language="nl", found=3)
    question_log.record_question("slimme lampen", language="nl", found=4)
    row = Asked.objects.get()
    assert (row.question, row.times, row.found) == ("slimme lampen", 2, 4)
    clock.later(days=1)
    question_log.record_question("slimme lampen", language="nl", found=4)
    assert Asked.objects.count() == 2


@pytest.mark.parametrize("question", ["jo@example.org", "bel 0612345678", " "])
def test_what_looks_personal_is_not_kept(question):
    question_log.record_question(question, language="nl", found=0)
    assert not Asked.objects.exists()


def test_a_robot_fills_no_disk_and_known_questions_go_on_counting(clock, monkeypatch):
    monkeypatch.setattr(question_log, "MOST_A_DAY", 2)
    for question in ("een", "twee", "drie", "een"):
        question_log.record_question(question, language="nl", found=0)
    assert dict(Asked.objects.values_list("question", "times")) == {"een": 2, "twee": 1}


def test_after_a_quarter_it_is_forgotten(clock):
    question_log.record_question("lampen", language="nl", found=1)
    clock.later(days=90)
    question_log.delete_old_questions()
    assert Asked.objects.exists()
    clock.later(days=1)
    question_log.delete_old_questions()
    assert not Asked.objects.exists()
