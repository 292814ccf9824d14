# tests ARGUMENTS: runs tests with whichever runner is there.
tests() {
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --locked "$@"
    else
        cargo test --locked "$@"
    fi
}
