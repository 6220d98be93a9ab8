"""Assessment: one form being filled, its entries and its derived state together."""

from assessor.assessment.answer import Answer
from assessor.assessment.assessment import Assessment

__all__ = ["Answer", "Assessment"]
