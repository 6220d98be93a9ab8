"""Builders and checks about comparison that several tests share."""

from __future__ import annotations


def choose(box, place):
    box.setCurrentIndex(place)
    box.activated.emit(place)  # as a click in its list does
