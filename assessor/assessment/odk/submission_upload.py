"""Upload of submissions to an OpenRosa server: each once, even after an interruption.

The file keeps what a server accepted, by a hash of its address; names and passwords are never
stored, and an address may hold a token. A changed assessment is sent as an edit of the last
submission.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from assessor.assessment.assessment import Assessment
from assessor.assessment.base.progress import ProgressCallback, no_progress
from assessor.assessment.odk.openrosa import XML, AcceptedUpload, Server
from assessor.assessment.odk.submission_export import PreparedSubmission, prepare_submission
from assessor.errors import Refused

_SETTING = "uploaded"
NEW, EDITED, KNOWN = "sent", "sent as an edit", "was there already"


@dataclass(frozen=True, slots=True)
class UploadedSubmission:
    """Result: `outcome` is NEW, EDITED or KNOWN; `missing` are files that are not here."""

    assessment: str
    instance_id: str
    outcome: str
    posts: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """How far one submission is on a server: `said` is a hash of its content, `sent` the files
    accepted, `edits` the instanceID of which it is an edit.
    """

    id: str
    said: str
    edits: str = ""
    sent: tuple[str, ...] = ()
    done: bool = False


def upload_submission(
    assessment: Assessment,
    server: Server,
    address: str,
    report_progress: ProgressCallback = no_progress,
) -> UploadedSubmission:
    """Upload the assessment as an ODK submission to a server that was asked before.

    A second upload changes nothing there; an interrupted one continues; a changed assessment is an
    edit of the last one accepted. Raises Refused for a form without instanceID, ServerError.
    """
    _refuse_nameless(assessment)
    ledger = _Ledger(assessment, sha256(address.strip().encode()).hexdigest())
    last, prepared = ledger.last(), prepare_submission(assessment, assessment.uuid)
    content_hash = _content_hash(prepared)
    if last is not None and last.said == content_hash and last.done:
        return UploadedSubmission(assessment.uuid, last.id, KNOWN, 0, prepared.missing)
    state = _State(prepared.instance_id, content_hash)
    if last is not None and last.said == content_hash:
        state = last  # the upload was interrupted
    elif last is not None and (last.done or last.sent):
        state = _State("", content_hash, last.id)
    try:
        return _post_files(assessment, server, state, ledger.keep, report_progress)
    except AcceptedUpload:
        if last is None or state.edits or last.said == content_hash:
            raise
        # the server had received the last post, though its reply was lost
        state = _State("", content_hash, last.id)
        return _post_files(assessment, server, state, ledger.keep, report_progress)


def _post_files(
    assessment: Assessment,
    server: Server,
    state: _State,
    keep: Callable[[_State], None],
    report_progress: ProgressCallback,
) -> UploadedSubmission:
    """Post what was not accepted yet, in as few posts as the server's limit allows."""
    prepared = prepare_submission(assessment, assessment.uuid, deprecates=state.edits)
    state = replace(state, id=prepared.instance_id)
    keep(state)
    left = {name: content for name, content in prepared.files.items() if name not in state.sent}
    groups = list(_grouped(left, server.most - len(prepared.text)))
    for at, group in enumerate(groups, 1):
        report_progress("Sending…", at - 1, len(groups))
        parts = [(XML, "text/xml", prepared.text)]
        parts += [(name, _kind(name), prepared.files[name]) for name in group]
        server.send(parts, last=at == len(groups))
        state = replace(state, sent=(*state.sent, *group), done=at == len(groups))
        keep(state)
    outcome = EDITED if state.edits else NEW
    return UploadedSubmission(
        assessment.uuid, prepared.instance_id, outcome, len(groups), prepared.missing
    )


def _grouped(files: Mapping[str, bytes], room: int) -> Iterator[list[str]]:
    """Yield names of files for each post; a file larger than the limit goes alone."""
    group: list[str] = []
    size = 0
    for name, content in files.items():
        if group and size + len(content) > room:
            yield group
            group, size = [], 0
        group.append(name)
        size += len(content)
    yield group


def _content_hash(prepared: PreparedSubmission) -> str:
    found = sha256(prepared.text)
    for name, content in sorted(prepared.files.items()):
        found.update(name.encode() + b"\0" + sha256(content).digest())
    return found.hexdigest()


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _refuse_nameless(assessment: Assessment) -> None:
    if not any(path.endswith("/instanceID") for path in assessment.form.binds):
        raise Refused(
            "This form has no instanceID: a server could not tell the submission from another. "
            "Give the form a meta block with one."
        )


class _Ledger:
    """What a server accepted of an assessment, stored in its file."""

    def __init__(self, assessment: Assessment, server: str) -> None:
        self._mission, self._uuid, self._server = assessment.mission, assessment.uuid, server

    def last(self) -> _State | None:
        """Return the last submission begun for the server."""
        text = self._mission.setting(_SETTING)
        found = (json.loads(text) if text else {}).get(self._server, {}).get(self._uuid)
        if not found:
            return None
        return _State(**{**found, "sent": tuple(found["sent"])})

    def keep(self, state: _State) -> None:
        """Store the state."""

        def revised(before: str | None) -> str:
            stored = json.loads(before) if before else {}
            stored.setdefault(self._server, {})[self._uuid] = asdict(state)
            return json.dumps(stored)

        self._mission.update_setting(_SETTING, revised)
