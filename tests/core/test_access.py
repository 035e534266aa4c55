"""Who somebody is to a flow."""

from stedennet.core.access import SYSTEM


def test_the_program_is_signed_in_and_keeps_records():
    assert SYSTEM.is_authenticated
    assert SYSTEM.is_active
    assert SYSTEM.is_editor
    assert SYSTEM.is_moderator


def test_the_program_is_not_a_person_and_hands_out_no_roles():
    assert SYSTEM.pk is None
    assert not SYSTEM.is_superuser


def test_the_program_has_a_name_for_the_log():
    assert str(SYSTEM) == "stedennet"
