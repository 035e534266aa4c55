"""The models of initiatives."""

from .adoptions import Adoption
from .follow_ups import FollowUp
from .initiatives import Initiative, Partner, PhaseStep
from .parts import Confirmation, Lesson, Link, Picture, Product, Result

__all__ = [
    "Adoption",
    "Confirmation",
    "FollowUp",
    "Initiative",
    "Lesson",
    "Link",
    "Partner",
    "PhaseStep",
    "Picture",
    "Product",
    "Result",
]
