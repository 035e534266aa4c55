"""Models of the agenda."""

from .amounts import YearAmount
from .commitments import (
    Action,
    ActionLink,
    Commitment,
    CommitmentPartner,
    Confirmation,
    PartnerRole,
    PhaseChange,
    StatedStatus,
)
from .consultation import Remark
from .drafts import Comment, Proposal, Wording
from .editions import Approval, Edition, EditionPdf, Party, Subject
from .indicators import Indicator, IndicatorPoint
from .keys import DecisionKey, LinkRequest
from .progress import DueChange, Milestone, ProgressUpdate
from .purposes import Purpose
from .reminders import Reminder
from .reports import ProgressReport, ReportPdf
from .rounds import RoundMail, RoundRequest, UpdateRound
from .signing_requests import SigningRequest
from .strategies import Document, Moment, Strategy, StrategyPart, StrategyParty

__all__ = [
    "Action",
    "ActionLink",
    "Approval",
    "Comment",
    "Commitment",
    "CommitmentPartner",
    "Confirmation",
    "DecisionKey",
    "Document",
    "DueChange",
    "Edition",
    "EditionPdf",
    "Indicator",
    "IndicatorPoint",
    "LinkRequest",
    "Milestone",
    "Moment",
    "PartnerRole",
    "Party",
    "PhaseChange",
    "ProgressReport",
    "ProgressUpdate",
    "Proposal",
    "Purpose",
    "Remark",
    "Reminder",
    "ReportPdf",
    "RoundMail",
    "RoundRequest",
    "SigningRequest",
    "StatedStatus",
    "Strategy",
    "StrategyPart",
    "StrategyParty",
    "Subject",
    "UpdateRound",
    "Wording",
    "YearAmount",
]
