#!/bin/sh
# Make this checkout ready: a Python, its virtual environment in .venv, and the system libraries Qt
# needs. Does nothing that is done already. As root on Debian or Ubuntu it installs what the system
# lacks; otherwise it names that in one line to paste, and stops.
#   ./setup.sh          for the command line
#   ./setup.sh window   also what a window on an X display needs
#   ./setup.sh dev      also the Python packages that only developers need
#   ./setup.sh tests    also other programs that tests compare with, where they can be installed
set -eu
cd "$(dirname "$0")"
PATH=$PATH:/usr/sbin:/sbin

# install PACKAGE...: install system packages, or say which to install.
install() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $*" >&2
        export DEBIAN_FRONTEND=noninteractive
        apt-get install -qq --yes --no-install-recommends "$@" >/dev/null 2>&1 && return
        apt-get update -qq && apt-get install -qq --yes --no-install-recommends "$@" >/dev/null
    elif command -v apt-get >/dev/null; then
        echo "Please run this once, then try again:  sudo apt-get install $*" >&2
        exit 1
    else
        echo "Please install these first (they are named here as on Debian): $*" >&2
        exit 1
    fi
}

# find_python: print the first Python that is new enough, or fail.
find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# lacking LIBRARY=PACKAGE...: print the packages of the libraries the system does not have.
lacking() {
    known=$(ldconfig -p)
    for pair in "$@"; do
        case $known in *"${pair%=*} "*) ;; *) echo "${pair#*=}" ;; esac
    done
}

# absent COMMAND=PACKAGES...: print the packages of the commands the system does not have.
absent() {
    for pair in "$@"; do
        command -v "${pair%%=*}" >/dev/null || echo "${pair#*=}"
    done
}

wanted=${1:-}

python=$(find_python) || { install python3; python=$(find_python); } || {
    echo "Assessor needs Python 3.11 or newer, and this system offers none." >&2
    exit 1
}

missing=
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    missing="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
fi
if command -v ldconfig >/dev/null; then
    missing="$missing $(lacking libEGL.so.1=libegl1 libGL.so.1=libgl1 libdbus-1.so.3=libdbus-1-3 \
        libfontconfig.so.1=libfontconfig1 libxkbcommon.so.0=libxkbcommon0 \
        libglib-2.0.so.0=libglib2.0-0)"
    if [ "$wanted" = window ]; then
        missing="$missing $(lacking libxcb-cursor.so.0=libxcb-cursor0 \
            libxcb-icccm.so.4=libxcb-icccm4 libxcb-keysyms.so.1=libxcb-keysyms1 \
            libxcb-image.so.0=libxcb-image0 libxcb-render-util.so.0=libxcb-render-util0 \
            libxcb-shape.so.0=libxcb-shape0 libxcb-xkb.so.1=libxcb-xkb1 \
            libxkbcommon-x11.so.0=libxkbcommon-x11-0)"
    fi
fi
# shellcheck disable=SC2086  # one word a package is meant
set -- $missing
if [ $# -gt 0 ]; then install "$@"; fi

if [ ! -x .venv/bin/python ]; then "$python" -m venv .venv; fi

# packages MARK EXTRAS: install the Python packages into .venv, unless MARK is newer than their list.
packages() {
    if [ -e ".venv/$1" ] && ! [ pyproject.toml -nt ".venv/$1" ]; then return; fi
    echo "Installing the Python packages into .venv" >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".$2"
    touch ".venv/$1"
}

packages .ready ""
case $wanted in dev | tests) packages .ready-dev "[dev]" ;; esac

# offer PACKAGE...: install what tests want, or say that those that need it are skipped.
offer() {
    if [ $# -gt 0 ] && ! (install "$@") 2>/dev/null; then
        echo "Not installed here, so the tests that need them are skipped: $*" >&2
    fi
}

if [ "$wanted" = tests ]; then
    for place in /usr/lib/postgresql/*/bin; do PATH=$PATH:$place; done
    # shellcheck disable=SC2046  # one word a package is meant
    offer $(absent qpdf=qpdf pdftotext=poppler-utils initdb=postgresql scanimage=sane-utils \
        "soffice=libreoffice-writer-nogui libreoffice-calc-nogui")
    if [ ! -e /usr/share/java/preflight.jar ] || [ ! -e /usr/share/java/jaxb-api.jar ]; then
        # shellcheck disable=SC2046
        offer $(absent java=default-jre-headless) \
            libpdfbox2-java libcommons-logging-java libactivation-java libjaxb-api-java
    fi
fi
