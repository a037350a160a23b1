#include "judge/report/ui.h"

#include <inttypes.h>
#include <langinfo.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "judge/base/utf8.h"
#include "judge/base/value.h"

/* --- what the stream can do --------------------------------------------------------------------------------------- */

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

static bool is(const char *name, const char *expected)
{
    const char *value = getenv(name);
    return value && strcmp(value, expected) == 0;
}

static int number_of(const char *name)
{
    const char *value = getenv(name);
    long number = value ? strtol(value, NULL, 10) : 0;
    return number > 0 && number < 10000 ? (int)number : 0;
}

void ui_init(struct ui *ui, int fd, enum ui_colour colour)
{
    struct winsize window = {0};
    *ui = (struct ui){.terminal = isatty(fd) == 1, .width = 80, .height = 24};
    ui->colour = colour == COLOUR_ALWAYS || (colour == COLOUR_AUTO && ui->terminal && !is_set("NO_COLOR") &&
                                             is_set("TERM") && !is("TERM", "dumb"));
    ui->truecolour = is("COLORTERM", "truecolor") || is("COLORTERM", "24bit");
    ui->unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    ui->ascii_only = ui->terminal && !ui->unicode;
    if (ui->terminal && ioctl(fd, TIOCGWINSZ, &window) == 0 && window.ws_col > 0) {
        ui->width = window.ws_col;
        ui->height = window.ws_row;
    }
    if (number_of("COLUMNS"))
        ui->width = number_of("COLUMNS");
    if (ui->width < 40)
        ui->width = 40;
}

/* --- styles ------------------------------------------------------------------------------------------------------- */

static const char *const styles[STYLE_COUNT] = {
    [STYLE_PLAIN] = "",
    [STYLE_BOLD] = "\033[1m",
    [STYLE_DIM] = "\033[2m",
    [STYLE_GOOD] = "\033[32m",
    [STYLE_BAD] = "\033[31m",
    [STYLE_WARN] = "\033[33m",
    [STYLE_NOTE] = "\033[36m",
    [STYLE_TITLE] = "\033[1;36m",
    [STYLE_BIG_GOOD] = "\033[1;30;42m",
    [STYLE_BIG_BAD] = "\033[1;97;41m",
    [STYLE_BIG_WARN] = "\033[1;30;43m",
};

const char *ui_on(const struct ui *ui, enum ui_style style)
{
    return ui->colour ? styles[style] : "";
}

const char *ui_off(const struct ui *ui, enum ui_style style)
{
    return ui->colour && *styles[style] ? "\033[0m" : "";
}

void ui_add(const struct ui *ui, struct text *text, enum ui_style style, const char *format, ...)
{
    char *piece = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&piece, format, arguments);
    va_end(arguments);
    if (length < 0)
        return;
    text_add(text, ui_on(ui, style));
    text_add_bytes(text, piece, (size_t)length);
    text_add(text, ui_off(ui, style));
    free(piece);
}

enum ui_style ui_verdict_style(enum verdict verdict)
{
    return verdict == VERDICT_AC ? STYLE_GOOD : verdict == VERDICT_JE ? STYLE_WARN : STYLE_BAD;
}

static const char *const marks[MARK_COUNT][2] = {
    [MARK_YES] = {"ok", "✓"}, [MARK_NO] = {"x", "✗"}, [MARK_NONE] = {"-", "·"}, [MARK_WARN] = {"!", "!"}};

const char *ui_mark(const struct ui *ui, enum ui_mark mark)
{
    return marks[mark][ui->unicode];
}

const char *ui_dot(const struct ui *ui)
{
    return ui->unicode ? "·" : "-";
}

const char *ui_dots(const struct ui *ui)
{
    return ui->unicode ? "…" : "...";
}

const char *ui_dash(const struct ui *ui)
{
    return ui->unicode ? "–" : "-";
}

/* --- the sanitiser ------------------------------------------------------------------------------------------------ */

static void add_safe(const struct ui *ui, struct text *text, const char *bytes, size_t size, bool lines)
{
    size_t plain = 0; /* bytes before i that may go out as they are and have not gone yet */
    for (size_t i = 0; i < size;) {
        uint32_t code = 0;
        size_t length = utf8_decode(bytes + i, size - i, &code);
        if (length && ((lines && (code == '\n' || code == '\t')) ||
                       (!utf8_is_hidden(code) && !(ui->ascii_only && code > 0x7e)))) {
            i += length;
            plain += length;
            continue;
        }
        text_add_bytes(text, bytes + i - plain, plain);
        plain = 0;
        if (length == 0)
            text_format(text, "\\x%02x", (unsigned char)bytes[i]);
        else if (code == '\n' || code == '\t' || code == '\r')
            text_format(text, "\\%c", code == '\n' ? 'n' : code == '\t' ? 't' : 'r');
        else
            text_format(text, code < 0x100 ? "\\x%02" PRIx32 : "\\u%04" PRIx32, code);
        i += length ? length : 1;
    }
    text_add_bytes(text, bytes + size - plain, plain);
}

void ui_safe(const struct ui *ui, struct text *text, const char *bytes, size_t size)
{
    add_safe(ui, text, bytes, size, true);
}

void ui_safe_line(const struct ui *ui, struct text *text, const char *string)
{
    add_safe(ui, text, string, strlen(string), false);
}

void ui_safe_line_bytes(const struct ui *ui, struct text *text, const char *bytes, size_t size)
{
    add_safe(ui, text, bytes, size, false);
}

void ui_safe_block(const struct ui *ui, struct text *text, const char *bytes, size_t size, const char *indent,
                   int lines)
{
    enum { LINE_BYTES = 400 };
    size_t at = 0;
    for (int shown = 0; at < size && shown < lines; shown++) {
        const char *newline = memchr(bytes + at, '\n', size - at);
        size_t length = newline ? (size_t)(newline - bytes) - at : size - at;
        text_add(text, indent);
        ui_safe(ui, text, bytes + at, length < LINE_BYTES ? length : LINE_BYTES);
        text_format(text, "%s\n", length > LINE_BYTES ? ui_dots(ui) : "");
        at += length + (newline != NULL);
    }
    if (at < size)
        ui_add(ui, text, STYLE_DIM, "%s(%zu more bytes)\n", indent, size - at);
}

/* --- layout ------------------------------------------------------------------------------------------------------- */

/* Bytes of an escape sequence of ours (ESC [ ... letter) at `text`, 0 when there is none. */
static size_t escape_length(const char *text)
{
    if (text[0] != '\033' || text[1] != '[')
        return 0;
    size_t length = 2 + strspn(text + 2, "0123456789;");
    return text[length] ? length + 1 : length;
}

/* One character: how many bytes it has and how many columns it takes. */
static size_t step(const char *text, int *ret_columns)
{
    uint32_t code = 0;
    size_t length = escape_length(text);
    *ret_columns = 0;
    if (length)
        return length;
    length = utf8_decode(text, strnlen(text, UTF8_MAX), &code);
    int width = length ? wcwidth((wchar_t)code) : 1;
    *ret_columns = width < 0 ? 1 : width; /* outside a UTF-8 locale wcwidth knows ASCII alone */
    return length ? length : 1;
}

int ui_columns(const char *text)
{
    int sum = 0, columns;
    while (*text) {
        text += step(text, &columns);
        sum += columns;
    }
    return sum;
}

void ui_pad(struct text *text, int columns)
{
    while (columns-- > 0)
        text_add(text, " ");
}

/* Words are separated by single blanks; a style that spans a line break goes on behind the indentation, which is of no
 * consequence for foreground colours. */
void ui_wrap(const struct ui *ui, struct text *text, const char *first, const char *sentence)
{
    int width = ui->width < 100 ? ui->width : 100, indent = ui_columns(first), column = indent;
    text_add(text, first);
    for (bool begun = false; *sentence; begun = true) {
        size_t length = strcspn(sentence, " ");
        char *word = xasprintf("%.*s", (int)length, sentence);
        int columns = ui_columns(word);
        if (begun && column + 1 + columns > width) {
            text_add(text, "\n");
            ui_pad(text, indent);
            column = indent;
        } else if (begun) {
            text_add(text, " ");
            column++;
        }
        text_add(text, word);
        free(word);
        column += columns;
        sentence += length;
        sentence += strspn(sentence, " ");
    }
    text_add(text, "\n");
}

void ui_sentence(const struct ui *ui, struct text *text, const char *first, const char *sentence)
{
    struct text safe = {0};
    ui_safe_line(ui, &safe, sentence);
    char *whole = text_take(&safe);
    ui_wrap(ui, text, first, whole);
    free(whole);
}

const char *ui_time(long long ns, char *buffer, size_t size)
{
    double ms = (double)ns / 1e6;
    if (ms >= 1000)
        snprintf(buffer, size, "%.2f s", ms / 1e3);
    else
        snprintf(buffer, size, ms >= 100 ? "%.0f ms" : ms >= 10 ? "%.1f ms" : "%.2f ms", ms);
    return buffer;
}

const char *ui_memory(long long kib, char *buffer, size_t size)
{
    if (kib >= 1024)
        snprintf(buffer, size, "%.1f MiB", (double)kib / 1024);
    else
        snprintf(buffer, size, "%lld KiB", kib);
    return buffer;
}

void ui_json_ms(struct json_writer *json, const char *key, int64_t ns)
{
    json_writer_number(json, key, round((double)ns / 1e3) / 1e3);
}
