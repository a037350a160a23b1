/* harness.h - what the judge links around a solution in C or C++: main(), the arguments in, the results out.
 *
 * main reads one request (frame.h), calls the function that it names through `harness_calls`, which is made from the
 * problem's signature, and writes one response. It is convenience, not security: it shares its address space with the
 * solution, so nothing that it says is believed beyond the bytes of the response, and those pass the judge's own
 * parser.
 */
#ifndef HARNESS_H
#define HARNESS_H

#include <stdbool.h>

#include "tensor.h"

/* The next argument of the request. Each is the callee's to change: it is a copy. */
int64_t harness_i64(void);
double harness_f64(void);
bool harness_bool(void);
const char *harness_str(void);
strings harness_strings(void);
tensor *harness_tensor(void);

/* What a result that is returned through a pointer holds before the call: the patterns of a fresh tensor. */
int64_t harness_fresh_i64(void);
double harness_fresh_f64(void);

/* The next result. NULL is recorded as "nothing". */
void harness_put_i64(int64_t value);
void harness_put_f64(double value);
void harness_put_bool(bool value);
void harness_put_str(const char *text);
void harness_put_strings(strings list);
void harness_put_tensor(const tensor *t);

/* For references only: this input has no single right answer (a draw on the edge of two); the judge takes another one.
 * From a submission it is an invalid response. Does not return. */
__attribute__((noreturn)) void harness_redraw(const char *why);

/* Made from the problem (glue.c). */
extern void (*const harness_calls[])(void);
extern const unsigned harness_call_count;

#endif
