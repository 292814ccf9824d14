# Runs tests with the runner that is there: cargo nextest, or cargo itself.

has_nextest() { cargo nextest --version >/dev/null 2>&1; }

# tests ARGUMENTS: runs tests.
tests() {
    if has_nextest; then cargo nextest run --locked "$@"; else cargo test --locked "$@"; fi
}

# Cargo chooses features for what it is told to build: told to build one crate, it builds what that needs anew. So both
# runners are given the whole workspace.

# cargo_tests NAME...: the arguments by which cargo runs the test programs of these names.
cargo_tests() { printf -- '--workspace %s' "$(printf -- '--test %s ' "$@")"; }

# tests_of EXPRESSION NAME...: runs some tests: those of an expression where nextest is there, and otherwise the test
# programs of these names.
tests_of() {
    expression=$1
    shift
    if has_nextest; then
        cargo nextest run --locked --workspace -E "$expression"
    else
        # shellcheck disable=SC2046 # each is a word
        cargo test --locked $(cargo_tests "$@")
    fi
}

# ignored_tests_of EXPRESSION NAME...: the same for tests that a plain run leaves out, because they need another program.
ignored_tests_of() {
    expression=$1
    shift
    if has_nextest; then
        cargo nextest run --locked --workspace --run-ignored only -E "$expression"
    else
        # shellcheck disable=SC2046
        cargo test --locked $(cargo_tests "$@") -- --ignored
    fi
}

# names_of_tests CRATE: the test programs of a crate.
names_of_tests() { for file in crates/"$1"/tests/*.rs; do basename "$file" .rs; done; }

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
