# Runs tests with the runner that is there: cargo nextest, or cargo itself.

has_nextest() { cargo nextest --version >/dev/null 2>&1; }

# tests ARGUMENTS: runs tests.
tests() {
    if has_nextest; then cargo nextest run --locked "$@"; else cargo test --locked "$@"; fi
}

# tests_of EXPRESSION ARGUMENTS: runs some tests: those of an expression where nextest is there, which builds nothing anew,
# and otherwise those that cargo's own arguments name.
tests_of() {
    expression=$1
    shift
    if has_nextest; then
        cargo nextest run --locked --workspace -E "$expression"
    else
        cargo test --locked "$@"
    fi
}

# ignored_tests_of EXPRESSION ARGUMENTS: the same for tests that a plain run leaves out, because they need another program.
ignored_tests_of() {
    expression=$1
    shift
    if has_nextest; then
        cargo nextest run --locked --workspace --run-ignored only -E "$expression"
    else
        cargo test --locked "$@" -- --ignored
    fi
}

# changed_crates: the crates whose files differ from what is committed, or from the commit before where nothing does.
changed_crates() {
    files=$(git diff --name-only HEAD && git ls-files --others --exclude-standard)
    if [ -z "$files" ]; then files=$(git diff --name-only HEAD~1 HEAD); fi
    printf '%s\n' "$files" | sed -n 's#^crates/\([^/]*\)/.*#\1#p; s#^\(xtask\)/.*#\1#p' | sort -u |
        sed '/^limen$/!{/^xtask$/!s/^/limen-/}'
}

# unit_tests_of CRATE...: the tests that stand beside the code of these crates.
unit_tests_of() {
    if [ $# = 0 ]; then return 0; fi
    packages=$(printf -- '-p %s ' "$@")
    # shellcheck disable=SC2086 # each is a word
    if has_nextest; then
        cargo nextest run --locked --workspace --lib --no-tests pass \
            -E "$(printf 'package(=%s) or ' "$@" | sed 's/ or $//')"
    else
        cargo test --locked --lib $packages
    fi
}
