# Read by the scripts beside it: finds Python, makes the virtual environment .venv and installs what a requirements
# file names, when that file changed. Afterwards .venv/bin/python is ready and the working directory is the project's.
# Nothing outside .venv and var/ is written.

set -eu

stop() {
    echo "$*" >&2
    exit 1
}

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || stop "The project's folder can't be entered."
cd -- "$project" || stop "The project's folder can't be entered."

# Compiled Python belongs into var/ as well, not beside the sources.
PYTHONPYCACHEPREFIX=$project/var/compiled
export PYTHONPYCACHEPREFIX
unset PYTHONHOME PYTHONPATH

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

find_python() {
    python=
    without_venv=
    for candidate in python3.14 python3.13 python3.12 python3.11 python3 python; do
        "$candidate" -c "$new_enough" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            python=$candidate
            return
        fi
        without_venv=${without_venv:-$candidate}
    done
    if [ -n "$without_venv" ]; then
        version=$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        stop "Python $version is here, but not its module venv. Install it (Debian and Ubuntu: apt-get install" \
            "python3-venv or python$version-venv) and start again."
    fi
    stop "Python 3.11 or newer is needed and was not found. Install it (Debian and Ubuntu: apt-get install python3" \
        "python3-venv; macOS: brew install python) and start again."
}

leave() {
    rm -rf var/set-up
}

# Two first starts at once would spoil each other's virtual environment.
enter() {
    mkdir -p var 2>/dev/null && [ -w var ] && [ -w . ] ||
        stop "This user can't write in $project. Start as the user to whom it belongs."
    if ! mkdir var/set-up 2>/dev/null; then
        other=$(cat var/set-up/process 2>/dev/null || echo unknown)
        if [ "$other" = unknown ] || kill -0 "$other" 2>/dev/null; then
            stop "Another start (process $other) is installing the packages. Wait for it, or, if there is none," \
                "delete the folder var/set-up and start again."
        fi
        rm -rf var/set-up
        mkdir var/set-up 2>/dev/null || stop "Another start is installing the packages. Wait for it and start again."
    fi
    trap leave EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    echo $$ >var/set-up/process
}

# Runs the virtual environment's Python with an empty HOME: pip asks some programs for their version, and those may write there.
away_from_home() {
    HOME=$project/var/set-up TMPDIR=$project/var/set-up PIP_USER=0 .venv/bin/python "$@"
}

make_virtual_environment() {
    find_python
    echo "Making the virtual environment .venv with $("$python" --version 2>&1) ..."
    rm -rf .venv
    mkdir .venv
    : >.venv/unfinished
    { "$python" -m venv --without-pip .venv && away_from_home -m ensurepip --upgrade --default-pip; } >var/set-up/words 2>&1 || {
        cat var/set-up/words >&2
        stop "The virtual environment .venv can't be made; the lines above say why."
    }
}

# set_up FILE: install what FILE names unless that is done. requirements-dev.txt holds all of requirements.txt, so
# after it the other counts as installed too.
set_up() {
    if [ ! -e .venv/unfinished ] && cmp -s "$1" ".venv/$1.installed" && .venv/bin/python -c "$new_enough" 2>/dev/null; then
        return
    fi
    enter
    if [ -e .venv/unfinished ] || ! .venv/bin/python -c "$new_enough" 2>/dev/null ||
        ! away_from_home -m pip --version >/dev/null 2>&1; then
        make_virtual_environment
    fi
    echo "Installing the packages of $1 (once; a minute or two) ..."
    : >.venv/unfinished
    away_from_home -m pip install --quiet --no-input --no-cache-dir \
        --no-compile --disable-pip-version-check --require-hashes -r "$1" </dev/null ||
        stop "The packages can't be installed; the lines above say why. Mostly the network is away: start again" \
            "when it is back."
    cp requirements.txt .venv/requirements.txt.installed
    cp "$1" ".venv/$1.installed"
    rm -f .venv/unfinished
    leave
    trap - EXIT INT TERM HUP
}
