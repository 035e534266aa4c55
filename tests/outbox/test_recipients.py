"""To whom a mail goes, and that the programme office gets what has no other reader."""

from stedennet.outbox.recipients import get_office, or_office


def test_each_recipient_is_mailed_once_in_the_order_of_the_addresses():
    assert or_office([("b@a.nl", "nl"), ("a@a.nl", "en"), ("b@a.nl", "nl")]) == [("a@a.nl", "en"), ("b@a.nl", "nl")]


def test_the_office_gets_what_has_no_other_reader(settings):
    settings.OFFICE_EMAIL = "bureau@a.nl"
    assert or_office([]) == [get_office()] == [("bureau@a.nl", "nl")]
