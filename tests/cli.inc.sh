# cli.inc.sh - what the tests of the built program share: a folder of their own, an empty home, and words to run a command
# and look at what it says. JUDGE_BUILD: the build folder. To be sourced by bash.
set -u
build=$(cd "${JUDGE_BUILD:?}" && pwd) || exit 1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
judge=$build/judge
problems=$root/problems
good=$problems/linear-regression/submissions/accepted/loops.c
wrong=$problems/linear-regression/submissions/wrong_answer/sum_instead_of_mean.c
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export JUDGE_HOME=$work/home JUDGE_USER=ada LC_ALL=C.UTF-8
unset JUDGE_PROBLEMS NO_COLOR COLUMNS XDG_DATA_HOME
checks=0 failures=0

# run CODE COMMAND... - runs it, keeps its output in $work/out and $work/errors, and checks the exit code
run() {
    code=$1
    shift
    "$@" >"$work/out" 2>"$work/errors" </dev/null
    got=$?
    check "exit $code of: ${*//$work/W}" test $got = "$code"
}

# check NAME TEST...
check() {
    name=$1
    shift
    checks=$((checks + 1))
    if ! "$@" >/dev/null 2>&1; then
        failures=$((failures + 1))
        echo "FAILED: $name"
        [ ! -f "$work/out" ] || head -c 2000 "$work/out" | cat -v | sed 's/^/    out: /'
        [ ! -f "$work/errors" ] || head -c 2000 "$work/errors" | cat -v | sed 's/^/    err: /'
    fi
}

prints() { check "prints '$1'" grep -qF -- "$1" "$work/out"; }
prints_not() { check "does not print '$1'" bash -c '! grep -qF -- "$1" "$2"' - "$1" "$work/out"; }
says() { check "says '$1'" grep -qF -- "$1" "$work/errors"; }
silent() { check "keeps stdout empty" test ! -s "$work/out"; }
one_line() { check "says it in one line" test "$(wc -l <"$work/errors")" = 1; }

# json EXPRESSION - of the object o on stdout; it must be one line
json() { check "json: $1" python3 -c '
import json, sys
text = open(sys.argv[1]).read()
assert text.endswith("\n") and text.count("\n") == 1
o = json.loads(text, parse_constant=lambda name: sys.exit("not JSON: " + name))
assert eval(sys.argv[2])' "$work/out" "$1"; }

# refused WORDS COMMAND... - wrong use: exit 2, one line on stderr with WORDS, nothing on stdout
refused() {
    words=$1
    shift
    run 2 "$@"
    says "$words"
    one_line
    silent
}

# done_with_checks - says how many there were, and exits accordingly
done_with_checks() {
    echo "$((100 - 100 * failures / checks))%: Checks: $checks, Failures: $failures, Errors: 0"
    [ $failures = 0 ]
}
