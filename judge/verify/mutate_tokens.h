/* mutate_tokens.h - C as a row of tokens, for mutate.c and mutate_kinds.c alone: comments and preprocessor lines are
 * left out, but for the values of #define. Nothing here knows declarations; the questions below are answered by what
 * stands around a token.
 */
#ifndef JUDGE_MUTATE_TOKENS_H
#define JUDGE_MUTATE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind { TOKEN_NAME, TOKEN_NUMBER, TOKEN_TEXT, TOKEN_SIGN };

struct token {
    enum token_kind kind;
    const char *at; /* in the source */
    int length;
    bool inside; /* a function's body, or the value of a #define */
};

struct tokens {
    const char *source;
    int count;
    struct token *at; /* heap */
};

void tokens_read(const char *source, struct tokens *ret_tokens);

/* False for an index that is none. */
bool token_is(const struct tokens *tokens, int i, const char *text);

/* "int", "nd", "int64_t": the name of a type, as far as one can tell; a word of the language ("return"). */
bool token_is_type(const struct tokens *tokens, int i);
bool token_is_keyword(const struct tokens *tokens, int i);

/* A value ends here, so that a sign behind it has two operands. */
bool token_ends_value(const struct tokens *tokens, int i);

/* The token behind the bracket that closes the one at `i`; -1 when there is none. */
int tokens_close(const struct tokens *tokens, int i);

/* The round bracket that opens the one at `close`; -1 when there is none. */
int tokens_open(const struct tokens *tokens, int close);

/* The token behind the operand, or behind the product, that begins at `i`; -1 when none begins there. */
int tokens_operand_end(const struct tokens *tokens, int i);
int tokens_term_end(const struct tokens *tokens, int i);

#endif
