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

# --- a folder is named by its problem, however it is reached -----------------------------------------------------------
mkdir -p broken/inner
echo '{' >broken/problem.json
for word in . ./ ../broken "$work/broken/" inner/..; do
    run 1 bash -c 'cd broken && "$1" problem verify --quick "$2"' - "$judge" "$word"
    prints '✗ broken: 1 fault'
done
run 1 bash -c 'cd broken/inner && "$1" problem verify --quick .. --json' - "$judge"
json 'o["problems"][0]["id"] == "broken"'
rm -r broken

# --- prerequisites -------------------------------------------------------------------------------------------------------
export JUDGE_PROBLEMS=$work/mine
sed -i 's/"track"/"requires": ["linear-regresion"], "track"/' mine/layer-scale/problem.json
run 1 "$judge" problem verify --quick layer-scale
prints 'error[P002]'
prints "did you mean 'linear-regression'?"
sed -i 's/linear-regresion/linear-regression/' mine/layer-scale/problem.json
run 0 "$judge" list --json
json 'next(p for p in o["problems"] if p["id"] == "layer-scale")["requires"] == ["linear-regression"]'
json 'all(isinstance(p["order"], int) for p in o["problems"])'
json 'list(dict.fromkeys(p["track"] for p in o["problems"])) == ["foundations", "training", "text", "transformer", "interpretability"]'
run 0 "$judge" show layer-scale
prints 'Solve before'
check 'it stands under its own title, not under Next' bash -c 'grep -A1 "^Solve before" "$1" | grep -qx "  linear-regression"' - "$work/out"
run 0 "$judge" start layer-scale
prints 'Solve before'
check 'it stands under its own title, not under Next' bash -c 'grep -A1 "^Solve before" "$1" | grep -qx "  linear-regression"' - "$work/out"
run 0 "$judge" submit "$good"
run 0 "$judge" show layer-scale
prints_not 'Solve before'

# --- hints ---------------------------------------------------------------------------------------------------------------
run 0 "$judge" hint layer-scale
prints '1. Where to begin'
prints 'hint 1 of 3'
run 0 bash -c 'cd layer-scale && "$1" hint --json' - "$judge"
json 'o["schema"] == "judge.hints/1" and o["problem"] == "layer-scale" and o["total"] == 3'
json '[h["step"] for h in o["hints"]] == [2] and o["hints"][0]["title"] and o["hints"][0]["text"]'
JUDGE_USER=grace run 0 "$judge" hint layer-scale
prints 'hint 1 of 3'
run 0 "$judge" hint layer-scale 1
prints 'hint 1 of 3'
run 0 "$judge" hint layer-scale
prints 'hint 3 of 3'
run 0 "$judge" hint layer-scale
prints 'the last one'
run 0 "$judge" hint layer-scale --all --json
json '[h["step"] for h in o["hints"]] == [1, 2, 3]'
for step in 0 4 -1 one 1x ''; do
    refused 'has hints 1 to 3' "$judge" hint -- layer-scale "$step"
done
refused 'leave out the number' "$judge" hint layer-scale 1 --all
run 0 env JUDGE_HOME=/proc/nowhere "$judge" hint layer-scale
prints 'hint 1 of 3; when it is not enough: judge hint layer-scale 2'
says 'nothing is recorded'
one_line
refused 'JUDGE_HOME' env JUDGE_HOME="$good" "$judge" hint layer-scale
refused 'say which problem' "$judge" hint
refused 'say which problem' "$judge" hint 1
run 0 bash -c 'cd layer-scale && "$1" hint 2' - "$judge"
prints 'hint 2 of 3'
refused 'has hints 1 to 3' bash -c 'cd layer-scale && "$1" hint 4' - "$judge"
mkdir -p begun/layer-scale
run 0 bash -c 'cd begun/layer-scale && "$1" hint 1' - "$judge"
prints 'hint 1 of 3'
touch begun/layer-scale/solution.c begun/layer-scale/solution.py
run 0 bash -c 'cd begun/layer-scale && "$1" hint 1' - "$judge"
prints 'hint 1 of 3'
refused "did you mean 'layer-scale'?" "$judge" hint layer-scle
printf '# Hints\n\n## One\n\nall of it\n' >mine/layer-scale/hints.md
run 1 "$judge" problem verify --quick layer-scale
prints 'error[P017]'
prints 'there is only one hint'
printf '# Hints\n\n## \033[31m\n' >mine/layer-scale/hints.md
refused 'hints.md:3:1: a control character' "$judge" hint layer-scale
rm mine/layer-scale/hints.md
refused "has no 'hints.md'" "$judge" hint layer-scale
run 1 "$judge" problem verify --quick layer-scale
prints 'error[P017]'
cp "$root/judge/verify/skeleton/hints.md" mine/layer-scale
for problem in "$problems"/*/; do
    check "$problem has hints in steps" test "$(grep -c '^## ' "$problem/hints.md")" -ge 2
done

# --- judging again -------------------------------------------------------------------------------------------------------
export JUDGE_HOME=$work/again
submissions=mine/layer-scale/submissions
sql() { sqlite3 "$JUDGE_HOME/judge.db" "$1"; }
run 0 "$judge" rejudge
prints 'there are no submissions'
refused "there is no submission 7" "$judge" rejudge --submission 7
refused "did you mean 'layer-scale'?" "$judge" rejudge --problem layer-scle
refused '--submission is a whole number' "$judge" rejudge --submission first
run 0 "$judge" submit -p layer-scale $submissions/accepted/loop.c
JUDGE_USER=grace run 1 "$judge" submit -p layer-scale $submissions/wrong_answer/single_precision.c
JUDGE_USER=bob run 1 "$judge" submit -p layer-scale $submissions/compile_error/operator_on_tensors.c
run 1 "$judge" submit "$wrong"
run 0 "$judge" rejudge --json
json 'o["schema"] == "judge.rejudging/1" and not o["applied"] and [s["id"] for s in o["submissions"]] == ["1", "2", "3", "4"]'
json 'o["changing"] == 0 and o["same"] == 4 and o["not_judged"] == 0 and o["ranks"] == []'
json 'all(s["was"] == s["now"] and not s["changes"] and s["why"] is None for s in o["submissions"])'
check 'a dry run records nothing' test "$(sql 'SELECT count(*) FROM judgement')" = 4

# The draws are those of the record, not of a key that was replaced since.
rm "$JUDGE_HOME/key"
run 0 "$judge" rejudge --apply
prints '0 of 4 submissions change, 4 stay as they are; recorded'
check 'each has two judgements' test "$(sql 'SELECT count(*) FROM judgement')" = 8
check 'the draws are the recorded ones' test "$(sql "SELECT count(*) FROM (SELECT name, seed, attempt, count(*) AS n
    FROM case_result JOIN judgement ON judgement.id = judgement WHERE submission = 1 GROUP BY 1, 2, 3)
    WHERE n <> 2")" = 0

# A problem that is right now: the reference asked for something else before.
sed -i 's/shift));/shift * 2));/; s/"note": "other ones/"note": "Other ones/' mine/layer-scale/reference.c mine/layer-scale/problem.json
run 0 "$judge" rejudge --problem layer-scale
prints 'WA 0'
prints 'nothing is recorded without --apply'
prints_not 'linear-regression'
prints 'grace from 2 to 1'
run 0 "$judge" leaderboard layer-scale --json
json '[(r["user"], r["rank"]) for r in o["rows"]] == [("ada", 1), ("grace", 2), ("bob", 3)]'
run 0 "$judge" rejudge --problem layer-scale --apply --json
json 'o["applied"] and o["changing"] == 2 and o["same"] == 1'
json 'o["submissions"][0]["was"] == {"verdict": "AC", "score": 100} and o["submissions"][0]["now"] == {"verdict": "WA", "score": 0}'
json '{"problem": "layer-scale", "user": "grace", "was": 2, "now": 1} in o["ranks"]'
run 0 "$judge" leaderboard layer-scale --json
json 'all(r["rank"] == 1 and r["score"] == 0 for r in o["rows"])'
run 1 "$judge" result 1
prints 'judged 3 times: AC, AC, WA'
run 0 "$judge" rejudge --submission 1
prints 'WA 0'
prints '0 of 1 submission changes, 1 stays as it is'
check 'standings are what the judgements say' bash -c '"$1" doctor | grep -q "✓  database"' - "$judge"

# Killed in the middle: what was done is done, and nothing else is touched.
for i in $(seq 12); do "$judge" submit -p layer-scale $submissions/accepted/loop.c >"$work/out" 2>"$work/errors"; done
before=$(sql 'SELECT max(id) FROM judgement')
"$judge" rejudge --problem layer-scale --apply >"$work/out" 2>"$work/errors" &
pid=$!
for try in $(seq 400); do
    [ "$(sqlite3 -cmd '.timeout 5000' "$JUDGE_HOME/judge.db" "SELECT count(*) FROM judgement WHERE id > $before")" -ge 2 ] && break
    sleep 0.01
done
kill -KILL $pid
wait $pid 2>/dev/null
check 'some were judged again' test "$(sql "SELECT count(*) FROM judgement WHERE id > $before")" -ge 2
check 'each submission has one judgement that counts' test "$(sql 'SELECT count(*) FROM submission')" = \
    "$(sql 'SELECT count(*) FROM judgement WHERE active')"
check 'the database is whole' test "$(sql 'PRAGMA integrity_check')" = ok
run 0 "$judge" rejudge --problem layer-scale --apply
prints 'recorded, the old judgements are kept'

# Cases and problems that are no more.
sed -i 's/"cases": 4/"cases": 2/' mine/layer-scale/problem.json
run 0 "$judge" rejudge --submission 1
prints '2 of its cases are no more'
run 0 "$judge" rejudge --submission 1 --json
json 'o["submissions"][0]["cases_gone"] == 2 and o["submissions"][0]["cases_new"] == 0'
mv mine/layer-scale mine/other-name
run 0 "$judge" rejudge --json
json 'o["not_judged"] == len(o["submissions"]) - 1 and all(s["now"] is None for s in o["submissions"] if s["problem"] == "layer-scale")'
json 'all("no problem" in s["why"] for s in o["submissions"] if s["problem"] == "layer-scale")'
run 0 "$judge" rejudge --submission 1 --apply
prints "not judged again: no problem 'layer-scale'"
mv mine/other-name mine/layer-scale
printf '#error broken\n' >mine/layer-scale/reference.c
count=$(sql 'SELECT count(*) FROM judgement WHERE active AND verdict <> "JE"')
run 3 "$judge" rejudge --submission 1 --apply
prints 'not judged again'
says 'what was recorded stands'
check 'a failure of the judge takes no verdict away' test "$(sql 'SELECT count(*) FROM judgement WHERE active AND verdict <> "JE"')" = "$count"
cp "$root/judge/verify/skeleton/reference.c" mine/layer-scale

# --- exports -------------------------------------------------------------------------------------------------------------
# rows EXPRESSION - of the list of rows r that a CSV reader finds on stdout
rows() { check "rows: $1" python3 -c '
import csv, io, sys
text = open(sys.argv[1], newline="", encoding="utf-8").read()
assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n")
assert not any(c < " " and c not in "\r\n" or "\x7f" <= c <= "\x9f" for c in text)
r = list(csv.reader(io.StringIO(text)))
assert eval(sys.argv[2])' "$work/out" "$1"; }
# xml EXPRESSION - of the root element x on stdout
xml() { check "xml: $1" python3 -c '
import sys, xml.etree.ElementTree as tree
x = tree.parse(sys.argv[1]).getroot()
assert eval(sys.argv[2])' "$work/out" "$1"; }

export JUDGE_HOME=$work/export
run 0 "$judge" export csv
rows 'len(r) == 1'
refused 'there is no submission yet' "$judge" export junit
refused "did you mean 'gradescope'?" "$judge" export gradscope
refused "did you mean 'linear-regression'?" "$judge" export csv --problem linear-regresion
refused "leave out '1'" "$judge" export csv 1
refused '--bom means nothing' "$judge" export junit --bom
run 0 "$judge" submit "$good"
run 1 "$judge" submit "$wrong"
run 1 "$judge" submit -p layer-scale $submissions/wrong_answer/single_precision.c
JUDGE_USER='=cmd,"x"' run 1 "$judge" submit "$wrong"
JUDGE_USER=eve run 1 "$judge" submit -p layer-scale $submissions/compile_error/operator_on_tensors.c
sql "PRAGMA foreign_keys = ON; UPDATE user SET name = 'eve' || char(10, 27) || '[31m' WHERE name = 'eve'" # another hand's
JUDGE_USER=grace run 0 "$judge" submit -p layer-scale $submissions/accepted/loop.c

run 0 "$judge" export csv
rows 'r[0] == "user problem score verdict tries submission submitted_at language time_ms memory_kib source_bytes".split()'
rows '[(x[0], x[1], x[3], x[4], x[5]) for x in r[1:]] == [("'"'"'=cmd,\"x\"", "linear-regression", "WA", "1", "4"), ("ada", "layer-scale", "WA", "1", "3"), ("ada", "linear-regression", "AC", "2", "1"), ("eve\ufffd\ufffd[31m", "layer-scale", "CE", "1", "5"), ("grace", "layer-scale", "AC", "1", "6")]'
rows 'float(r[3][2]) == 100 and 0 < float(r[2][2]) < 100 and all(len(x) == len(r[0]) for x in r)'
run 0 "$judge" export csv --json
json 'o["schema"] == "judge.results/1" and [(x["user"], x["submission"]) for x in o["results"]][1:3] == [("ada", "3"), ("ada", "1")]'
json 'all(set(x) == set("user problem score verdict tries submission submitted_at language time_ms memory_kib source_bytes".split()) for x in o["results"])'
refused '--json is another form of csv' "$judge" export canvas --json
run 0 "$judge" export csv --problem linear-regression
rows '{x[1] for x in r[1:]} == {"linear-regression"} and len(r) == 3'

run 0 "$judge" export canvas
rows 'r[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "layer-scale", "linear-regression"]'
rows 'r[1] == ["    Points Possible", "", "", "", "", "100", "100"]'
rows 'next(x for x in r if x[0] == "grace") == ["grace", "", "", "grace", "", "100.00", ""]'
rows 'next(x for x in r if x[0] == "ada")[6] == "100.00" and all(len(x) == 7 for x in r)'
sql 'UPDATE judgement SET score = 99.999 WHERE submission = 3'
run 0 "$judge" export canvas --problem layer-scale
rows 'next(x for x in r if x[0] == "ada") == ["ada", "", "", "ada", "", "99.99"]'
run 0 "$judge" export moodle
rows 'r[0] == ["username", "layer-scale", "layer-scale feedback", "linear-regression", "linear-regression feedback"]'
rows 'next(x for x in r if x[0] == "ada")[3:] == ["100.00", "\"accepted, submission 1, 2 tries\""[1:-1]]'
rows 'next(x for x in r if x[0] == "grace")[3:] == ["", ""]'
run 0 "$judge" export moodle --bom
check 'a mark for Excel' test "$(head -c 3 "$work/out" | od -An -tx1)" = ' ef bb bf'

printf 'Student,ID,SIS User ID,SIS Login ID,Section,A layer (1),linear-regression (4711)\r\n"L, Ada",7,,ada,A,5,\r\nBob,8,,bob,A,,\r\n' >grades.csv
run 0 "$judge" export canvas --fill grades.csv
check 'only the scores change' cmp -s "$work/out" <(sed 's/A,5,/A,5,100.00/' grades.csv)
says "left out: layer-scale of 'ada'"
says "left out: linear-regression of '=cmd"
refused '--fill is for canvas and moodle' "$judge" export csv --fill grades.csv
refused "'missing.csv' cannot be read" "$judge" export moodle --fill missing.csv
refused 'is not an ordinary file' "$judge" export moodle --fill /dev/null
refused '--fill means nothing' "$judge" export junit --fill grades.csv
run 0 "$judge" export gradescope 2
json 'abs(o["score"] - 55.172) < 0.01 and 0 < o["execution_time"] < 1 and o["stdout_visibility"] == "hidden"'
json 'abs(sum(t["max_score"] for t in o["tests"]) - 100) < 1e-6 and abs(sum(t["score"] for t in o["tests"]) - o["score"]) < 0.001'
json 'all(t["status"] == ("passed" if t["score"] == t["max_score"] else "failed") for t in o["tests"])'
json '[t["number"] for t in o["tests"]] == [str(i + 1) for i in range(len(o["tests"]))] and "hidden get_error" in [t["name"] for t in o["tests"]]'
json 'any("times N" in t["output"] for t in o["tests"]) and o["extra_data"]["judge"]["submission"] == "2"'
json '{b["name"]: b["order"] for b in o["leaderboard"]} == {"Score": "desc", "CPU time (ms)": "asc", "Memory (KiB)": "asc", "Source (bytes)": "asc"}'
run 0 "$judge" export gradescope 5
json 'o["score"] == 0 and "operator_on_tensors.c" in o["output"] and all(t["status"] == "failed" for t in o["tests"])'
run 0 "$judge" export junit 2
xml 'x.tag == "testsuites" and int(x.get("tests")) == len(x.findall(".//testcase")) and int(x.get("failures")) == len(x.findall(".//failure")) > 0'
xml 'all(int(s.get("tests")) == len(s) and int(s.get("failures")) == len(s.findall(".//failure")) for s in x)'
xml 'any("times N" in f.get("message") and f.get("type") == "WA" for f in x.iter("failure"))'
xml 'all(c.get("classname").startswith("linear-regression.") for c in x.iter("testcase"))'
JUDGE_USER=$'eve\n\033[31m' run 0 "$judge" export junit
xml 'x.get("tests") == x.get("failures") == "1" and "operator_on_tensors.c" in x.find(".//failure").text'
JUDGE_USER=grace run 0 "$judge" export junit @last
xml 'x.get("failures") == "0" and not x.findall(".//failure") and int(x.get("tests")) > 5'
printf '#error <&> \033[31m \377 ]]>\n' >error.c
run 1 "$judge" submit -p layer-scale error.c
run 0 "$judge" export junit
xml '"<&>" in x.find(".//failure").text'
check 'no control reaches a file of results' bash -c '! LC_ALL=C grep -q "[^[:print:]]" <(LC_ALL=C tr -d "\n\200-\377" <"$1")' - "$work/out"
run 0 "$judge" export gradescope
check 'nor as JSON text' bash -c '! grep -q "u001b" "$1"' - "$work/out"
refused 'a submission is a number or @last' "$judge" export junit first
refused 'there is no submission 99' "$judge" export gradescope 99

done_with_checks
