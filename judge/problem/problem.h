/* problem.h - a problem folder, read strictly.
 *
 *     problems/<id>/  problem.json  statement.md  reference.c  starter/solution.{c,cpp,py}  submissions/<verdict>/...
 *                     [generate.c]  [data/x.npy, case.npz, ...]
 *
 * The folder's name is the id. problem.json is one bounded parse: unknown or duplicate keys, wrong types, trailing
 * text, numbers out of range and absurd sizes are errors that name file, line and column, and the key that was meant.
 * What a problem says is trusted only so far: it may be wrong, so everything that is derived from it has a bound.
 *
 * A problem is immutable once loaded and owns all its text. problem_free releases it.
 */
#ifndef JUDGE_PROBLEM_H
#define JUDGE_PROBLEM_H

#include "judge/base/digest.h"
#include "judge/base/faults.h"
#include "judge/problem/signature.h"

enum { PROBLEM_ID = 64, PROBLEM_FUNCTIONS_MAX = 8, PROBLEM_FILE_MAX = 1 << 20 };

enum difficulty { DIFFICULTY_EASY, DIFFICULTY_MEDIUM, DIFFICULTY_HARD, DIFFICULTY_COUNT };

/* Which cases: shown to everyone; seeds from the instance key; seeds also from the submission. */
enum case_set { SET_SAMPLE, SET_HIDDEN, SET_FRESH, SET_COUNT };

struct problem_limits {
    int64_t time_ms; /* CPU time of a case */
    int64_t memory_kib;
    int64_t output_bytes; /* of the response, of stdout and of stderr */
};

/* A literal case, or a family of generated ones. */
struct group {
    char name[SIGNATURE_NAME]; /* unique within the problem; "" for a literal case */
    int function;
    enum case_set set;
    int cases;
    double weight;               /* of each case */
    char *note;                  /* for people, may be NULL: "one row: the minimal case" */
    struct values literal;       /* set when cases come as literals: constructor arguments, then the function's */
    struct values expect;        /* what its author expects, may be empty; rounded is fine */
    struct generator *generator; /* else this one (generate.h) */
};

struct problem {
    char id[PROBLEM_ID];
    char *folder;
    char *title;
    enum difficulty difficulty;
    char *track;
    int order;
    int requires_count;
    char **requires;
    int decimals;
    double rtol_f32, rtol_f64;
    bool nan_allowed;  /* NaN may be a right answer */
    bool whole_floats; /* a float tensor of whole numbers may stand for i64 */
    int variant_count; /* 1, or 2: PyTorch's native and MKL masks are both right */
    struct problem_limits limits;
    int constructor_count;
    struct param constructor[SIGNATURE_PARAMS_MAX];
    int function_count;
    struct function functions[PROBLEM_FUNCTIONS_MAX];
    bool checked[PROBLEM_FUNCTIONS_MAX]; /* its answers are judged by check.c (checker.h) */
    int group_count;
    struct group *groups;
    int data_count;
    char **data; /* files that problem.json names, by their paths in the folder: "data/x.npy" */
    /* Of the id and of the files that decide a verdict: problem.json, what it names, reference.c, ... */
    struct digest digest;
};

/* Reads the folder. ERR_USE with file, line and column when it is not a problem, and how many faults there are. */
int problem_load(const char *folder, struct problem **ret_problem, struct err *err);
/* The same with all faults of problem.json that can be found in one go; -1: at least one. */
int problem_load_faults(const char *folder, struct problem **ret_problem, struct faults *ret_faults);
void problem_free(struct problem *problem);

/* Folders to search, in order: those of JUDGE_PROBLEMS, then the installed ones. */
struct problem_path {
    int count;
    char **at;
};
void problem_path_init(struct problem_path *path, const char *installed);
void problem_path_release(struct problem_path *path);

/* Loads by id. ERR_USE when there is none, with the nearest id ("did you mean"). */
int problem_find(const struct problem_path *path, const char *id, struct problem **ret_problem, struct err *err);

/* All problems found along the path, by track, then order, then id. A folder that cannot be read as a problem is
 * reported in `bad` and left out. ret_problems is a heap array of loaded problems. */
int problem_list(const struct problem_path *path, struct problem ***ret_problems, int *ret_count, char **ret_bad,
                 struct err *err);

/* A file of the folder ("statement.md", "starter/solution.c") as heap text with a NUL behind it; any bytes, at most
 * PROBLEM_FILE_MAX. ERR_USE when there is none. */
int problem_read_file(const struct problem *problem, const char *name, char **ret_text, size_t *ret_size,
                      struct err *err);

const char *difficulty_text(enum difficulty difficulty);
const char *case_set_text(enum case_set set);

#endif
