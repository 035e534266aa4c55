"""Facts of the agenda."""

from .commitments import Action, Commitment, CommitmentPartner, Confirmation, StatedStatus
from .consultation import Remark
from .drafting import Comment, Proposal
from .editions import Approval, Edition, EditionPdf, Party
from .progress import Indicator, IndicatorPoint, Milestone, ProgressUpdate
from .reminders import Reminder
from .strategies import Condition, Document, Moment, Strategy, StrategyParty

__all__ = [
    "Action",
    "Approval",
    "Comment",
    "Commitment",
    "CommitmentPartner",
    "Condition",
    "Confirmation",
    "Document",
    "Edition",
    "EditionPdf",
    "Indicator",
    "IndicatorPoint",
    "Milestone",
    "Moment",
    "Party",
    "ProgressUpdate",
    "Proposal",
    "Remark",
    "Reminder",
    "StatedStatus",
    "Strategy",
    "StrategyParty",
]
