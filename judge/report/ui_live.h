/* ui_live.h - what moves on a terminal: the progress line of a judging, keys without Enter, and leaving no trace of
 * them.
 *
 * Everything here is about stderr (the line) and stdin (the keys), and does nothing where they are no terminals. When a
 * signal ends the process, ui_live_guard's handler clears the line, gives the terminal its mode back, and lets the
 * signal do what it does: the shell sees 128 + its number.
 */
#ifndef JUDGE_UI_LIVE_H
#define JUDGE_UI_LIVE_H

#include "judge/report/ui.h"

/* Handles SIGINT, SIGTERM, SIGHUP and SIGQUIT, those that are not ignored. */
void ui_live_guard(void);

enum { UI_LIVE_CASES = 60 };

struct ui_live {
    const struct ui *ui;
    char label[160];
    char note[64]; /* what is being waited for, until the first case; "" */
    char cases[UI_LIVE_CASES + 1];
    long long started_ms, painted_ms;
};

/* `label` is sanitised. Paints nothing before 150 ms have passed: most judgings are over by then. */
void ui_live_begin(struct ui_live *live, const struct ui *ui, const char *label);
/* Fits judging_request.progress; `live` is its context. */
void ui_live_progress(void *live, int done, int total, enum verdict verdict);
/* Fits judging_request.note: painted at once, for it will take a while. */
void ui_live_note(void *live, const char *what);
void ui_live_end(struct ui_live *live);

/* Keys arrive at once and unseen, until ui_live_keys_end. False when stdin is no terminal. */
bool ui_live_keys_begin(void);
void ui_live_keys_end(void);

#endif
