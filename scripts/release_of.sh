# release_of FILE KEY DIR: takes a release into DIR and prints where its program is, if it was signed by the owner of KEY for
# this machine; says what is wrong otherwise. As `limen update` does, for those who have no Limen yet.
release_of() {
    file=$1 key=$2 dir=$3
    for needed in "$file" "$file.minisig" "$key"; do
        if [ ! -f "$needed" ]; then
            echo "$needed is missing: a release is a program and its signature, and the key comes from who publishes it" >&2
            exit 1
        fi
    done
    need minisign minisign
    # What was checked is what runs: both are copied first, where nobody else writes.
    rm -rf "$dir"
    mkdir -m 0700 -p "$dir"
    cp "$file" "$dir/limen"
    cp "$file.minisig" "$dir/limen.minisig"
    comment=$(minisign -Q -V -m "$dir/limen" -p "$key") || {
        echo "$file was not signed by the owner of $key, or was changed since: do not use it" >&2
        exit 1
    }
    case $comment in
        "limen "*" $(uname -m)-linux") ;;
        *)
            echo "what was signed says of itself \"$comment\": no release of Limen for $(uname -m)-linux" >&2
            exit 1
            ;;
    esac
    chmod 0700 "$dir/limen"
    echo "$dir/limen"
}
