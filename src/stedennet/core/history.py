"""Wagtail's history: important acts of each room, with the person, the record and a Dutch label.

A room registers its acts in its `wagtail_hooks` and its flows call `record_act`; names start with the room's name.
"""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, log

from stedennet.core.access import Actor, person_of


def register_acts(acts: Mapping[str, str | Promise]) -> None:
    """Register these acts with Wagtail: names such as `agenda.adopted`, with their labels."""

    def register(actions: LogActionRegistry) -> None:
        for name, label in acts.items():
            actions.register_action(name, label, label)

    hooks.register("register_log_actions", register)


def record_act(record: models.Model, act: str, *, by: Actor | None, title: str = "", **data: object) -> None:
    """Log that `by` did `act` with this record, in the transaction of the act itself.

    Acts of the program, and acts through a link in a mail, have no person. `data` is plain: no names, no secrets.
    """
    person = person_of(by)
    log(instance=record, action=act, user=person, title=title or None, data=data or None)
