"""The verbs new and fill: make a mission file, and answer questions from another file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.form_files import form_source
from assessor.assessment.mission.mission_start_packs import begin_mission, open_pack
from assessor.assessment.odk.answer_import import import_answers
from assessor.assessment.odk.statement_import import import_statements
from assessor.cli.base import console
from assessor.cli.base.arguments import (
    FILE_ARGUMENTS,
    LANGUAGE,
    PACK_PASSPHRASE,
    argument,
    flag,
    path,
    text,
)
from assessor.cli.base.options import (
    open_assessment,
    own_identity,
    read_first_line,
    read_passphrase,
)
from assessor.cli.base.verb import verb
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.identity import key_fingerprint, six_words
from assessor.parcel.keys.known_people import confirm_contact, known_people
from assessor.parcel.keys.profile_location import profile_folder
from assessor.parcel.pack.mission_pack import PACK_SUFFIX
from assessor.store.write.mission import now_ms


@verb(
    "new",
    argument(
        "form", "FORM", "a shipped form's id, an .xlsx, a CSV folder, an XForm or a mission .pack"
    ),
    path("-o --output", "FILE.mission", required=True),
    argument("--assessor", "NAME", "who answers", required=True),
    text("--country", "ISO3"),
    LANGUAGE,
    path("--passphrase-file", "F", "encrypt with the file's first line"),
    flag("--anyway", "accept problems of the form"),
    PACK_PASSPHRASE,
    argument("--words", "WORDS", "headquarters' six words, by letter"),
    examples=[
        'new cybercrime_needs -o san-verano.mission --assessor "Ana Ortiz" --country XSV',
        'new san-verano.pack -o my.mission --assessor "Ana Ortiz" --words "the six words"',
    ],
)
def _new(options: Namespace) -> None:
    with _begin_from_pack(options) if _is_pack(options.form) else _begin(options) as made:
        asked = made.progress()
        language = f", in {made.language}" if made.language else ""
        console.print_line(
            f"{options.output}: {made.form.title}, {asked.relevant} questions{language}"
        )


def _is_pack(form: str) -> bool:
    return Path(form).suffix.lower() == PACK_SUFFIX


def _begin(options: Namespace) -> Assessment:

    return Assessment.create(
        options.output,
        form_source(options.form),
        identity=own_identity(options.assessor),
        country=options.country,
        language=options.language,
        passphrase=read_passphrase(options),
        anyway=options.anyway,
    )


def _begin_from_pack(options: Namespace) -> Assessment:
    """What `new` does with a pack; the words given are headquarters', compared before anything."""
    pack = open_pack(Path(options.form), passphrase=read_first_line(options.pack_passphrase_file))
    if options.words is not None:
        confirm_contact(
            profile_folder(), Contact(pack.headquarters, "", pack.public), options.words, now_ms()
        )
    identity = own_identity(options.assessor)
    made = begin_mission(
        options.output,
        pack,
        identity=identity,
        country=options.country,
        language=options.language,
        passphrase=read_passphrase(options),
    )
    console.print_line(
        f"Sealed to {pack.headquarters}, {key_fingerprint(bytes.fromhex(pack.public))}"
    )
    if pack.public not in (*known_people(profile_folder()), identity.public.hex()):
        words = six_words(bytes.fromhex(pack.public))
        console.print_line(f"unverified: compare these words with your mission letter: {words}")
    return made


@verb(
    "fill",
    *FILE_ARGUMENTS,
    path("answers", "ANSWERS.csv"),
    text(
        "--as-statements",
        "SOURCE",
        "import a submission as statements of this source (name or id), beside the answers",
    ),
    examples=[
        "fill san-verano.mission answers.csv",
        'fill san-verano.mission collected.xml --as-statements "Police, cyber unit"',
    ],
)
def _fill(options: Namespace) -> None:
    with open_assessment(options) as assessment:
        if options.as_statements:
            _import_statements(assessment, options.answers, options.as_statements)
            return
        done = import_answers(assessment, options.answers)
        progress = assessment.progress()
        console.print_line(
            f"{done} answers written; {progress.answered} of {progress.relevant} questions answered"
        )


def _import_statements(assessment: Assessment, path: Path, source: str) -> None:
    heard = import_statements(assessment, path, source)
    console.print_line(f"{heard.new} statements kept, {heard.known} known already")
    for reference in heard.left:
        console.print_line(
            f"{reference}: is no question that sources are asked, or not in this mission"
        )
