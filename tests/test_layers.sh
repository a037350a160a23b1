#!/bin/sh
# test_layers.sh - include order is dependency order: who may include whom, no cycles, one file per foreign library,
# and nobody prints but main and the commands.
set -u
cd "$(dirname "$0")/.." || exit 1
counts=$(mktemp) || exit 1
trap 'rm -f "$counts"' EXIT

# none NAME - reads lines; each is a breach of NAME. Runs at the end of a pipe, so it counts in a file.
none() {
    found=$(cat)
    if [ -z "$found" ]; then
        echo ok >>"$counts"
    else
        echo failed >>"$counts"
        printf '%s:\n%s\n' "$1" "$found"
    fi
}

includes() { grep -Hn '^#include' "$@" 2>/dev/null; }
sources() { git ls-files --cached --others --exclude-standard "$@"; }

# Layers: a folder includes itself and what stands left of it (guest, sandbox, reference, judge).
includes sandbox/guest/*.[ch] | grep -E '"(sandbox|reference|judge|tests)/' | none "the guest stands alone: it is all that a submission sees"
includes sandbox/*.[ch] | grep -E '"(reference|judge|tests)/' | none "sandbox/ includes nothing of reference/ or judge/"
includes reference/*.[ch] | grep -E '"(judge|tests)/|"sandbox/[a-z_]+\.h"' | grep -v '"sandbox/err\.h"' |
    none "reference/ includes nothing of judge/, and of the sandbox only its guest and err.h"
includes judge/*.[ch] judge/*/*.[ch] | grep -E '"(reference|tests)/' | none "judge/ never includes the tensor core: references run in boxes"
includes judge/*.[ch] judge/*/*.[ch] | grep '"judge/cmd/' | grep -v '^judge/cmd/' | none "commands are reached through the table in command.c alone"
includes judge/*.[ch] judge/*/*.[ch] | grep '"sandbox/' |
    grep -vE '"sandbox/(box|warm|message|err)\.h"|"sandbox/guest/(frame|poison|tensor)\.h"' | none "judge/ knows the sandbox by box.h, warm.h, message.h and err.h alone"

# The folders of the judge, likewise; the commands and their table come last.
folders="base problem compare judging store report verify"
for folder in $folders; do
    later=$(echo "${folders##*"$folder"} cmd" | sed 's/^ *//; s/  */|/g')
    includes judge/$folder/*.[ch] | grep -E "\"judge/(($later)/|[a-z_]+\.h)"
done | none "a folder of judge/ includes only folders before it"

# Stages: data flows from left to right, and a header includes only what stands to its left.
stages="value text utf8 digest suggest random json_scan json signature expr shape npy npz attachment literal generate problem generate_c cases frame python compile interpreter interpreter_server interpreters run
    compare diagnose inputs expected judging store board report"
for header in $stages; do
    later=${stages#*"$header"}
    for other in $later; do
        includes judge/*/"$header.h" | grep "judge/[a-z]*/$other\.h\""
    done
done | none "a stage includes only stages before it"

# Cycles, over all headers.
for header in $(sources '*.h'); do
    folder=$(dirname "$header")
    sed -n 's/^#include "\([^"]*\)".*/\1/p' "$header" | while read -r target; do
        [ -f "$target" ] || target=$folder/$target
        [ -f "$target" ] && printf '%s %s\n' "$header" "$target"
    done
done | tsort 2>&1 >/dev/null | none "headers include each other in a circle"

# A foreign library stands behind one module.
foreign() {
    sources 'judge/*.[ch]' 'sandbox/*.[ch]' 'reference/*.[ch]' | xargs grep -lE "^#include <$1>" | grep -vE "^$2" |
        none "<$1> is included only by $2"
}
foreign 'sqlite3\.h' 'judge/store/store[a-z_]*\.c'
foreign 'seccomp\.h' 'sandbox/seccomp[a-z_]*\.[ch]'
foreign '(cjson/)?cJSON\.h' 'judge/base/json[a-z_]*\.c'
foreign 'zip\.h' 'judge/problem/npz\.c'
foreign 'sodium\.h' 'judge/base/digest\.c'

# Library code returns what it has to say.
grep -nE '\b(printf|puts|putchar|perror|fputs|fputc|fprintf)\(' $(sources 'judge/*.c' 'sandbox/*.c' | grep -v '^judge/cmd/') |
    grep -vE '^(judge/(main|command|command_help)\.c|judge/report/ui[a-z_]*\.c|sandbox/guest/)' |
    grep -vE 'judge/base/value\.c:.*fputs\(text, stderr\)|^judge/[a-z]+/[a-z_]+\.c:[0-9]+:.*(out|stream|file|to)\b' | none "only main and the commands print"

# No -ffast-math anywhere.
grep -nE '(^|[^o])-(ffast-math|Ofast)' Makefile | grep -v '^[0-9]*:#' | grep -v bench | none "nothing of ours is built with -ffast-math"

# The repository stands alone.
sources | xargs grep -nIl '\.\./shared\|/work/' 2>/dev/null | grep -vE '^(sandbox|judge|tests)/' | none "nothing refers to files outside the repository"

failures=$(grep -c failed "$counts")
echo "$((100 - 100 * failures / $(wc -l <"$counts")))%: Checks: $(wc -l <"$counts"), Failures: $failures, Errors: 0"
[ "$failures" = 0 ]
