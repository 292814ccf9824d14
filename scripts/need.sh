# What ./demo and ./check share: finding the programs they need, and installing those that are missing where they may.

# try_install PACKAGE...: installs Debian's packages where that is possible without asking.
try_install() {
    if ! command -v apt-get >/dev/null 2>&1; then return 0; fi
    if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo -n"; else return 0; fi
    echo "installing $*" >&2
    $as_root apt-get update -qq >&2 &&
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$@" >&2 || true
}

# need PROGRAM PACKAGE...: makes sure that PROGRAM is there; PACKAGEs are Debian's.
need() {
    program=$1
    shift
    if command -v "$program" >/dev/null 2>&1; then return 0; fi
    try_install "$@"
    if ! command -v "$program" >/dev/null 2>&1; then
        echo "$program is missing. On Debian, install it with: sudo apt-get install $*" >&2
        exit 1
    fi
}

# has_header HEADER: whether the C compiler finds a header.
has_header() { printf '#include <%s>\n' "$1" | cc -E - >/dev/null 2>&1; }

# need_header HEADER PACKAGE: makes sure that HEADER is there.
need_header() {
    if has_header "$1"; then return 0; fi
    try_install "$2"
    if ! has_header "$1"; then
        echo "the header $1 is missing. On Debian, install it with: sudo apt-get install $2" >&2
        exit 1
    fi
}

# need_venv: makes sure that Python can make environments with pip.
need_venv() {
    has_venv() { python3 -c 'import ensurepip, venv' 2>/dev/null; }
    if has_venv; then return 0; fi
    try_install python3-venv
    if ! has_venv; then
        echo "Python's venv is missing. On Debian, install it with: sudo apt-get install python3-venv" >&2
        exit 1
    fi
}

need_cargo() {
    if ! command -v cargo >/dev/null 2>&1; then
        echo "cargo is missing. Install a Rust toolchain of at least 1.95 from rustup.rs or your distribution." >&2
        exit 1
    fi
}
