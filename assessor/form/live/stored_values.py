"""What a form holds of all that is not worked out anew: all of it, or what is in one instance."""

from __future__ import annotations

from assessor.form.model.cells import Cell, Frame, leaves
from assessor.form.model.definition import Bind, Form


def stored_values(form: Form, frame: Frame) -> dict[str, str]:
    """The stored values in a frame by reference, blanks left out; not relevant ones too.

    Of attributes only those that were set, such as the id of an entity.
    """
    found = {
        cell.reference: cell.value
        for cell in leaves(frame.cells[0])
        if cell.value and not cell.bind.derived
    }
    for bind in form.attributes:
        if _is_within(bind, frame):
            found |= {
                cell.reference: cell.value
                for cell in frame.under(bind)
                if cell.value != bind.default
            }
    return found


def stored_value(cell: Cell) -> str:
    """The stored value of one leaf, as `held` gives it; blank where it gives none."""
    bind = cell.bind
    return "" if bind.derived or (bind.attribute and cell.value == bind.default) else cell.value


def _is_within(bind: Bind, frame: Frame) -> bool:
    return frame.range is None or frame.range.bind in bind.ancestors()
