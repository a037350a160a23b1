#!/bin/bash
# test_cli.sh - the built program from outside: what it prints, where, and how it exits.
. "$(dirname "$0")/cli.inc.sh"

# --- the program ---------------------------------------------------------------------------------------------------------
run 0 "$judge" --version
prints 'judge 0.'
run 0 "$judge" --help
prints 'leaderboard'
run 0 "$judge" help submit
prints 'judge submit FILE'
for command in $("$judge" help | sed -n '/^Commands/,/^$/s/^  \([a-z]*\).*/\1/p'); do
    run 0 "$judge" "$command" --help
    prints "judge $command"
    prints '--color'
done
refused 'a command is missing' "$judge"
refused "did you mean 'submit'?" "$judge" sumbit x.c
refused "unknown command 'xyzzy'" "$judge" xyzzy
refused "did you mean '--json'?" "$judge" list --js
refused "did you mean '--json'?" "$judge" list --jsno
refused "unknown option '-z'" "$judge" list -z
refused "'--json' takes no argument" "$judge" list --json=yes
refused "'--top' needs an argument" "$judge" leaderboard --top
refused '--top is a whole number' "$judge" leaderboard --top many
refused '--top is a whole number' "$judge" leaderboard --top -1
refused "--by is one of score time memory size" "$judge" leaderboard --by sise
refused 'one argument too many' "$judge" list all
refused 'is missing' "$judge" submit
refused '--color is one of auto always never' "$judge" --color=blue list
check 'nothing was made by wrong use' test ! -e "$JUDGE_HOME"

# --- reading without a record --------------------------------------------------------------------------------------------
run 0 "$judge" list
prints 'linear-regression'
prints '·'
run 0 env LC_ALL=C "$judge" list
prints '-  linear-regression'
check 'without UTF-8 the table is ASCII' bash -c '! LC_ALL=C grep -q "[^ -~]" "$1"' - "$work/out"
run 0 "$judge" list --json
json 'o["schema"] == "judge.problems/1"'
json 'all(set(p) >= {"id","title","difficulty","track","languages","best","tries"} for p in o["problems"])'
json 'next(p for p in o["problems"] if p["id"] == "linear-regression")["best"] is None'
run 0 "$judge" history
prints 'no submissions yet'
run 0 "$judge" leaderboard --json
json 'o["rows"] == [] and o["problem"] is None'
check 'reading makes no database' test ! -e "$JUDGE_HOME/judge.db"
run 0 "$judge" show linear-regression
prints 'How answers are compared'
prints '1000 ms'
run 0 "$judge" show --raw linear-regression
check 'raw is the file' cmp -s "$work/out" "$problems/linear-regression/statement.md"
run 0 "$judge" show linear-regression --json
json 'o["schema"] == "judge.problem/1" and o["id"] == "linear-regression" and len(o["functions"]) == 2'
refused "did you mean 'linear-regression'?" "$judge" show linear-regresion
refused 'xyzzy' "$judge" show xyzzy
refused 'xyzzy' "$judge" leaderboard xyzzy
refused 'xyzzy' "$judge" history xyzzy

run 0 "$judge" show bpe-merges
prints 'compared exactly'
prints_not 'decimals'
run 0 "$judge" show linear-regression
prints 'compared to 5 decimals'
prints_not 'compared exactly'

# --- start ---------------------------------------------------------------------------------------------------------------
run 0 "$judge" start linear-regression
prints 'judge submit solution.c'
for file in solution.c problem.h tensor.h torch_random.h statement.md; do
    check "start makes $file" test -s "linear-regression/$file"
done
check 'what start makes compiles' gcc -fsyntax-only linear-regression/solution.c
run 0 "$judge" start softmax -l cpp
check 'in one column' test "$(sed -n 's/^\(  judge .* \)\(try solution\|the same\|a hint\|judge it\).*/\1/p' "$work/out" | awk '{ print length }' | sort -u | wc -l)" = 1
rm -r softmax
echo '/* mine */' >>linear-regression/solution.c
refused '--force' "$judge" start linear-regression
check 'start keeps what is there' grep -q mine linear-regression/solution.c
run 0 "$judge" start --force linear-regression
check '--force keeps the old one' grep -q mine linear-regression/solution.c.bak
check '--force writes a new one' bash -c '! grep -q mine linear-regression/solution.c'
refused "this is the folder 'linear-regression' already" bash -c 'cd linear-regression && "$1" start linear-regression' - "$judge"
check 'start makes no folder in itself' test ! -e linear-regression/linear-regression
mkdir elsewhere
run 0 "$judge" start squeeze-sum -l cpp --dir elsewhere
check 'start makes D/ID' test -s elsewhere/squeeze-sum/solution.cpp
refused "unknown language 'rust'" "$judge" start squeeze-sum -l rust
refused "'nowhere' is no folder" "$judge" start squeeze-sum --dir nowhere

# --- test ----------------------------------------------------------------------------------------------------------------
cp "$good" linear-regression/solution.c
run 0 "$judge" test linear-regression/solution.c
prints 'ACCEPTED'
prints_not $'\033'
run 0 bash -c 'cd linear-regression && "$1" test' - "$judge"
prints 'ACCEPTED'
run 0 "$judge" test --json linear-regression/solution.c
json 'o["schema"] == "judge.submission/1" and o["id"] is None and o["verdict"] == "AC" and o["score"] == 100'
json 'o["passed"] == o["total"] == len(o["cases"]) and all(c["set"] == "sample" for c in o["cases"])'
json 'o["submitted_at"] is None and o["compile"]["ok"] and o["compile"]["time_ms"] > 0'
run 1 "$judge" test -p linear-regression --json -- "$wrong"
json 'o["verdict"] == "WA" and 0 < o["score"] < 100'
json 'next(c["diff"] for c in o["cases"] if c["verdict"] == "WA")["class"] == "values"'
json 'next(c["diff"] for c in o["cases"] if c["verdict"] == "WA")["at"] == []'
json 'abs(next(c["diff"] for c in o["cases"] if c["verdict"] == "WA")["got"] - 2.5) < 1e-9'
json 'any("times N" in d for c in o["cases"] if "diff" in c for d in c["diff"]["diagnosis"])'
run 1 "$judge" test "$wrong"
prints 'three predictions by hand'
prints 'times N'
prints 'wanted'
check 'test records nothing' test ! -e "$JUDGE_HOME/judge.db"
run 1 "$judge" --color=always test "$wrong"
prints $'\033[31m'
run 0 "$judge" test -p linear-regression -l cpp "$problems/linear-regression/submissions/accepted/algorithms.cpp"
cp "$problems/linear-regression/submissions/accepted/algorithms.cpp" SHOUTED.CPP
run 0 "$judge" test -p linear-regression SHOUTED.CPP --json
json 'o["language"] == "cpp"'
run 2 bash -c 'cd elsewhere && "$1" test' - "$judge"
says 'there is no solution.* here'

# --- files that are none -------------------------------------------------------------------------------------------------
refused "'missing.c' cannot be read" "$judge" submit missing.c
refused "is a folder" "$judge" submit elsewhere
: >empty.c
refused 'is empty' "$judge" submit -p linear-regression empty.c
head -c 65537 /dev/zero >large.c
refused '64 KiB' "$judge" submit -p linear-regression large.c
printf ' \t\n\n' >blank.py
refused 'nothing but white space' "$judge" submit -p linear-regression blank.py
{ echo ';'; head -c 65534 /dev/zero | tr '\0' '\n'; } >largest.c
run 1 "$judge" test -p linear-regression largest.c
mkfifo pipe.c
refused 'not an ordinary file' timeout 10 "$judge" submit -p linear-regression pipe.c
refused 'not an ordinary file' "$judge" submit -p linear-regression -l c /dev/null
cp "$good" solution.xyz
refused 'does not tell the language' "$judge" submit -p linear-regression solution.xyz
refused "unknown language 'rust'" "$judge" submit -p linear-regression -l rust solution.xyz
cp "$good" lost.c
refused 'no folder above' "$judge" submit lost.c
refused "did you mean 'linear-regression'?" "$judge" submit -p linear-regresion lost.c
if [ "$(id -u)" != 0 ]; then
    cp "$good" unreadable.c
    chmod 0 unreadable.c
    refused 'cannot be read' "$judge" submit -p linear-regression unreadable.c
else
    echo 'SKIP: a file that may not be read: root may read all'
fi
: >file
refused 'JUDGE_HOME' env JUDGE_HOME="$work/file" "$judge" submit -p linear-regression lost.c
for place in /dev/null /dev/null/below; do
    refused 'set JUDGE_HOME' env JUDGE_HOME=$place "$judge" list
    refused 'set JUDGE_HOME' env JUDGE_HOME=$place "$judge" submit -p linear-regression lost.c
done
refused 'JUDGE_HOME' env JUDGE_HOME=/proc/nowhere "$judge" submit -p linear-regression lost.c
run 0 "$judge" history --json
json 'o["submissions"] == []'

# --- submit --------------------------------------------------------------------------------------------------------------
run 0 "$judge" submit linear-regression/solution.c --json
json 'o["id"] == "1" and o["user"] == "ada" and o["language"] == "c" and o["problem"] == "linear-regression"'
json 'o["verdict"] == "AC" and o["score"] == 100 and {c["set"] for c in o["cases"]} == {"sample", "hidden", "fresh"}'
json 'abs(o["time_ms"] - sum(c["time_ms"] for c in o["cases"] if c["set"] != "sample")) < 0.01 '
if grep -q __asan_init "$judge"; then
    echo 'SKIP: memory of a submission: what a sanitized judge holds itself is more than a submission needs'
else
    json 'o["memory_kib"] > 0'
fi
json '__import__("re").fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", o["submitted_at"])'
check 'the home is private' test "$(stat -c %a "$JUDGE_HOME")" = 700
check 'the database is private' test "$(stat -c %a "$JUDGE_HOME/judge.db")" = 600
JUDGE_USER=grace run 1 "$judge" submit --json "$wrong"
json 'o["id"] == "2" and o["verdict"] == "WA" and o["passed"] < o["total"]'
json 'all(("at" in c["diff"]) == (c["set"] == "sample") for c in o["cases"] if "diff" in c)'
json 'all(not {"got", "want"} & set(c["diff"]) for c in o["cases"] if "diff" in c and c["set"] != "sample")'
json 'all("diagnosis" in c["diff"] and c["diff"]["elements"] >= 1 for c in o["cases"] if "diff" in c)'
json 'o["counterexample"] is None' # a sample fails, and tells more
run 1 "$judge" submit "$problems/linear-regression/submissions/compile_error/operator_on_tensors.c"
prints 'COMPILE ERROR'
prints 'operator_on_tensors.c:'
prints_not '/guest'
run 1 "$judge" submit "$problems/linear-regression/submissions/run_time_error/null_result.c"
prints 'RUN-TIME ERROR'

# --- hostile text --------------------------------------------------------------------------------------------------------
cat >hostile.c <<'END'
#include "problem.h"
#include <stdio.h>
double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    fputs("\033[2J\a \x9b\x31m \u202e \xff\r\n", stdout);
    return iterations + learning_rate + guess;
}
END
cp hostile.c $'evil\033]0;x\a.c'
run 1 "$judge" test -p gradient-descent $'evil\033]0;x\a.c'
prints '\x1b[2J\x07 \x9b1m \u202e \xff\r'
check 'no control reaches the terminal' bash -c '! LC_ALL=C grep -q "[^[:print:][:space:]]" <(LC_ALL=C tr -d "\200-\377" <"$1")' - "$work/out"
JUDGE_USER=$'eve\033[31m' run 2 "$judge" submit -p gradient-descent $'evil\033]0;x\a.c'
says "'eve\\x1b[31m' has a character that is not seen (U+001B); set JUDGE_USER"
JUDGE_USER='ada ' run 2 "$judge" submit "$good"
says 'begins or ends with a blank'
JUDGE_USER=eve run 1 "$judge" submit -p gradient-descent $'evil\033]0;x\a.c'
sqlite3 "$JUDGE_HOME/judge.db" "PRAGMA foreign_keys = ON; UPDATE user SET name = 'eve' || char(27) || '[31m' WHERE name = 'eve'" # another hand's
prints_not $'\033'
for command in 'leaderboard gradient-descent' 'result 5' 'result 5 --source'; do
    "$judge" $command >"$work/out" 2>"$work/errors"
    prints_not $'\033'
done
run 0 "$judge" leaderboard gradient-descent
prints 'eve\x1b[31m'
printf '#error \033[31m red\n' >error.c
run 1 "$judge" submit -p gradient-descent error.c
prints '\x1b[31m red'
prints_not $'\033'
refused '\x1b' "$judge" submit $'\033[2J.c'
refused '\x1b' "$judge" $'\033[2J'

# --- what was recorded ---------------------------------------------------------------------------------------------------
run 0 "$judge" result 1 --json
json 'o["id"] == "1" and o["verdict"] == "AC" and len(o["cases"]) == o["total"] and o["problem"] == "linear-regression"'
run 1 "$judge" result 2
prints 'times N'
run 1 "$judge" result 2 --json
json 'all(("at" in c["diff"]) == (c["set"] == "sample") for c in o["cases"] if "diff" in c)'
run 1 "$judge" result --reveal 2 --json
json 'any(c["set"] == "hidden" for c in o["cases"]) and all("want" in c["diff"] for c in o["cases"] if "diff" in c)'
run 0 "$judge" result 1 --source --json
check 'the source is kept byte for byte' python3 -c 'import json, sys
assert json.load(open(sys.argv[1]))["source"] == open(sys.argv[2]).read()' "$work/out" "$good"
run 1 "$judge" result @last
prints 'COMPILE ERROR'
refused '9999' "$judge" result 9999
refused 'a submission is a number or @last' "$judge" result first
run 0 "$judge" history --json
json 'o["schema"] == "judge.history/1" and [s["id"] for s in o["submissions"]] == ["6", "4", "3", "1"]'
run 0 "$judge" history linear-regression --limit 1
prints 'run-time error'
prints_not 'accepted'
run 0 "$judge" list --json
json 'next(p for p in o["problems"] if p["id"] == "linear-regression")["best"] == 100'
run 0 "$judge" list
prints '✓'
run 0 "$judge" leaderboard linear-regression --by time --json
json 'o["by"] == "time" and [r["user"] for r in o["rows"]] == ["ada", "grace"] and [r["rank"] for r in o["rows"]] == [1, 2]'
json 'set(o["rows"][0]) >= {"rank","user","score","time_ms","memory_kib","source_bytes","submission","submitted_at"}'
JUDGE_USER=grace run 0 "$judge" leaderboard --top 1
prints '>'
prints '1 of 3 people'

cat >nearly.c <<'END'
#include "problem.h"
double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    double x = (double)guess;
    for (int64_t i = 0; i < iterations; i++)
        x -= learning_rate * 2 * x;
    return iterations > 3 ? x + 0.5 : x;
}
END
JUDGE_USER=grace run 1 "$judge" submit --json -p gradient-descent nearly.c
json 'all(c["verdict"] == "AC" for c in o["cases"] if c["set"] == "sample")'
json 'o["counterexample"]["function"] == "get_minimizer" and o["counterexample"]["verdict"] == "WA"'
json '3 < o["counterexample"]["arguments"]["iterations"] < 16 and o["counterexample"]["group"]'
json 'abs(o["counterexample"]["got"][0] - o["counterexample"]["want"][0] - 0.5) < 1e-9'
json 'o["counterexample"]["diff"]["class"] == "values" and o["counterexample"]["diff"]["at"] == []'
json 'len(o["cases"]) == o["total"]'
cp "$work/out" shown.json
JUDGE_USER=grace run 1 "$judge" result --json @last
check 'a counterexample is kept as it was shown' python3 -c 'import json, sys
one, two = (json.load(open(name))["counterexample"] for name in sys.argv[1:])
assert one == two' shown.json "$work/out"
JUDGE_USER=grace run 1 "$judge" result @last
prints 'get_minimizer on a small input'
prints 'not one of the'
run 1 "$judge" test --json "$wrong"
json 'o["counterexample"] is None'

JUDGE_USER=grace run 1 "$judge" submit --reveal --json "$wrong"
json 'all({"at", "got", "want"} <= set(c["diff"]) for c in o["cases"] if "diff" in c)'

# --- at once, killed, closed ---------------------------------------------------------------------------------------------
for i in 1 2 3 4; do
    JUDGE_USER=many$i "$judge" submit "$good" --json >"$work/at_once.$i" 2>&1 &
done
wait
check 'four at once are all accepted' test "$(cat "$work"/at_once.* | grep -c '"verdict":"AC","score":100')" = 4
cat >endless.c <<'END'
#include "problem.h"
double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    for (volatile int i = 0;; i++)
        ;
    return iterations + learning_rate + guess;
}
END
set -m # a shell has SIGINT ignored by what it puts in the background without job control
for signal in KILL INT TERM HUP; do
    "$judge" submit -p gradient-descent endless.c >/dev/null 2>&1 &
    pid=$!
    for try in $(seq 100); do
        sleep 0.05
        [ "$(sqlite3 -cmd '.timeout 5000' "$JUDGE_HOME/judge.db" "SELECT count(*) FROM submission WHERE state = 'pending'")" = 1 ] && break
    done
    sleep 0.3
    kill -$signal $pid
    wait $pid 2>/dev/null
    check "SIG$signal ends it as a signal does" test $? -gt 128
    sleep 0.3
    check "SIG$signal leaves no process" bash -c '! ps -e -o args= | grep -v grep | grep -q "endless[.]c"'
    run 0 "$judge" history gradient-descent --limit 1
    says 'was interrupted; judge submit it again'
    run 0 "$judge" history gradient-descent --limit 1
    check 'it is told once' test ! -s "$work/errors"
    prints interrupted
    prints_not 'judge error'
    run 1 "$judge" result @last
    prints INTERRUPTED
    prints 'submit it again'
    run 0 "$judge" history gradient-descent --limit 1 --json
    json 'o["submissions"][0]["verdict"] == "JE" and "interrupted" in o["submissions"][0]["error"]'
done
set +m
bash -c '"$1" list --json | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}' - "$judge" 2>"$work/errors"
check 'a closed pipe is no error' test $? = 0
check 'a closed pipe is quiet' test ! -s "$work/errors"
run 3 bash -c '"$1" list >/dev/full' - "$judge"
says 'cannot be written'
run 3 bash -c '"$1" submit "$2" <&- >&-' - "$judge" "$good"
says 'cannot be written'
run 0 bash -c '"$1" submit "$2" 2>&-' - "$judge" "$good"
prints 'ACCEPTED'
check 'closed streams do not become the database' test "$(sqlite3 "$JUDGE_HOME/judge.db" 'PRAGMA integrity_check')" = ok

printf 'class Solution:\n    def get_minimizer(self, iterations, learning_rate, guess):\n        print(guess)\n' >prints.py
run 1 "$judge" submit -p gradient-descent prints.py --json
json '[len([w for w in c["diff"]["diagnosis"] if "returned, not printed" in w]) for c in o["cases"]] == [c["set"] == "sample" for c in o["cases"]]'

# --- files that are no source ---------------------------------------------------------------------------------------------
cp "$judge" program.c # too large
head -c 20000 "$judge" >program.py
iconv -f UTF-8 -t UTF-16 "$good" >wide.c
for file in empty.c folder.c pipe.c; do rm -rf $file; done
: >empty.c && mkdir folder.c && mkfifo pipe.c
refused "'program.c' is larger than the 64 KiB" "$judge" submit -p linear-regression program.c
refused "'empty.c' is empty" "$judge" submit -p linear-regression empty.c
refused "'folder.c' is a folder" "$judge" submit -p linear-regression folder.c
refused "'pipe.c' is not an ordinary file" "$judge" submit -p linear-regression pipe.c
run 1 "$judge" test -p linear-regression program.py
prints "error: 'program.py' is no text but has NUL bytes (a compiled program?)"
run 1 "$judge" test -p linear-regression wide.c
prints "error: 'wide.c' is saved as UTF-16; save it as UTF-8"
check 'and nothing of its bytes' test "$(wc -l <"$work/out")" = 3

# --- demo, doctor, completion --------------------------------------------------------------------------------------------
run 0 "$judge" demo
for word in ACCEPTED 'WRONG ANSWER' 'SECURITY VIOLATION' 'TIME LIMIT EXCEEDED' 'times N' mallory Next: 'judge start'; do
    prints "$word"
done
run 0 "$judge" demo
prints '#4'
prints_not '#5'
run 0 "$judge" history --json
json 'all(s["user"] == "ada" for s in o["submissions"])'
"$judge" doctor --json >"$work/out" 2>"$work/errors"
json 'o["schema"] == "judge.doctor/1" and o["can_judge"] and len(o["checks"]) > 8'
json 'all(c["works"] or c["remedy"] for c in o["checks"])'
"$judge" doctor >"$work/out" 2>"$work/errors"
prints 'seccomp'
prints 'libzip'
mkdir no-libzip && : >no-libzip/libzip.so.4 && : >no-libzip/libzip.so.5 # found first, and no library
LD_LIBRARY_PATH=$work/no-libzip "$judge" doctor --json >"$work/out" 2>"$work/errors"
json 'next((c["works"], c["weight"], c["remedy"]) for c in o["checks"] if c["name"] == "libzip") == (False, "optional", "apt-get install libzip4")'
json 'o["can_judge"] and ".npz" in next(c["detail"] for c in o["checks"] if c["name"] == "libzip")'
for shell in bash zsh fish; do
    run 0 "$judge" completion $shell
    prints 'leaderboard'
    if command -v $shell >/dev/null; then
        check "$shell reads its script" $shell -n "$work/out"
    else
        echo "SKIP: completion for $shell: $shell is not installed"
    fi
done
refused 'bash zsh fish' "$judge" completion tcsh
run 0 bash -c 'source "$1"; PATH=$2:$PATH; COMP_WORDS=(judge show lin); COMP_CWORD=2; _judge; printf "%s\n" "${COMPREPLY[@]}"' \
    - <("$judge" completion bash) "$build"
prints 'linear-regression-training'

# --- watch ---------------------------------------------------------------------------------------------------------------
cp "$wrong" linear-regression/solution.c
"$judge" watch linear-regression/solution.c >"$work/out" 2>"$work/errors" </dev/null &
pid=$!
waits_for() { for try in $(seq 200); do [ "$(grep -c "$1" "$work/out")" -ge "$2" ] && return; sleep 0.05; done; return 1; }
check 'watch tests at once' waits_for 'WRONG ANSWER' 1
cp "$good" linear-regression/solution.new
mv linear-regression/solution.new linear-regression/solution.c
check 'watch sees a file that was moved there' waits_for 'ACCEPTED' 1
cat "$wrong" >linear-regression/solution.c
check 'watch sees a file that was written' waits_for 'WRONG ANSWER' 2
kill -INT $pid 2>/dev/null
kill $pid 2>/dev/null
wait $pid 2>/dev/null

# --- on a terminal -------------------------------------------------------------------------------------------------------
# on_terminal WORD KEYS COMMAND... - runs it on a terminal of 100 columns; sends KEYS once WORD was seen. Exits as it does.
cat >on_terminal.py <<'END'
import fcntl, os, pty, select, struct, sys, termios, time
word, keys, command = sys.argv[1].encode(), sys.argv[2].encode(), sys.argv[3:]
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
before = termios.tcgetattr(slave)
child = os.fork()
if child == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in range(3):
        os.dup2(slave, fd)
    os.execv(command[0], command)
seen, sent, end = b"", False, time.time() + 30
while time.time() < end:
    if select.select([master], [], [], 0.05)[0]:
        seen += os.read(master, 65536)
    if keys and not sent and word in seen:
        os.write(master, keys)
        sent = True
    pid, status = os.waitpid(child, os.WNOHANG)
    if pid:
        break
else:
    os.kill(child, 9)
    sys.exit("it never ended")
while select.select([master], [], [], 0.05)[0]:
    seen += os.read(master, 65536)
sys.stdout.buffer.write(seen)
if termios.tcgetattr(slave) != before:
    sys.exit("the terminal was left in another mode")
sys.exit(os.waitstatus_to_exitcode(status) % 256)
END
on_terminal() { TERM=xterm-256color python3 on_terminal.py "$@"; }
run 0 on_terminal '' '' "$judge" list
prints $'\033[32m'
run 0 env NO_COLOR=1 TERM=xterm-256color python3 on_terminal.py '' '' "$judge" list
prints_not $'\033'
run 0 env TERM=dumb python3 on_terminal.py '' '' "$judge" list
prints_not $'\033'
run 0 on_terminal '' '' "$judge" list --color=never
prints_not $'\033'
check 'no line is wider than the terminal' bash -c '! tr -d "\r" <"$1" | grep -q "^.\{101\}"' - "$work/out"
run 1 on_terminal '' '' "$judge" submit -p gradient-descent endless.c
prints '] 1/'
prints $'\r\033[K'
cp "$good" linear-regression/solution.c
run 0 on_terminal 'q quits' q "$judge" watch linear-regression/solution.c
prints 'ACCEPTED'
run 254 on_terminal 'q quits' $'\003' "$judge" watch linear-regression/solution.c

# --- a damaged database --------------------------------------------------------------------------------------------------
head -c 4096 /dev/urandom >"$JUDGE_HOME/judge.db"
for command in list history leaderboard "submit $good"; do
    run 3 "$judge" $command
    silent
done
run 3 "$judge" doctor --json
json 'not o["can_judge"]'

done_with_checks
