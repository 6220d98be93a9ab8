"""python -m tests.conformance [DIR] [--groups] [--failures] [--deviations]: replay the corpora."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.conformance import (
    consensus,
    javarosa_scenarios,
    javarosa_xpath,
    pyxform_forms,
    scenarios,
    xpath_cases,
)
from tests.conformance.companions import DEFAULT

REPLAYS = (
    xpath_cases.replay,
    javarosa_xpath.replay,
    scenarios.replay,
    consensus.replay,
    javarosa_scenarios.replay,
    pyxform_forms.replay,
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--groups", action="store_true", help="one line for each group")
    parser.add_argument("--failures", action="store_true", help="list every failing fact")
    parser.add_argument("--deviations", action="store_true", help="list each under its rule")
    parser.add_argument("--only", default="", help="replay files whose name contains this")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"There are no corpora at {options.folder}; nothing is replayed.")
        return 0
    started = time.perf_counter()
    failed = 0
    for replay in REPLAYS:
        if options.only not in replay.__module__:
            continue
        tally = replay(options.folder)
        if tally is None:
            continue
        failed += len(tally.failures)
        print("\n".join(tally.lines(options.groups, options.deviations)))
        if options.failures:
            print("\n".join(f"    ✗ {each}" for each in tally.failures))
    print(f"{time.perf_counter() - started:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
