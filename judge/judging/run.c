#include "judge/judging/run.h"

#include <stdlib.h>
#include <string.h>

#include "judge/base/memory_file.h"

/* The four descriptors of a program: 0 request, 1 stdout, 2 stderr, 3 response. */
struct channels {
    int fd[BOX_FDS];
};

static void close_channels(struct channels *channels)
{
    for (int i = 0; i < BOX_FDS; i++)
        close_fd(&channels->fd[i]);
}

static int open_channels(struct channels *channels, const struct text *request, struct err *err)
{
    static const char *const names[BOX_FDS] = {"request", "stdout", "stderr", "response"};
    for (int i = 0; i < BOX_FDS; i++)
        channels->fd[i] = -1;
    for (int i = 0; i < BOX_FDS; i++) {
        channels->fd[i] = memory_file(names[i], i == 0 ? request->at : NULL, i == 0 ? request->size : 0, err);
        if (channels->fd[i] < 0)
            return -1;
    }
    return 0;
}

static int read_output(const struct channels *channels, struct run_result *result, struct err *err)
{
    struct text text = {0};
    for (int i = 1; i <= 2; i++) {
        char *bytes = NULL;
        size_t size;
        if (memory_file_read(channels->fd[i], RUN_OUTPUT_SHOWN, &bytes, &size, err)) {
            text_release(&text);
            return -1;
        }
        text_add_bytes(&text, bytes, size);
        free(bytes);
    }
    result->output_size = text.size;
    if (text.size > 0)
        result->output = text_take(&text);
    else
        text_release(&text);
    return 0;
}

static int read_response(const struct channels *channels, const struct run_request *request, struct run_result *result,
                         struct err *err)
{
    char *bytes;
    size_t size;
    if (memory_file_read(channels->fd[FRAME_RESPONSE_FD], (size_t)request->limits.output_bytes + 1, &bytes, &size, err))
        return -1;
    result->state = frame_parse_response(bytes, size, request->results_max, &result->results, &result->why);
    free(bytes);
    return 0;
}

static void describe_program(const struct run_request *request, struct box_spec *spec)
{
    static const char *const argv[] = {"solution", NULL};
    spec->policy = request->language->run_policy;
    spec->program_fd = -1;
    if (!request->language->interpreted) {
        spec->argv = argv;
        spec->program_fd = request->program_fd;
        return;
    }
    spec->argv = request->language->interpreted->kind[request->kind].run;
    spec->mounts[spec->mount_count++] = (struct box_mount){.host = request->install->headers, .box = "/guest"};
    spec->files[spec->file_count++] = (struct box_file){.name = request->language->source, .fd = request->program_fd};
    if (request->signature_fd >= 0)
        spec->files[spec->file_count++] = (struct box_file){.name = "signature", .fd = request->signature_fd};
}

static struct box_limits limits_of(const struct run_request *request)
{
    return (struct box_limits){.cpu_ms = request->limits.time_ms,
                               .wall_ms = request->wall_ms,
                               .memory_kib = request->limits.memory_kib,
                               .output_bytes = request->limits.output_bytes,
                               .processes = 1};
}

static int run_warm(const struct run_request *request, const struct channels *channels, struct box_facts *ret_facts,
                    struct err *err)
{
    struct warm_case warm = {.limits = limits_of(request)};
    memcpy(warm.fds, channels->fd, sizeof channels->fd);
    warm.fds[BOX_FDS] = request->program_fd;
    warm.fds[BOX_FDS + 1] = request->signature_fd;
    return interpreters_run(request->interpreters, request->language, request->kind, &warm, ret_facts, err);
}

static int run_cold(struct sandbox *sandbox, const struct run_request *request, const struct channels *channels,
                    struct box_facts *ret_facts, struct err *err)
{
    struct box_spec spec = {.limits = limits_of(request), .seal_work = request->language->interpreted != NULL};
    spec.start_ms = request->language->start_ms;
    struct box *box;
    describe_program(request, &spec);
    memcpy(spec.fds, channels->fd, sizeof spec.fds);
    return box_start(sandbox, &spec, &box, err) || box_finish(box, ret_facts, err) ? -1 : 0;
}

int run_case(struct sandbox *sandbox, const struct run_request *request, struct run_result *ret_result, struct err *err)
{
    struct run_result result = {.poison = frame_draw_poison(), .why = ""};
    struct channels channels;
    struct text text = {0};
    bool warm = request->interpreters && interpreters_usable(request->interpreters, request->language, request->kind);
    frame_write_request(&text, request->function, request->variant, &result.poison, request->arguments);
    int failed = open_channels(&channels, &text, err);
    text_release(&text);
    if (!failed && warm && run_warm(request, &channels, &result.facts, err) != 0) {
        close_channels(&channels);
        return run_case(sandbox, request, ret_result, err); /* each time one way less is left */
    }
    failed = failed || (!warm && run_cold(sandbox, request, &channels, &result.facts, err)) ||
             read_output(&channels, &result, err) || read_response(&channels, request, &result, err);
    close_channels(&channels);
    if (failed) {
        run_result_release(&result);
        return -1;
    }
    *ret_result = result;
    return 0;
}

bool run_overran(const struct values *told)
{
    return told->count == FRAME_FAILED_VALUES && told->at[0].kind == FRAME_STR &&
           strcmp(told->at[0].text, FRAME_OVERRUN) == 0 && told->at[2].kind == FRAME_STR;
}

const char *run_failure(const struct run_result *result)
{
    const struct box_facts *facts = &result->facts;
    if (facts->forbidden_syscall >= 0)
        return "it asked the system for something that is forbidden";
    if (facts->memory_exceeded)
        return "it needs more memory than allowed";
    if (facts->cpu_exceeded || facts->wall_exceeded)
        return "it runs longer than allowed";
    if (facts->output_exceeded)
        return "it writes more than allowed";
    if (!facts->exited)
        return strsignal(facts->signal);
    if (facts->exit_code != 0)
        return "it ended with an error";
    if (result->state == RESPONSE_NONE)
        return "it returned nothing";
    if (result->state == RESPONSE_FAILED)
        return run_overran(&result->results) ? result->results.at[2].text : "it told of a failure in no known form";
    return result->state == RESPONSE_OK || result->state == RESPONSE_REDRAW ? NULL : result->why;
}

void run_result_release(struct run_result *result)
{
    values_release(&result->results);
    free(result->output);
    result->output = NULL;
}
