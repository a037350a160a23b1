/* Responses from a submission: any bytes. What is accepted must survive being written and read again; what tells of a
 * failure is put into words. */
#include <stdlib.h>
#include <string.h>

#include "judge/judging/frame.h"
#include "judge/judging/python.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct values values, again;
    struct text text = {0};
    enum response_state state = frame_parse_response(bytes, size, 4, &values, NULL);
    if (state == RESPONSE_FAILED) {
        free(python_interpreted.failure(&values, "solution.py", true));
        free(python_interpreted.failure(&values, "solution.py", false));
        values_release(&values);
    }
    if (state != RESPONSE_OK)
        return 0;
    frame_write_response(&text, &values);
    if (frame_parse_response(text.at, text.size, 4, &again, NULL) != RESPONSE_OK || again.count != values.count)
        abort();
    values_release(&again);
    values_release(&values);
    text_release(&text);
    return 0;
}
