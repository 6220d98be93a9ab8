"""Paper scanners: list them, read their options, scan pages, and make one PDF of them.

Scanners are used through SANE's program `scanimage` on Linux; it supports flat beds, document
feeders, and network scanners without a driver (eSCL, WSD).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from assessor.assessment.base.progress import ProgressCallback
from assessor.errors import AssessorError, FileError, Refused
from assessor.store.files.run_folder import run_folder

PROGRAM = "scanimage"
GLASS, COLOUR, GREY, LINES = "Flatbed", "Color", "Gray", "Lineart"
"""The usual name of the flat bed, and the modes of section 4.5 of the SANE standard 1.06."""
_SECONDS_TO_LOOK = 60.0
"""Seconds to wait for scanners: those in a network answer late."""
_NO_MORE_PAPER = 7
"""SANE_STATUS_NO_DOCS of the SANE standard 1.06, section 4.1: the feeder is empty."""
_WISHED = (150, 200, 300, 400, 600)
_FEEDER = re.compile(r"adf|feeder", re.IGNORECASE)
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Scanner:
    """One scanner: its SANE name, and a name for people."""

    device: str
    name: str


@dataclass(frozen=True, slots=True)
class ScannerOptions:
    """Options of a scanner in its own words; `resolutions` in dots per inch, smallest first."""

    modes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    resolutions: tuple[int, ...] = ()

    @classmethod
    def read(cls, output: str) -> ScannerOptions:
        """Parse the output of `scanimage --all-options`."""
        return cls(
            _option_values(output, "mode"),
            _option_values(output, "source"),
            tuple(sorted(set(_resolutions(output)))),
        )

    @property
    def mode(self) -> str:
        """The default mode: grey, which is readable and small."""
        return GREY if GREY in self.modes else next(iter(self.modes), "")

    @property
    def resolution(self) -> int:
        """The default resolution: nearest to 200 dpi, which is enough for text."""
        return min(self.resolutions, key=lambda dots: abs(dots - 200), default=0)


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """Settings of a scan in the scanner's words, blank for its default; dots per inch, or 0."""

    mode: str = ""
    source: str = ""
    resolution: int = 0

    @property
    def feeds(self) -> bool:
        """Whether sheets come from a feeder, which is emptied."""
        return bool(_FEEDER.search(self.source))

    def arguments(self) -> Iterator[str]:
        """The settings as options of scanimage."""
        if self.source:
            yield f"--source={self.source}"
        if self.mode:
            yield f"--mode={self.mode}"
        if self.resolution:
            yield f"--resolution={self.resolution}"


def list_scanners() -> tuple[Scanner, ...]:
    """Return the scanners available now; takes seconds. Raises Refused if none can be asked."""
    output = _scanimage_output("-f", "%d\t%v %m%n")
    found = (line.split("\t", 1) for line in output.splitlines() if "\t" in line)
    return tuple(Scanner(device, " ".join(name.split())) for device, name in found)


def scanner_options(scanner: Scanner) -> ScannerOptions:
    """Return the options of a scanner. Raises FileError if it does not answer."""
    return ScannerOptions.read(_scanimage_output("-d", scanner.device, "-A"))


def scan(scanner: Scanner, wish: ScanSettings, report_progress: ProgressCallback) -> list[bytes]:
    """Scan the glass, or all sheets in the feeder, to PNG pages.

    What `report_progress` raises stops the scanner. Raises FileError with the scanner's own message
    if it cannot scan, and Refused without the program.
    """
    with tempfile.TemporaryDirectory(prefix="scan-", dir=run_folder()) as place:
        command = [
            _program(), "-d", scanner.device, "--format=png", "--progress",
            f"--batch={place}/%04d.png", *wish.arguments(),
        ]  # fmt: skip
        if not wish.feeds:
            command.append("--batch-count=1")
        status, message = _run(command, report_progress)
        pages = [path.read_bytes() for path in sorted(Path(place).glob("*.png"))]
    if not pages or status not in (0, _NO_MORE_PAPER):
        if status == _NO_MORE_PAPER:
            raise FileError("There is no paper in the feeder: put it in and scan again.")
        raise FileError("The scanner could not scan: {reason}", reason=message or str(status))
    return pages


def as_pdf(pages: Sequence[bytes], resolution: int = 0) -> bytes:
    """Combine pages into one PDF (resolution in dpi). Raises FileError, ValueError for no page."""
    if not pages:
        raise ValueError("no page")
    out = BytesIO()
    first, *others = (_picture(page) for page in pages)
    first.save(
        out, "PDF", save_all=True, append_images=others,
        resolution=float(resolution or 200), quality=_QUALITY,
    )  # fmt: skip
    return out.getvalue()


def _picture(page: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(page))
        return picture.convert("L" if picture.mode in ("1", "L", "I;16", "I") else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise FileError("A scanned page cannot be read: scan it again.") from error


def _option_values(output: str, option: str) -> tuple[str, ...]:
    found = re.search(rf"^ +--{option}(?:=| )([^\[\n]+?)\s*\[(?!inactive)", output, re.MULTILINE)
    return tuple(found[1].split("|")) if found else ()


def _resolutions(output: str) -> Iterator[int]:
    found = re.search(r"^ +--resolution ([^\[\n]+?)dpi", output, re.MULTILINE)
    if not found:
        return
    if spread := re.fullmatch(r"(\d+)(?:\.\d+)?\.\.(\d+)(?:\.\d+)?", found[1].strip()):
        yield from (dots for dots in _WISHED if int(spread[1]) <= dots <= int(spread[2]))
    else:
        yield from (int(dots) for dots in re.findall(r"\d+", found[1]) if 75 <= int(dots) <= 600)


def _program() -> str:
    found = shutil.which(PROGRAM)
    if found is None:
        raise Refused(
            "Scanners are reached through SANE, which this computer does not have. Scan with the "
            "system's own program, then drop or paste the file here."
        )
    return found


def _scanimage_output(*arguments: str) -> str:
    try:
        done = subprocess.run(
            [_program(), *arguments],
            capture_output=True, text=True, errors="replace", timeout=_SECONDS_TO_LOOK,
            env={**os.environ, "LC_ALL": "C"}, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise FileError(
            "The scanner does not answer: see that it is on and connected, then look again."
        ) from error
    if done.returncode:
        raise FileError("The scanner could not be asked: {reason}", reason=_reason(done.stderr))
    return done.stdout


def _run(command: list[str], report_progress: ProgressCallback) -> tuple[int, str]:
    """Scan and report progress; return the status and the last error message."""
    errors: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C"},
    ) as running:  # fmt: skip
        assert running.stderr is not None
        try:
            rest = b""
            report_progress("Scanning…", 0, 100)
            while chunk := os.read(running.stderr.fileno(), 4096):
                *lines, rest = re.split(rb"[\r\n]+", rest + chunk)
                for line in lines:
                    if done := re.match(rb"Progress: (\d+)", line):
                        report_progress("Scanning…", int(done[1]), 100)
                    else:
                        errors.append(line.decode(errors="replace"))
            errors.append(rest.decode(errors="replace"))
        except AssessorError:
            running.terminate()
            raise
        return running.wait(), _reason("\n".join(errors))


def _reason(output: str) -> str:
    """Return the last error line of scanimage, without its name."""
    lines = [line for line in output.splitlines() if re.match(r"scanimage\S*:", line)]
    return re.sub(r"^scanimage\S*: *", "", lines[-1]) if lines else ""
