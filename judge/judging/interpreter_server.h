/* interpreter_server.h - one process per user, judge's folder and language that keeps interpreters warm between
 * submissions.
 *
 * Importing PyTorch takes longer than all else in a verdict, so the first submission in such a language leaves a
 * server behind, which later ones find by a socket in the judge's folder. It holds a sandbox with a warm box
 * (sandbox/warm.h) for each kind of interpreter in use, passes descriptors and limits of cases on, one at a time and in
 * turn, and answers with facts. It reads no source, no case and no result.
 *
 * It ends, and its boxes with it, when it has had nothing to do for the set time, when its socket is gone from the
 * folder, or by any signal. Who may talk to it: processes of the same user (the folder is closed to others; both sides
 * check the other's uid). Its name has a digest of all that its interpreters were made of, so that a judge never meets
 * an interpreter of another version.
 */
#ifndef JUDGE_INTERPRETER_SERVER_H
#define JUDGE_INTERPRETER_SERVER_H

#include "judge/base/home.h"
#include "judge/judging/interpreter.h"

enum interpreter_request { INTERPRETER_STATUS, INTERPRETER_PREPARE, INTERPRETER_RUN };

/* One message each way; INTERPRETER_RUN comes with WARM_FDS descriptors. */
struct interpreter_message {
    uint32_t magic;
    uint32_t what; /* enum interpreter_request */
    uint32_t kind; /* of the language */
    struct box_limits limits;
};

struct interpreter_answer {
    uint32_t magic;
    uint32_t failed;        /* this kind of interpreter cannot be had here */
    uint32_t ready;         /* mask of 1 << kind */
    int32_t pid;            /* of the server */
    int64_t seconds_left;   /* until it ends when nothing comes */
    struct box_facts facts; /* of INTERPRETER_RUN */
};

#define INTERPRETER_MAGIC 0x4e52574au /* "JWRN" */

/* Connects to the server; where there is none and `seconds` > 0, leaves one behind that ends after so many of idleness.
 * Returns the socket, or -1 with err. */
int interpreter_server_connect(const struct home *home, const struct install *install, const struct language *language,
                               int seconds, struct err *err);

#endif
