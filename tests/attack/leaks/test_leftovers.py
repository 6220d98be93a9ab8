"""A killed program leaves no plaintext: what it left is removed at the next start."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from assessor.cli.main import main
from assessor.store.files.durable_files import owner_only_command
from assessor.store.files.run_folder import remove_leftovers

CANARY = "The source is Mr Quetzal of the registry office"

EXPORTS = """
import sys
from pathlib import Path
from assessor.assessment.base.file_writing import write_verified
def stop(part):
    print("there", flush=True)
    sys.stdin.read()
write_verified(sys.argv[2].encode(), Path(sys.argv[1]) / "report.pdf", stop)
"""
VIEWS = """
import sys
from assessor.gui.toolkit.system import open_external
open_external.QDesktopServices.openUrl = lambda url: True
open_external.open_external("contract.txt", sys.argv[2].encode())
print("there", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of the computer."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def holders(*folders: Path) -> list[str]:
    """Return the names of files with the canary, in clear."""
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if CANARY.encode() in path.read_bytes()]


def start(script: str, out: Path, temporary: Path) -> subprocess.Popen[str]:
    """Start a program, and wait until it has written the canary."""
    command = [sys.executable, "-c", script, str(out), CANARY]
    environment = {**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary)}
    program = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    assert program.stdout is not None and program.stdout.readline() == "there\n"
    return program


@pytest.mark.parametrize("script", [EXPORTS, VIEWS], ids=["export", "viewing"])
def test_what_a_killed_program_left_is_removed_at_the_next_start(
    script: str, tmp_path: Path, temporary: Path
) -> None:
    """The battery is taken out while a report is written, or evidence is looked at."""
    out = tmp_path / "out"
    out.mkdir()
    program = start(script, out, temporary)
    remove_leftovers()
    assert len(holders(out, temporary)) == 1, "a program that runs keeps its files"
    program.kill()
    program.communicate()
    assert len(holders(out, temporary)) == 1
    assert main(["keys", "show"]) == 0
    assert holders(out, temporary) == []
    assert list(out.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="links need rights there")
def test_a_planted_folder_makes_the_next_start_delete_nothing_else(
    tmp_path: Path, temporary: Path
) -> None:
    """Somebody prepares a folder with the name of ours, whose notes name files of the victim."""
    key = tmp_path / "signing.key"
    key.write_text("secret")
    planted = temporary / "assessor-run-x"
    (planted / "unfinished").mkdir(parents=True)
    (planted / ".running.lock").touch()
    (planted / "unfinished" / "1").write_text(str(key))
    (planted / "viewing").symlink_to(tmp_path)
    (temporary / "assessor-run-link").symlink_to(tmp_path)
    remove_leftovers()
    assert key.read_text() == "secret" and not planted.exists()


def test_windows_leaves_private_files_to_their_owner() -> None:
    """Another user of a Windows computer read missions by the rights of their folder."""
    command = owner_only_command("C:\\missions\\a.mission")
    assert command[:2] == ["icacls", "C:\\missions\\a.mission"]
    assert command[2:5] == ["/inheritance:r", "/grant:r", "*S-1-3-4:F"]
