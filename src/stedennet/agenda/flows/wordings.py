"""Logs who wrote which words of a draft; shown beside the text, also after the edition is frozen."""

from collections.abc import Mapping

from django.db import models

from stedennet.core.access import Actor
from stedennet.core.clock import now
from stedennet.core.records import store_record
from stedennet.network.models import Organisation

from ..models import Commitment, Edition, Proposal, Wording
from ..rules.drafts import ACTION_FIELDS, Field

Texts = Mapping[Field, str]


def texts_of(record: models.Model | None) -> dict[Field, str]:
    """The texts of an action in an edition, or of the edition itself; none for any other record."""
    if isinstance(record, Commitment):
        return {field: getattr(record, field) for field in ACTION_FIELDS}
    return {Field.FOREWORD: record.foreword} if isinstance(record, Edition) else {}


def stored_texts_of(record: models.Model) -> dict[Field, str]:
    """The same texts as stored in the database; none for a record that is not stored yet."""
    if not isinstance(record, Commitment | Edition) or record.pk is None:
        return {}
    return texts_of(type(record)._default_manager.filter(pk=record.pk).first())


def record_wordings(
    record: models.Model,
    before: Texts,
    *,
    by: Actor,
    organisation: Organisation | None = None,
    proposal: Proposal | None = None,
) -> None:
    """Log each text that differs from `before`, on behalf of `organisation`; None for the office."""
    for field, after in texts_of(record).items():
        if after != before.get(field, ""):
            store_record(
                Wording(
                    edition_id=record.edition_id if isinstance(record, Commitment) else record.pk,
                    commitment=record if isinstance(record, Commitment) else None,
                    field=field,
                    before=before.get(field, ""),
                    after=after,
                    organisation=organisation,
                    person_id=by.pk,
                    proposal=proposal,
                    at=now(),
                )
            )
            proposal = None  # Only the first text of a new action is the proposed one.
