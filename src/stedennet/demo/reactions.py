"""The demo's reactions: examples, marked as such in name and text."""

import tomllib
from pathlib import Path
from typing import Any

from stedennet.accounts.models import User
from stedennet.core.clock import now
from stedennet.intake.models import Submission
from stedennet.publications.models import ArticlePage
from stedennet.reactions.flows import KIND
from stedennet.reactions.models import Reaction

FILE = Path(__file__).parent / "content" / "reactions.toml"


def load_reactions() -> int:
    """Place the examples that do not exist yet, without mail; return how many."""
    return sum(_load_reaction(data) for data in tomllib.loads(FILE.read_text(encoding="utf-8"))["reaction"])


def _load_reaction(data: dict[str, Any]) -> bool:
    article = ArticlePage.objects.get(slug=data["article"])
    person = User.objects.filter(email=data.get("account", "")).first()
    submission, is_new = Submission.objects.get_or_create(
        once=f"demo {data['article']} {data['name']}",
        defaults={
            "kind": KIND,
            "name": data["name"],
            "email": data.get("account", "voorbeeld@stedennet.example"),
            "person": person,
            "text": data["text"],
            "page": article.get_url(),
            "subject_type": article._meta.label_lower,
            "subject_id": str(article.pk),
            "subject_title": article.title,
            "status": Submission.Status.ACCEPTED,
            "created_at": now(),
            "confirmed_at": now(),
            "decided_at": now(),
        },
    )
    if is_new:
        reactions = Reaction.objects.about(article)
        Reaction.objects.create(
            subject_type=submission.subject_type,
            subject_id=submission.subject_id,
            submission=submission,
            person=person,
            name=data["name"],
            text=data["text"],
            parent=reactions.filter(name=data["answers"]).first() if data.get("answers") else None,
            published_at=now(),
        )
    return is_new
