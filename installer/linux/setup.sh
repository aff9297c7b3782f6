# Sourced by installer/run and installer/test: system packages, then .venv from the hash-locked requirements.
# Idempotent, and quick when nothing is to do. Speaks on stderr, so that a program's own output stays clean.

say() { printf '%s\n' "kuzet set-up: $*" >&2; }
fail() { say "$*"; exit 1; }

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Prints the packages of packages.txt that are missing; of alternatives the first one apt knows.
missing_packages() {
    grep -v '^#' installer/linux/packages.txt | while IFS= read -r line; do
        [ -n "$line" ] || continue
        found=
        for name in $(printf '%s' "$line" | tr '|' ' '); do
            if is_installed "$name"; then found=yes; break; fi
        done
        [ -n "$found" ] || printf '%s\n' "$line"
    done
}

known_to_apt() {
    for name in $(printf '%s' "$1" | tr '|' ' '); do
        if apt-cache show "$name" >/dev/null 2>&1; then printf '%s\n' "$name"; return; fi
    done
    printf '%s\n' "${1%%|*}"
}

install_packages() {
    command -v dpkg-query >/dev/null 2>&1 || {
        say "this is not a Debian or Ubuntu: install the like of installer/linux/packages.txt yourself"; return
    }
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then as_root=
    elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then as_root=sudo
    else
        fail "these system packages are missing; please run, then try again:
    sudo apt-get update && sudo apt-get install -y --no-install-recommends $(printf '%s\n' "$missing" | sed 's/|.*//' | tr '\n' ' ')"
    fi
    say "[1/2] installing system packages: $(printf '%s' "$missing" | sed 's/|.*//' | tr '\n' ' ')"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || say "apt-get update failed; trying with the lists at hand"
    names=$(printf '%s\n' "$missing" | while IFS= read -r line; do known_to_apt "$line"; done)
    # shellcheck disable=SC2086 - one word a package
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $names >&2 ||
        fail "apt-get could not install them; what it said stands above"
}

find_python() {
    for name in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 14)))' 2>/dev/null; then
            printf '%s\n' "$name"; return
        fi
    done
}

# One line a library instead of pip's many; ends with 1 when pip failed (its words stand on stderr).
show_progress() {
    awk -v total="$(grep -c '^[a-z].*==' installer/requirements.lock)" '
        /^Collecting/ { n++; printf "kuzet set-up: library %d of about %d: %s\n", n, total, $2 }
        /^Installing/ { print "kuzet set-up: unpacking" }
        /^pip failed$/ { failed = 1 }
        END { exit failed }' >&2
}

make_environment() {
    wanted=$(sha256sum installer/requirements.lock | cut -d' ' -f1)
    [ "$(cat .venv/kuzet.stamp 2>/dev/null)" = "$wanted" ] && [ -x .venv/bin/python ] && return
    python=$(find_python)
    [ -n "$python" ] || fail "Python 3.11, 3.12 or 3.13 is needed and was not found"
    say "[2/2] making .venv with $("$python" --version) (about 300 MB on the first run; a minute or a few)"
    "$python" -m venv --clear .venv || fail "the virtual environment could not be made"
    { .venv/bin/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes \
        -r installer/requirements.lock || echo "pip failed"; } | show_progress ||
        fail "the libraries could not be installed; what pip said stands above"
    printf '%s\n' "$wanted" > .venv/kuzet.stamp
    say "done"
}

install_packages
make_environment
