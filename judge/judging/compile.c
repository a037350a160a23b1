#include "judge/judging/compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/judging/cache.h"
#include "judge/problem/generate_c.h"
#include "judge/base/memory_file.h"
#include "judge/judging/messages.h"

enum { PROGRAM_BYTES_MAX = 64 << 20, ARGUMENTS_MAX = 48, INPUTS_MAX = 3 };

static const struct box_limits compile_limits = {
    .cpu_ms = 10000,
    .wall_ms = 10000,
    .memory_kib = 1 << 20,
    .output_bytes = PROGRAM_BYTES_MAX,
    .processes = 16, /* the driver, the compiler, the assembler, collect2, the linker; and some room */
};

struct compile_job {
    struct box *box;
    int inputs[INPUTS_MAX]; /* source, problem.h, glue.o: descriptors lent to the box */
    int program, messages;
    bool checks_only; /* the source itself is the program */
    struct messages_context context;
};

/* --- starting
 * ---------------------------------------------------------------------------------------------------------- */

static void mount(struct box_spec *spec, const char *host, const char *box)
{
    spec->mounts[spec->mount_count++] = (struct box_mount){.host = host, .box = box};
}

void compile_mounts(const struct install *install, bool reference, struct box_spec *spec)
{
    mount(spec, install->headers, "/guest");
    mount(spec, install->libguest, "/guest-lib");
    if (reference) {
        mount(spec, install->headers, "/core/sandbox/guest");
        mount(spec, install->reference, "/core/reference");
        mount(spec, install->libcore, "/core-lib");
    }
}

static int add_input(struct compile_job *job, struct box_spec *spec, const char *name, int fd)
{
    if (fd < 0)
        return -1;
    job->inputs[spec->file_count] = fd;
    spec->files[spec->file_count++] = (struct box_file){.name = name, .fd = fd};
    return 0;
}

/* What is made from the problem around a source: the header that it includes, and the glue that calls it. */
struct interface {
    const char *header_name;
    char *header, *glue;
};

static struct interface interface_of(const struct problem *problem, bool generator)
{
    if (generator)
        return (struct interface){"generate.h", generate_c_header(problem), generate_c_glue(problem)};
    return (struct interface){
        "problem.h",
        signature_header(problem->id, problem->functions, problem->function_count, problem->constructor,
                         problem->constructor_count),
        signature_glue(problem->functions, problem->function_count, problem->constructor, problem->constructor_count)};
}

static void interface_release(struct interface *interface)
{
    free(interface->header);
    free(interface->glue);
}

static int add_header(struct compile_job *job, struct box_spec *spec, const struct interface *interface,
                      struct err *err)
{
    const int fd = memory_file(interface->header_name, interface->header, strlen(interface->header), err);
    return add_input(job, spec, interface->header_name, fd);
}

static struct compile_job *job_new(const struct problem *problem, const char *source, const char *file_name)
{
    struct compile_job *job = xcalloc(1, sizeof *job);
    for (int i = 0; i < INPUTS_MAX; i++)
        job->inputs[i] = -1;
    job->program = job->messages = -1;
    job->context = (struct messages_context){.source = source,
                                             .file_name = file_name,
                                             .functions = problem->functions,
                                             .function_count = problem->function_count,
                                             .constructor = problem->constructor,
                                             .constructor_count = problem->constructor_count};
    return job;
}

static void job_free(struct compile_job *job)
{
    for (int i = 0; i < INPUTS_MAX; i++)
        close_fd(&job->inputs[i]);
    close_fd(&job->program);
    close_fd(&job->messages);
    free(job);
}

/* Starts the box with everything in `spec` but what all compilations share. `output`: the file it makes, or NULL when
 * the job has its program already. */
static int start(struct sandbox *sandbox, struct compile_job *job, struct box_spec *spec, const char *output,
                 struct err *err)
{
    if (output)
        job->program = memory_file("program", NULL, 0, err);
    job->messages = memory_file("messages", NULL, 0, err);
    if (job->program < 0 || job->messages < 0)
        return -1;
    spec->policy = BOX_COMPILE;
    spec->program_fd = -1;
    spec->fds[0] = spec->fds[1] = spec->fds[3] = -1;
    spec->fds[2] = job->messages;
    spec->collect = output;
    spec->collect_fd = job->program;
    spec->collect_max = PROGRAM_BYTES_MAX;
    spec->limits = compile_limits;
    return box_start(sandbox, spec, &job->box, err);
}

struct arguments {
    const char *at[ARGUMENTS_MAX];
    int count;
};

static void add(struct arguments *arguments, const char *const *list)
{
    while (*list && arguments->count < ARGUMENTS_MAX - 1)
        arguments->at[arguments->count++] = *list++;
    arguments->at[arguments->count] = NULL;
}

static const char *const core_headers[] = {"-I", "/core", NULL};
static const char *const core_libraries[] = {"-L/core-lib", "-lcore", NULL};

/* A source that never names the header gets it in front, without a line more: its functions are held against their
 * declarations all the same, and `tensor` is known. One that names it chooses the place, behind its own feature macros.
 */
static bool names(const struct compile_request *request, const char *header)
{
    return memmem(request->source, request->size, header, strlen(header)) != NULL;
}

/* What the compiler is told; the source has the language's name in the box. */
static struct arguments command_of(const struct compile_request *request, const char *header)
{
    const struct language *language = request->language;
    const char *const compiler[] = {language->compiler, NULL}, *const input[] = {language->source, NULL};
    const char *const in_front[] = {"-include", header, NULL};
    const char *const *const parts[] = {compiler,
                                        language->flags,
                                        request->flags,
                                        request->reference ? core_headers : NULL,
                                        header && !names(request, header) ? in_front : NULL,
                                        input,
                                        request->reference ? core_libraries : NULL,
                                        language->link};
    struct arguments arguments = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i])
            add(&arguments, parts[i]);
    }
    return arguments;
}

static int glue_object(const struct compile_shop *shop, const struct problem *problem,
                       const struct interface *interface, struct err *err);

/* A job whose messages are about the request's source. */
static struct compile_job *job_of(const struct compile_request *request)
{
    struct compile_job *job = job_new(request->problem, request->language->source, request->file_name);
    job->context.text = request->source;
    job->context.text_size = request->size;
    return job;
}

static int start_program(const struct compile_shop *shop, const struct compile_request *request,
                         struct compile_job **ret_job, struct err *err)
{
    const struct language *language = request->language;
    struct compile_job *job = job_of(request);
    struct box_spec spec = {0};
    struct interface interface = interface_of(request->problem, request->generator);
    const struct arguments arguments = command_of(request, interface.header_name);
    spec.argv = arguments.at;
    compile_mounts(shop->install, request->reference, &spec);
    const int failed =
        add_input(job, &spec, "glue.o", glue_object(shop, request->problem, &interface, err)) ||
        add_input(job, &spec, language->source, memory_file("source", request->source, request->size, err)) ||
        add_header(job, &spec, &interface, err) || start(shop->sandbox, job, &spec, "program", err);
    interface_release(&interface);
    if (failed) {
        job_free(job);
        return -1;
    }
    *ret_job = job;
    return 0;
}

static int start_check(const struct compile_shop *shop, const struct compile_request *request,
                       struct compile_job **ret_job, struct err *err)
{
    const struct language *language = request->language;
    struct compile_job *job = job_of(request);
    struct box_spec spec = {0};
    const struct arguments arguments = command_of(request, NULL);
    spec.argv = arguments.at;
    compile_mounts(shop->install, false, &spec);
    job->checks_only = true;
    job->program = memory_file("source", request->source, request->size, err);
    if (job->program < 0 ||
        add_input(job, &spec, language->source, memory_file("source", request->source, request->size, err)) ||
        start(shop->sandbox, job, &spec, NULL, err)) {
        job_free(job);
        return -1;
    }
    *ret_job = job;
    return 0;
}

int compile_start(const struct compile_shop *shop, const struct compile_request *request, struct compile_job **ret_job,
                  struct err *err)
{
    if (!request->language->link)
        return start_check(shop, request, ret_job, err);
    return start_program(shop, request, ret_job, err);
}

/* --- finishing
 * --------------------------------------------------------------------------------------------------------- */

/* Why the compiler gave no program, when its own messages do not say it. */
static const char *reason(const struct box_facts *facts)
{
    if (facts->wall_exceeded || facts->cpu_exceeded)
        return "error: the compiler ran for more than 10 s and was stopped\n";
    if (facts->memory_exceeded)
        return "error: the compiler needed more than 1 GiB of memory and was stopped\n";
    if (facts->output_exceeded)
        return "error: the compiler wrote more than 64 MiB and was stopped\n";
    if (!facts->exited)
        return "error: the compiler crashed\n";
    return "error: the compiler gave no program\n";
}

/* A compiler has no good word for a file that is none of its kind. */
static const char *no_text(const struct compile_job *job)
{
    const char *text = job->context.text;
    const size_t size = job->context.text_size;
    if (!text || !memchr(text, '\0', size))
        return NULL;
    const bool utf16 = size > 1 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0);
    return utf16 ? "is saved as UTF-16; save it as UTF-8" : "is no text but has NUL bytes (a compiled program?)";
}

int compile_finish(struct compile_job *job, struct compiled *ret_compiled, struct err *err)
{
    struct box_facts facts;
    struct compiled compiled = {.program_fd = -1};
    char *bytes = NULL;
    size_t size = 0;
    int failed =
        box_finish(job->box, &facts, err) || memory_file_read(job->messages, MESSAGES_INPUT_MAX, &bytes, &size, err);
    if (!failed) {
        compiled.wall_ns = facts.wall_ns;
        compiled.messages = messages_trim(&job->context, bytes, size);
        const char *why = no_text(job);
        if (facts.exited && facts.exit_code == 0 && (facts.collected || job->checks_only)) {
            compiled.program_fd = memory_file_seal(job->program, err);
            job->program = -1;
            failed = compiled.program_fd < 0;
        } else if (why) {
            free(compiled.messages);
            compiled.messages = xasprintf("error: '%s' %s\n", job->context.file_name, why);
        } else if (facts.wall_exceeded || facts.cpu_exceeded || facts.memory_exceeded || facts.output_exceeded ||
                   !facts.exited || compiled.messages[0] == '\0') {
            char *both = xasprintf("%s%s", reason(&facts), compiled.messages);
            free(compiled.messages);
            compiled.messages = both;
        }
    }
    free(bytes);
    job_free(job);
    if (failed) {
        compiled_release(&compiled);
        return -1;
    }
    *ret_compiled = compiled;
    return 0;
}

void compiled_release(struct compiled *compiled)
{
    close_fd(&compiled->program_fd);
    free(compiled->messages);
    compiled->messages = NULL;
}

void compile_abandon(struct compile_job *job)
{
    struct box_facts facts;
    struct err ignored;
    if (!job)
        return;
    box_finish(job->box, &facts, &ignored);
    job_free(job);
}

/* --- cached: the glue, the reference
 * ------------------------------------------------------------------------------------ */

/* The library and the headers are part of the digest by size and time of change: they change only with an installation.
 */
static void add_file_stamp(struct digest_state *state, const char *folder, const char *name)
{
    char *path = xasprintf("%s/%s", folder, name);
    struct stat status = {0};
    stat(path, &status);
    digest_add_text(state, path);
    const int64_t stamp[] = {status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    digest_add(state, stamp, sizeof stamp);
    free(path);
}

static void add_guest_stamp(struct digest_state *state, const struct install *install)
{
    static const char *const headers[] = {"tensor.h", "harness.h", "frame.h", "torch_random.h"};
    digest_add_text(state, judge_version);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        add_file_stamp(state, install->headers, headers[i]);
}

static int finish_cached(struct compile_job *job, const char *what, struct compiled *ret_compiled, struct err *err)
{
    if (compile_finish(job, ret_compiled, err))
        return -1;
    if (ret_compiled->program_fd >= 0)
        return 0;
    err_set(err, ERR_JUDGE, "%s does not compile:\n%.800s", what, ret_compiled->messages);
    compiled_release(ret_compiled);
    return -1;
}

static int compile_glue(const struct compile_shop *shop, const struct problem *problem,
                        const struct interface *interface, bool reference, struct err *err)
{
    static const char *const argv[] = {"/usr/bin/gcc", "-std=gnu17", "-O2", "-I",     "/guest", "-I",
                                       "/core",        "-c",         "-o",  "glue.o", "glue.c", NULL};
    struct compile_job *job = job_new(problem, "glue.c", "glue.c");
    struct box_spec spec = {.argv = argv};
    struct compiled compiled;
    compile_mounts(shop->install, reference, &spec);
    if (add_input(job, &spec, "glue.c", memory_file("glue.c", interface->glue, strlen(interface->glue), err)) ||
        add_header(job, &spec, interface, err) || start(shop->sandbox, job, &spec, "glue.o", err)) {
        job_free(job);
        return -1;
    }
    char what[160];
    snprintf(what, sizeof what, "the glue of problem '%s' (made from its signatures)", problem->id);
    if (finish_cached(job, what, &compiled, err))
        return -1;
    free(compiled.messages);
    return compiled.program_fd;
}

static int glue_object(const struct compile_shop *shop, const struct problem *problem,
                       const struct interface *interface, struct err *err)
{
    const bool reference = strcmp(interface->header_name, "generate.h") == 0; /* it includes a header of the core */
    struct digest_state state;
    digest_init(&state, NULL);
    add_guest_stamp(&state, shop->install);
    digest_add_text(&state, interface->header);
    digest_add_text(&state, interface->glue);
    struct digest digest = digest_end(&state);
    int fd = cache_open(shop->cache, "glue", &digest);
    if (fd < 0) {
        fd = compile_glue(shop, problem, interface, reference, err);
        if (fd >= 0)
            cache_put(shop->cache, "glue", &digest, fd, 0600);
    }
    return fd;
}

/* The programs of a problem's author. */
static const struct own_program {
    const char *file, *cache, *what;
    bool generator;
} own_reference = {"reference.c", "reference", "the reference of problem", false},
  own_generator = {"generate.c", "generator", "generate.c of problem", true};

static int compile_own(const struct compile_shop *shop, const struct problem *problem, const struct own_program *own,
                       const struct digest *digest, struct err *err)
{
    struct compile_request request = {.problem = problem,
                                      .language = language_by_id("c"),
                                      .file_name = own->file,
                                      .reference = true,
                                      .generator = own->generator};
    struct compile_job *job;
    struct compiled compiled;
    char *source = NULL, what[160];
    size_t size;
    snprintf(what, sizeof what, "%s '%s'", own->what, problem->id);
    if (problem_read_file(problem, own->file, &source, &size, err))
        return err_prefix(err, "%s", what);
    request.source = source;
    request.size = size;
    int failed = start_program(shop, &request, &job, err) || finish_cached(job, what, &compiled, err);
    free(source);
    if (failed)
        return -1;
    free(compiled.messages);
    cache_put(shop->cache, own->cache, digest, compiled.program_fd, 0500);
    return compiled.program_fd;
}

static int own_program(const struct compile_shop *shop, const struct problem *problem, const struct own_program *own,
                       struct digest *ret_digest, struct err *err)
{
    struct digest_state state;
    digest_init(&state, NULL);
    add_guest_stamp(&state, shop->install);
    add_file_stamp(&state, shop->install->libguest, "libguest.a");
    add_file_stamp(&state, shop->install->libcore, "libcore.a");
    digest_add(&state, problem->digest.bytes, DIGEST_BYTES);
    *ret_digest = digest_end(&state);
    const int fd = cache_open(shop->cache, own->cache, ret_digest);
    return fd >= 0 ? fd : compile_own(shop, problem, own, ret_digest, err);
}

int compile_reference(const struct compile_shop *shop, const struct problem *problem, struct digest *ret_digest,
                      struct err *err)
{
    return own_program(shop, problem, &own_reference, ret_digest, err);
}

int compile_generator(const struct compile_shop *shop, const struct problem *problem, struct err *err)
{
    struct digest digest;
    return own_program(shop, problem, &own_generator, &digest, err);
}
