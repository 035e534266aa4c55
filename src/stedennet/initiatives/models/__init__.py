"""The models of initiatives."""

from .adoptions import Adoption
from .initiatives import Initiative, Partner, PhaseStep
from .parts import Confirmation, Lesson, Link, Picture, Product, Result

__all__ = [
    "Adoption",
    "Confirmation",
    "Initiative",
    "Lesson",
    "Link",
    "Partner",
    "PhaseStep",
    "Picture",
    "Product",
    "Result",
]
