#include "judge/report/ui_live.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_PAINT_MS = 150, PAINT_EVERY_MS = 100 };

static const char clear_line[] = "\r\033[K";

/* Read by the signal handler. */
static volatile sig_atomic_t line_is_painted, keys_are_raw;
static struct termios usual_mode;

/* Where nothing can be written any more, nothing is left to clear. */
static void write_terminal(const char *bytes, size_t size)
{
    if (write(STDERR_FILENO, bytes, size) < 0)
        line_is_painted = 0;
}

static void on_end(int signal_number)
{
    if (line_is_painted)
        write_terminal(clear_line, sizeof clear_line - 1);
    if (keys_are_raw)
        tcsetattr(STDIN_FILENO, TCSANOW, &usual_mode);
    raise(signal_number); /* SA_RESETHAND: now with its usual effect, once this handler returns */
}

void ui_live_guard(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction action = {.sa_handler = on_end, .sa_flags = (int)SA_RESETHAND}, before;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        /* nohup has SIGHUP ignored, a shell SIGINT of what it puts in the background: so be it */
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
}

static long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void ui_live_begin(struct ui_live *live, const struct ui *ui, const char *label)
{
    struct text safe = {0};
    ui_safe_line(ui, &safe, label);
    *live = (struct ui_live){.ui = ui, .started_ms = now_ms()};
    snprintf(live->label, sizeof live->label, "%s", safe.at ? safe.at : "");
    text_release(&safe);
}

static void paint(struct ui_live *live, int done, int total)
{
    struct text line = {0};
    int shown = total < UI_LIVE_CASES ? total : UI_LIVE_CASES;
    text_format(&line, "\r%s%s%s [", live->label, live->note[0] ? ": " : "", live->note);
    for (int i = 0; i < shown; i++) {
        char mark = live->cases[i];
        if (mark == 'x')
            ui_add(live->ui, &line, STYLE_BAD, "x");
        else
            text_add(&line, mark ? "." : " ");
    }
    text_format(&line, "] %d/%d\033[K", done, total);
    line_is_painted = 1;
    write_terminal(line.at, line.size);
    text_release(&line);
}

/* More cases than places: a place stands for several and shows the worst. */
void ui_live_progress(void *context, int done, int total, enum verdict verdict)
{
    struct ui_live *live = context;
    if (!live->ui->terminal || total <= 0)
        return;
    if (done > 0) {
        live->note[0] = '\0';
        int places = total < UI_LIVE_CASES ? total : UI_LIVE_CASES, place = (done - 1) * places / total;
        if (place < places && live->cases[place] != 'x')
            live->cases[place] = verdict == VERDICT_AC ? '.' : 'x';
    }
    long long now = now_ms();
    if (now - live->started_ms < FIRST_PAINT_MS || (now - live->painted_ms < PAINT_EVERY_MS && done < total))
        return;
    live->painted_ms = now;
    paint(live, done, total);
}

void ui_live_note(void *context, const char *what)
{
    struct ui_live *live = context;
    snprintf(live->note, sizeof live->note, "%s", what);
    if (live->ui->terminal)
        paint(live, 0, 0);
}

void ui_live_end(struct ui_live *live)
{
    if (live->ui->terminal && line_is_painted)
        write_terminal(clear_line, sizeof clear_line - 1);
    line_is_painted = 0;
}

bool ui_live_keys_begin(void)
{
    struct termios raw;
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &usual_mode) != 0)
        return false;
    raw = usual_mode;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    keys_are_raw = 1;
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    return true;
}

void ui_live_keys_end(void)
{
    if (keys_are_raw)
        tcsetattr(STDIN_FILENO, TCSANOW, &usual_mode);
    keys_are_raw = 0;
}
