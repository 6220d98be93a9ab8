"""Update resources/words/*.po from the source; list missing translations."""

from __future__ import annotations

import sys

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.words import FOLDER, LANGUAGES, extract


def main() -> int:
    """Rewrite every catalogue in the order of its keys; return the number of missing
    translations."""
    found = extract()
    missing = 0
    for language in LANGUAGES:
        path = FOLDER / f"{language}.po"
        known = {}
        if path.exists():
            with path.open("rb") as file:
                known = {message.id: message.string for message in read_po(file) if message.id}
        fresh = Catalog(locale=language, header_comment=f"# Assessor in {language}.", fuzzy=False)
        for word, modules in found.items():
            fresh.add(word, known.get(word, ""), locations=[(module, 0) for module in modules])
            if not known.get(word):
                missing += 1
                print(f"{language}: {word!r}")
        with path.open("wb") as file:
            write_po(file, fresh, width=96, include_lineno=False, omit_header=True)
    print(f"{len(found)} words, {missing} translations missing")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
