"""Draw every scene to DIR (default `screens`), one PNG per language and look.

SCREENS_IN and SCREENS_LOOK replace en, ar, zh and light, dark; QT_SCALE_FACTOR=2 draws at twice the
size.
"""

from __future__ import annotations

import faulthandler
import importlib
import os
import pkgutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QDialog

import tests.screens
from tests.screens.stage import Scene, Stage, set_up, take_down
from tests.support.memory_folder import lay_files_in_memory

LANGUAGES = tuple(os.environ.get("SCREENS_IN", "en ar zh").split())
PATIENCE = 600
"""Seconds after which a scene counts as stuck: the stack of every thread is printed, and it
ends."""
LOOKS = tuple(os.environ.get("SCREENS_LOOK", "light dark").split())


def scenes() -> dict[str, Scene]:
    """Return every scene of every module of this package, by name."""
    found: dict[str, Scene] = {}
    for module in pkgutil.walk_packages(tests.screens.__path__, "tests.screens."):
        if not module.name.endswith("__main__"):
            found |= getattr(importlib.import_module(module.name), "SCENES", {})
    return found


def main(folder: Path, wanted: list[str]) -> None:
    """Draw the scenes whose names begin with one of `wanted`, or all."""
    folder.mkdir(parents=True, exist_ok=True)
    lay_files_in_memory()  # on a busy disk the sample missions take minutes
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    suffix = "" if scale == "1" else f"@{scale}"
    for name, scene in scenes().items():
        if wanted and not name.startswith(tuple(wanted)):
            continue
        for language in LANGUAGES:
            for look in LOOKS:
                file = folder / f"{name}-{language}-{look}{suffix}.png"
                faulthandler.dump_traceback_later(PATIENCE, exit=True)
                with tempfile.TemporaryDirectory() as place:
                    stage = set_up(Path(place), language, look)
                    try:
                        draw(stage, scene, file)
                    finally:  # Qt aborts if a window is deleted while its work runs
                        take_down(stage)
    faulthandler.cancel_dump_traceback_later()


def draw(stage: Stage, scene: Scene, file: Path) -> None:
    """Prepare a scene and save its picture."""
    widget = scene(stage)
    if isinstance(widget, QDialog):
        widget.show()  # laid out at its own size, as on the screen
    stage.settle()
    widget.grab().save(str(file))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(Path(arguments[0]) if arguments else Path("screens"), arguments[1:])
