#include "judge/base/csv.h"

#include <string.h>

#include "judge/base/utf8.h"

static void separate(struct csv *csv)
{
    if (csv->more)
        text_add(csv->text, ",");
    csv->more = true;
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

static void add_clean(struct text *text, const char *value)
{
    for (size_t left = strlen(value); left > 0;) {
        uint32_t code = 0;
        size_t length = utf8_decode(value, left, &code);
        if (length == 0 || is_control(code))
            text_add(text, "\xef\xbf\xbd");
        else if (code == '"')
            text_add(text, "\"\"");
        else
            text_add_bytes(text, value, length);
        value += length ? length : 1;
        left -= length ? length : 1;
    }
}

void csv_text(struct csv *csv, const char *value)
{
    separate(csv);
    if (!value || !*value)
        return;
    bool formula = strchr("=+-@", *value) != NULL;
    bool quoted = strpbrk(value, ",;\"") || *value == ' ' || value[strlen(value) - 1] == ' ';
    text_add(csv->text, quoted ? "\"" : "");
    text_add(csv->text, formula ? "'" : "");
    add_clean(csv->text, value);
    text_add(csv->text, quoted ? "\"" : "");
}

void csv_number(struct csv *csv, double value, int decimals)
{
    separate(csv);
    text_format(csv->text, "%.*f", decimals, value);
}

void csv_integer(struct csv *csv, int64_t value)
{
    separate(csv);
    text_format(csv->text, "%lld", (long long)value);
}

void csv_end_row(struct csv *csv)
{
    text_add(csv->text, "\r\n");
    csv->more = false;
}
