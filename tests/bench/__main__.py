"""Run the benches, print one line a row, and end with 1 if a bar was missed."""

from __future__ import annotations

import importlib
import os
import platform
import sys
import time
from pathlib import Path

from tests.bench import Row, amount

WIDTHS = (52, 10, 10, 8, 20)


def line(*cells: str) -> str:
    """One line of the table, the last cell as long as it likes."""
    padded = [cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=False)]
    return "  ".join([*padded, *cells[len(WIDTHS) :]]).rstrip()


def told(row: Row) -> str:
    """A row as a line of the table."""
    return line(
        row.name,
        amount(row.value, row.unit),
        amount(row.floor, row.unit) if row.floor else "–",
        f"{row.ratio:.2f}×" if row.ratio else "–",
        row.bar or "–",
        row.verdict + (f"   {row.note}" if row.note else ""),
    )


def main(wanted: list[str]) -> int:
    """Run the benches named, or all; returns the exit status."""
    folder = Path(__file__).parent
    modules = {
        path.stem.removeprefix("bench_"): f"tests.bench.{path.parent.name}.{path.stem}"
        for path in sorted(folder.glob("*/bench_*.py"))
    }
    unknown = set(wanted) - set(modules)
    if unknown:
        print(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join(modules)}.")
        return 2
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f}\n")
    print(line("what", "median", "floor", "ratio", "bar", "verdict"))
    missed = 0
    for subject in wanted or modules:
        start = time.perf_counter()
        rows = importlib.import_module(modules[subject]).run()
        print(f"\n{subject} ({time.perf_counter() - start:.0f} s)")
        for row in rows:
            print(told(row), flush=True)
            missed += not row.passed
    print(f"\n{missed} bar{'s' * (missed != 1)} missed." if missed else "\nEvery bar was kept.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
