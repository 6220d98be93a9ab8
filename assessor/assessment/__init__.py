"""Assessment: one form being filled, its entries and its derived state together."""

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.answer import Answer

__all__ = ["Answer", "Assessment"]
