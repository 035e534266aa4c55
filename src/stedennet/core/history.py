"""Wagtail's history of the site: every weighty act of a room, with the person, the record and words in Dutch.

A room names its acts in its `wagtail_hooks` and its flows call `record_act`; names begin with the room's own.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.functional import Promise
from wagtail import hooks
from wagtail.log_actions import log

from stedennet.core.access import Actor, person_of


def register_acts(acts: Mapping[str, str | Promise]) -> None:
    """Tell Wagtail of these acts: the name of each, such as `agenda.adopted`, and its words."""

    def register(actions: Any) -> None:
        for name, words in acts.items():
            actions.register_action(name, words, words)

    hooks.register("register_log_actions", register)


def record_act(record: models.Model, act: str, *, by: Actor | None, title: str = "", **data: Any) -> None:
    """Write that `by` did `act` with this record, in the transaction of the act itself.

    What the program does, and what comes by a link in a mail, has no person. `data` is plain: no names, no secrets.
    """
    person = person_of(by)
    log(instance=record, action=act, user=person, title=title or None, data=data or None)
