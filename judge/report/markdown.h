/* markdown.h - a problem's statement for a terminal.
 *
 * The part of CommonMark that statements use: headings, paragraphs (wrapped to the width, at most 100 columns), lists,
 * block quotes, rules, code blocks and code spans, emphasis, links, tables as they stand. Anything else comes out as
 * written: no text is ever lost. On a terminal that is not UTF-8, mathematical characters become ASCII ("x^2", "<=",
 * "sum"). Statements come from problem folders that anybody may write, so they pass the sanitiser.
 */
#ifndef JUDGE_MARKDOWN_H
#define JUDGE_MARKDOWN_H

#include "judge/report/ui.h"

void markdown_render(const struct ui *ui, struct text *text, const char *source, size_t size);

#endif
