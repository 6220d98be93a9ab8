"""The verbs new and fill: make a mission file, and answer questions from another file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assessor.assessment.assessment import Assessment
from assessor.assessment.core.completeness import asked_questions
from assessor.assessment.mission.form_files import form_source
from assessor.assessment.mission.mission_start_packs import begin_mission, open_pack
from assessor.assessment.mission.passphrase_protection import refuse_readable
from assessor.assessment.odk.answer_import import import_answers
from assessor.assessment.odk.statement_import import import_statements
from assessor.cli.base import arguments, console
from assessor.cli.base.options import (
    known_keys,
    open_assessment,
    own_identity,
    read_first_line,
    read_passphrase,
)
from assessor.cli.base.verb import verb
from assessor.names import key_fingerprint
from assessor.parcel.keys.contact_card import Contact
from assessor.parcel.keys.identity import six_words
from assessor.parcel.keys.known_people import confirm_contact
from assessor.parcel.keys.profile_location import profile_folder
from assessor.parcel.pack.mission_pack import PACK_SUFFIX
from assessor.store.write.mission import now_ms


@verb(
    "new",
    arguments.argument(
        "form", "FORM", "a shipped form's id, an .xlsx, a CSV folder, an XForm or a mission .pack"
    ),
    arguments.path("-o --output", "FILE.mission", required=True),
    arguments.argument("--assessor", "NAME", "who answers", required=True),
    arguments.text("--country", "ISO3"),
    arguments.LANGUAGE,
    arguments.path("--passphrase-file", "F", "encrypt with the file's first line"),
    arguments.flag("--anyway", "accept problems of the form"),
    arguments.PACK_PASSPHRASE,
    arguments.READABLE,
    arguments.argument("--words", "WORDS", "headquarters' six words, by letter"),
    examples=[
        'new cybercrime_needs -o san-verano.mission --assessor "Ana Ortiz" --country XSV',
        'new san-verano.pack -o my.mission --assessor "Ana Ortiz" --words "the six words"',
    ],
)
def _new(options: Namespace) -> None:
    is_pack = Path(options.form).suffix.lower() == PACK_SUFFIX
    with _begin_from_pack(options) if is_pack else _begin(options) as made:
        language = f", in {made.language}" if made.language else ""
        asked, every = (
            sum(1 for _ in asked_questions(made.root, irrelevant=each)) for each in (False, True)
        )
        count = f"{asked} questions"
        if every > asked:
            count += f" asked now, {every - asked} more after certain answers"
        console.print_line(f"{options.output}: {made.form.title}, {count}{language}")


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
        contact = Contact(pack.headquarters, "", pack.public)
        confirm_contact(profile_folder(), contact, options.words, now_ms())
    secret = read_passphrase(options)
    is_protected = options.pack_passphrase_file is not None and pack.previous
    refuse_readable(
        Path(options.form).name if is_protected else "",
        options.output.name,
        allowed=bool(secret) or options.plain,
    )
    made = begin_mission(
        options.output,
        pack,
        identity=own_identity(options.assessor),
        country=options.country,
        language=options.language,
        passphrase=secret,
    )
    public = bytes.fromhex(pack.public)
    console.print_line(f"Sealed to {pack.headquarters}, {key_fingerprint(public)}")
    if pack.public not in known_keys():
        words = six_words(public)
        console.print_line(f"unverified: compare these words with your mission letter: {words}")
    return made


@verb(
    "fill",
    *arguments.FILE_ARGUMENTS,
    arguments.path("answers", "ANSWERS.csv"),
    arguments.text(
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
            done = import_statements(assessment, options.answers, options.as_statements)
            console.print_line(f"{done.new} statements kept, {done.known} known already")
            reason = "is no question that sources are asked, or not in this mission"
            console.print_lines(f"{reference}: {reason}" for reference in done.left)
            return
        count, progress = import_answers(assessment, options.answers), assessment.progress()
        answered = f"{progress.answered} of {progress.relevant} questions answered"
        console.print_line(f"{count} answers written; {answered}")
