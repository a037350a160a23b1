#!/bin/sh
# run.sh BUILD - runs every test program and script, shows the output of those that fail, counts what was skipped.
set -u
build=$1
passed=0 failed=0 skipped=0
cd "$(dirname "$0")/.." || exit 1

# Root also tries everything as an ordinary user, who must be able to read the tree. Below a closed folder (/root), a copy
# is built and tested instead.
if [ "$(id -u)" = 0 ] && ! setpriv --reuid 65534 --regid 65534 --clear-groups test -r "$PWD/tests/run.sh"; then
    copy=$(mktemp -d /tmp/judge-tree-XXXXXX) || exit 1
    trap 'rm -rf "$copy"' EXIT
    chmod 755 "$copy"
    echo "an ordinary user cannot read $PWD: testing a copy in $copy"
    cp -a . "$copy/tree" && rm -rf "$copy/tree/$build/tests" "$copy/tree/$build/obj/tests" &&
        env -u MAKEFLAGS -u MAKELEVEL make -s --no-print-directory -C "$copy/tree" B="$build" check
    exit
fi
log=$(mktemp -d) || exit 1
trap 'rm -rf "$log"' EXIT
for test in "$build"/tests/test_* tests/test_*.sh; do
    case $test in *.d | *\**) continue ;; esac
    [ -x "$test" ] || continue
    name=$(basename "$test")
    start=$(date +%s%N)
    # Whoever runs this in the background (nohup, &) ignores signals that tests send and wait for.
    if JUDGE_BUILD=$build env --default-signal=HUP,INT,QUIT,TERM "$test" >"$log/$name" 2>&1; then
        result=ok passed=$((passed + 1))
    else
        result=FAILED failed=$((failed + 1))
    fi
    skips=$(grep -c '^SKIP: ' "$log/$name")
    skipped=$((skipped + skips))
    checks=$(sed -n 's/.*Checks: \([0-9]*\).*/\1/p' "$log/$name" | awk '{ n += $1 } END { print n + 0 }')
    printf '%-28s %-6s %5s checks %8s ms\n' "$name" "$result" "$checks" $((($(date +%s%N) - start) / 1000000))
    grep '^SKIP: ' "$log/$name"
    [ $result = ok ] || sed 's/^/    /' "$log/$name"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ] && [ $passed -gt 0 ]
