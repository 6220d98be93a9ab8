"""Builders and checks about home that several tests share."""

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel


def text_of(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def drop(screen, paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    here, buttons, keys = QPointF(5, 5), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    entered = QDragEnterEvent(here.toPoint(), action, data, buttons, keys)
    QApplication.sendEvent(screen, entered)
    said = text_of(screen)
    if entered.isAccepted():
        QApplication.sendEvent(screen, QDropEvent(here, action, data, buttons, keys))
    return said
