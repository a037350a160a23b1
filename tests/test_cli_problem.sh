#!/bin/bash
# test_cli_problem.sh - what instructors do, from outside: make a problem, check it, give hints, judge again, export.
. "$(dirname "$0")/cli.inc.sh"

# --- a new problem -------------------------------------------------------------------------------------------------------
mkdir mine
run 0 "$judge" problem new layer-scale --dir mine
prints 'made mine/layer-scale'
prints 'judge problem verify mine/layer-scale'
prints "JUDGE_PROBLEMS=$work/mine"
check 'its title is made from its id' grep -q '^# Layer scale$' mine/layer-scale/statement.md
check 'nothing of the skeleton is left to be replaced' bash -c '! grep -rq TITLE mine/layer-scale'
for language in c cpp py; do
    check "there is a starter in $language" test -s "mine/layer-scale/starter/solution.$language"
    check "there is an accepted submission in $language" bash -c 'ls mine/layer-scale/submissions/accepted/*.$1' - $language
done
run 0 "$judge" problem verify --json mine/layer-scale
json 'o["problems"][0]["id"] == "layer-scale" and o["problems"][0]["diagnostics"] == []'
json 'sum(s["wanted"] == "WA" for s in o["problems"][0]["submissions"]) >= 5'
json 'all(m["state"] == "fails" for m in o["problems"][0]["mutants"])'
refused "'mine/layer-scale' exists already" "$judge" problem new layer-scale --dir mine
refused "'nowhere' is no folder" "$judge" problem new other --dir nowhere
refused "there is a problem 'attention' already" "$judge" problem new attention --dir mine
refused "did you mean 'linear-regression'?" "$judge" problem new other --like linear-regresion
refused '--keys means nothing' "$judge" problem new other --keys 3
refused 'say what the problem is called' "$judge" problem new
refused 'say what the problem is called' "$judge" problem new one two
for id in Layer layer_norm -layer layer- a.b ../up '' "$(printf 'a%.0s' $(seq 64))"; do
    refused 'is no name for a problem' "$judge" problem new --dir mine -- "$id"
done
check 'what is refused makes nothing' test "$(ls -A mine)" = layer-scale

export JUDGE_PROBLEMS=$work/mine
run 0 "$judge" problem new ridge-regression --like linear-regression
prints 'made '
prints 'a copy of linear-regression'
prints_not 'export JUDGE_PROBLEMS'
check 'a copy is whole' diff -r "$problems/linear-regression" mine/ridge-regression
run 0 "$judge" list
prints 'layer-scale'
prints 'ridge-regression'
rm -r mine/ridge-regression
if [ "$(id -u)" != 0 ]; then
    mkdir locked
    chmod 555 locked
    run 0 env JUDGE_PROBLEMS="$work/locked:$work/mine" "$judge" problem new second
    check 'a folder that may not be written to is passed over' test -d mine/second
    rm -r mine/second
else
    echo 'SKIP: a folder of problems that may not be written to: root may write to all'
fi
ln -s /etc/passwd mine/layer-scale/link
refused 'it is no ordinary file or folder' "$judge" problem new linked --like layer-scale
rm mine/layer-scale/link
check 'a copy that fails leaves nothing' test "$(ls -A mine)" = layer-scale
unset JUDGE_PROBLEMS
mkdir tree tree/problems
run 0 bash -c 'cd tree && "$1" problem new here' - "$judge"
check 'in a tree it goes to its problems' test -s tree/problems/here/problem.json
run 0 bash -c 'cd tree/problems && "$1" problem new there' - "$judge"
check 'else into the folder where one stands' test -s tree/problems/there/problem.json

done_with_checks
