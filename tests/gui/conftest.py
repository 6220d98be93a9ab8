"""What the tests of the window share."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
