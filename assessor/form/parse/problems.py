"""A collector of all problems of a form, with the XLSForm row of each node."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assessor.errors import AssessorError, FormError, Problem
from assessor.form.parse.form_source import FormSource

Rows = Mapping[str, tuple[str, int]]


class Problems:
    """All problems so far; with `forgiving`, tolerable ones do not stop the parser."""

    def __init__(self, source: FormSource, *, forgiving: bool = False) -> None:
        self._source = source
        self._forgiving = forgiving
        self._rows: Rows | None = None
        self._found: dict[Problem, None] = {}

    def __len__(self) -> int:
        return len(self._found)

    def add(
        self,
        what: str | AssessorError,
        fix: str = "",
        path: str = "",
        instead: str = "",
        file: str = "",
    ) -> None:
        """Note a problem of the node at `path`, or of what needs `file`.

        `instead` is the effect if the problem is tolerated.
        """
        sheet, row = _row_of_file(self._source, file) if file else self._row(path)
        self._found[Problem(str(what), fix, path, sheet, row, instead)] = None

    def add_located(self, problems: tuple[Problem, ...]) -> None:
        """Note problems with a known place."""
        self._found.update(dict.fromkeys(problems))

    def add_all(self, problems: Iterable[Problem], instead: str = "") -> None:
        """Note problems from elsewhere."""
        for problem in problems:
            self.add(problem.what, problem.fix, problem.path, instead)

    def raise_if_fatal(self) -> tuple[Problem, ...]:
        """Raise FormError unless all problems are tolerable; return them."""
        found = tuple(self._found)
        if not all(self._forgiving and problem.passable for problem in found):
            raise FormError(found)
        return found

    def _row(self, path: str) -> tuple[str, int]:
        if self._rows is None:
            self._rows = _survey_rows(self._source)
        return self._rows.get(path.partition("/")[2].partition("/")[2], ("", 0))


def _row_of_file(source: FormSource, file: str) -> tuple[str, int]:
    """Return the first survey row that needs a file: by name, or as text in an expression."""
    stem = file.rpartition(".")[0]
    for number, row in enumerate(source.sheets.get("survey", ()), 2):
        cells = row.values()
        quoted = any(f"'{stem}'" in cell or f'"{stem}"' in cell for cell in cells)
        external = row.get("type", "").endswith("-external") and row.get("name") == stem
        if quoted or external or any(file in cell for cell in cells):
            return "survey", number
    return "", 0


def _survey_rows(source: FormSource) -> dict[str, tuple[str, int]]:
    """Return sheet and row by path without the root's name."""
    found: dict[str, tuple[str, int]] = {}
    open_groups: list[str] = []
    for number, row in enumerate(source.sheets.get("survey", ()), 2):
        kind = re.sub(r"[ _]+", " ", row.get("type", "").strip().lower())
        name = row.get("name", "").strip()
        if kind.startswith("end ") and open_groups:
            open_groups.pop()
            continue
        path = "/".join((*open_groups, name))
        if name:
            found.setdefault(path, ("survey", number))
        if kind.startswith("begin "):
            open_groups.append(name)
    return found
