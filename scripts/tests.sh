# tests ARGUMENTS: runs tests with whichever runner is there.
tests() {
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --locked "$@"
    else
        cargo test --locked "$@"
    fi
}

# tests_of EXPRESSION ARGUMENTS: runs some tests: those of an expression where nextest is there, which builds nothing anew,
# and otherwise those that cargo's own arguments name.
tests_of() {
    expression=$1
    shift
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --locked --workspace -E "$expression"
    else
        cargo test --locked "$@"
    fi
}
