#!/bin/bash
# test_problem_format.sh - what `judge problem format` prints is the format: all that the readers know, and examples that
# load.
. "$(dirname "$0")/cli.inc.sh"

run 0 "$judge" problem format
cp "$work/out" "$work/format"
known() { grep -qF -- "$1" "$work/format"; }

# --- nothing that the readers know is missing ----------------------------------------------------------------------------
keys=$(sed -n '/const keys\[\] = {/,/NULL}/p' "$root/judge/problem/problem_read.c" "$root/judge/problem/problem_groups.c" | grep -o '"[a-z_0-9]*"' | sort -u)
kinds=$(sed -n 's/^    {\("[a-z_]*"\), RECIPE_.*/\1/p' "$root/judge/problem/generate_parse.c")
modifiers=$(sed -n '/amount_modifiers\[\] = {/,/};/p; /other_modifiers\[\] = {/p' "$root/judge/problem/generate_parse.c" | grep -o '"[a-z_]*"')
dims=$(sed -n '/parse_dim_object/,/NULL}/p' "$root/judge/problem/generate_dims.c" | grep -o '"[a-z_]*"')
texts=$(sed -n '/parse_text(/,/^}/p; /parse_sentences(/,/^}/p' "$root/judge/problem/generate_parse.c" | grep 'keys\[\]' | grep -o '"[a-z_]*"')
files=$(sed -n '/npy_keys\[\]/p' "$root/judge/problem/literal.c" | grep -o '"[a-z_]*"')
expressions=$(sed -n '/functions\[\] = {/,/};/p' "$root/judge/problem/expr.c" | sed 's/{"\([a-z]*\)"/\n\1(/g' | grep -o '^[a-z]*(')
numbers=$(grep -o 'rng_[a-z_]*(' "$root/reference/rng.h" | sort -u | tr -d '(')
check 'the lists were found' test "$(echo "$keys" | wc -l)" -ge 30 -a "$(echo "$kinds" | wc -l)" -ge 14 \
    -a "$(echo "$modifiers" | wc -l)" -ge 8 -a "$(echo $dims $texts $files | wc -w)" -ge 12 \
    -a "$(echo "$expressions" | wc -l)" -ge 6 -a "$(echo "$numbers" | wc -l)" -ge 10
for word in $keys $kinds $modifiers $dims $texts $files $expressions $numbers; do
    check "$word is explained" known "$word"
done

# --- the examples are true ------------------------------------------------------------------------------------------------
mkdir -p "$work/whole" "$work/graph"
sed -n '/^{$/,$p' "$work/format" >"$work/whole/problem.json"
cat >"$work/whole/reference.c" <<'END'
#include "problem.h"
tensor *predict(const tensor *X, const tensor *w)
{
    tensor *y = tensor_f64(X->shape[0], 1);
    for (int64_t i = 0; i < X->shape[0]; i++) {
        y->f64[i] = 0;
        for (int k = 0; k < 3; k++)
            y->f64[i] += X->f64[3 * i + k] * w->f64[k];
    }
    return y;
}
END
run 1 "$judge" problem verify --quick --keys 1 --json "$work/whole"
check 'the whole example loads, and its sample is right' bash -c '! grep -q "P00\|P02" "$1"' - "$work/out"
sed -n '/#include "generate.h"/,/^      }$/p' "$work/format" >"$work/graph/generate.c"
cat >"$work/graph/problem.json" <<'END'
{"schema": "judge.problem/1", "title": "Degrees", "difficulty": "easy", "track": "mine", "order": 1,
 "functions": ["degrees(edges i64[E,2], n i64) -> i64[n]"],
 "groups": [{"name": "graphs", "function": "degrees", "set": "hidden", "cases": 3, "dims": {"N": [4, 9], "E": [10, 20]},
             "generate": "make_graph"}]}
END
cat >"$work/graph/reference.c" <<'END'
#include "problem.h"
tensor *degrees(const tensor *edges, int64_t n)
{
    tensor *counts = tensor_i64(n);
    memset(counts->i64, 0, (size_t)n * sizeof *counts->i64);
    for (int64_t i = 0; i < tensor_size(edges); i++)
        counts->i64[edges->i64[i]]++;
    return counts;
}
END
run 1 "$judge" problem verify --quick --keys 1 --json "$work/graph"
check 'the example of generate.c compiles and makes inputs' bash -c '! grep -q "P00\|P02" "$1"' - "$work/out"

refused "takes no operands" "$judge" problem format linear-regression

done_with_checks
