# make            builds build/judge
# make demo       installs what is missing, builds, shows the judge at work
# make test       installs what is missing, builds, runs every test
# make bench      speed: the judge against the bare compiler, the sandbox, the boards, the tensor core
# make asan       the tests under AddressSanitizer and UndefinedBehaviorSanitizer
# make fuzz       each fuzz target for a minute
# make verify     can the problems be trusted? statements, examples, trivial answers, mutants of the references
# make install PREFIX=/usr/local
# make compdb     compile_commands.json for editors
# make clean

CC       ?= gcc
CFLAGS   ?= -O2 -g
PREFIX   ?= /usr/local
B        ?= build
SANITIZE ?=

ifeq ($(origin CC),default)
CC := gcc
endif

WARNINGS = -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wformat=2 -Wvla -Wundef \
           -Wwrite-strings -Wpointer-arith $(if $(WERROR),-Werror)
HARDEN   = -fstack-protector-strong -D_FORTIFY_SOURCE=2
# -ffp-contract=off: drawn inputs are the same bits on every machine.
ALL_CFLAGS = -std=gnu17 -D_GNU_SOURCE -I. $(WARNINGS) $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer,$(HARDEN)) \
             -ffp-contract=off $(CFLAGS) -MMD -MP
ALL_LDFLAGS = -Wl,-z,now $(if $(SANITIZE),-fsanitize=$(SANITIZE)) $(LDFLAGS)
LIBS = -lsqlite3 -lseccomp -lcjson -lsodium -lpthread -lm

# As many jobs as processors, unless told otherwise; and only the demo itself is shown by make demo.
ifeq ($(MAKELEVEL)$(findstring -j,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc)
endif
ifneq ($(filter demo,$(MAKECMDGOALS)),)
MAKEFLAGS += -s
endif

# --- packages (Debian 12): what building and running needs, what the tests need besides ---------------------------------
PACKAGES = gcc g++ libc6-dev make pkg-config libsqlite3-dev libseccomp-dev libcjson-dev libsodium-dev libzip-dev
TEST_PACKAGES = check sqlite3 python3 python3-numpy python3-torch qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross
BENCH_PACKAGES = bubblewrap python3-numpy python3-torch libopenblas0-pthread libblis4-openmp libdnnl2 libxsmm-dev libsleef3
FUZZ_PACKAGES = clang libclang-rt-14-dev

# Goals that install what is missing before anything is built.
NEEDED = $(if $(filter demo test bench fuzz verify,$(MAKECMDGOALS)),$(PACKAGES)) \
         $(if $(filter test verify,$(MAKECMDGOALS)),$(TEST_PACKAGES)) \
         $(if $(filter bench,$(MAKECMDGOALS)),$(BENCH_PACKAGES)) $(if $(filter fuzz,$(MAKECMDGOALS)),$(FUZZ_PACKAGES))
DEPS = $(if $(strip $(NEEDED)),packages)

# --- sources ------------------------------------------------------------------------------------------------------------
SANDBOX_SRC   = $(wildcard sandbox/*.c)
JUDGE_SRC     = $(filter-out judge/main.c,$(wildcard judge/*.c judge/*/*.c))
CORE_SRC      = $(filter-out $(if $(filter x86_64 i686,$(shell uname -m)),%_neon.c,%_avx2.c %_avx512.c),$(wildcard reference/*.c))
GUEST_SRC     = $(wildcard sandbox/guest/*.c)
TEST_SRC      = $(wildcard tests/test_*.c)
TEST_HELP_SRC = $(filter-out $(TEST_SRC),$(wildcard tests/*.c))

objects = $(patsubst %.c,$(B)/obj/%.o,$(1))

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all demo test check bench asan fuzz verify install compdb clean packages

all: $(B)/judge $(B)/guest/libguest.a $(B)/core/libcore.a

$(B)/obj/%.o: %.c Makefile | $(DEPS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(EXTRA_CFLAGS) -c -o $@ $<

$(B)/judge: $(call objects,judge/main.c) $(B)/libjudge.a $(B)/libsandbox.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(B)/libjudge.a: $(call objects,$(JUDGE_SRC))
$(B)/libsandbox.a: $(call objects,$(SANDBOX_SRC))
$(B)/libtesthelp.a: $(call objects,$(TEST_HELP_SRC))
$(B)/libjudge.a $(B)/libsandbox.a $(B)/libtesthelp.a $(B)/core/libcore.a $(B)/core-tested/libcore.a $(B)/guest/libguest.a:
	@mkdir -p $(@D)
	@rm -f $@.new
	$(AR) rcs $@.new $^
	@mv $@.new $@

# --- guest: what is linked into every submission. Never sanitized, never dependent on the machine's CPU -----------------
GUEST_CFLAGS = -std=gnu17 -Isandbox/guest $(WARNINGS) -O3 -ffp-contract=off -MMD -MP
$(B)/guest/libguest.a: $(patsubst sandbox/guest/%.c,$(B)/obj/guest/%.o,$(GUEST_SRC))
$(B)/obj/guest/%.o: sandbox/guest/%.c Makefile | $(DEPS)
	@mkdir -p $(@D)
	$(CC) $(GUEST_CFLAGS) -c -o $@ $<

# --- tensor core --------------------------------------------------------------------------------------------------------
# Linked into references. One file an instruction set, each with its own flags; no -ffast-math anywhere.
# References stay plain in a sanitized build; the tests then link a sanitized copy of all but the vector files, which
# take minutes to compile so.
CORE_CFLAGS = -std=gnu17 -D_GNU_SOURCE -I. $(WARNINGS) -ffp-contract=off -MMD -MP
SIMD_CFLAGS = -ffp-contract=fast -fno-math-errno -fno-trapping-math -falign-functions=64
$(B)/obj/core/%_avx2.o: SIMD = $(SIMD_CFLAGS) -mavx2 -mfma
$(B)/obj/core/%_avx512.o: SIMD = $(SIMD_CFLAGS) -mavx512f -mavx512dq -mavx512bw -mavx512vl -mfma -mprefer-vector-width=512
$(B)/obj/core/%_neon.o: SIMD = $(SIMD_CFLAGS)
CORE_VECTOR = %_avx2.c %_avx512.c %_neon.c
CORE_OBJECTS = $(patsubst reference/%.c,$(B)/obj/core/%.o,$(CORE_SRC)) $(B)/obj/core/err.o
CORE_TESTED = $(patsubst reference/%.c,$(B)/obj/core-tested/%.o,$(filter-out $(CORE_VECTOR),$(CORE_SRC))) \
              $(patsubst reference/%.c,$(B)/obj/core/%.o,$(filter $(CORE_VECTOR),$(CORE_SRC))) $(B)/obj/core/err.o
TEST_CORE = $(if $(SANITIZE),$(B)/core-tested/libcore.a,$(B)/core/libcore.a)
$(B)/core/libcore.a: $(CORE_OBJECTS)
$(B)/core-tested/libcore.a: $(CORE_TESTED)
$(B)/obj/core/err.o: sandbox/err.c Makefile | $(DEPS)
	@mkdir -p $(@D)
	$(CC) $(CORE_CFLAGS) -O3 -c -o $@ $<
$(B)/obj/core/%.o: reference/%.c Makefile | $(DEPS)
	@mkdir -p $(@D)
	$(CC) $(CORE_CFLAGS) -O3 $(SIMD) -c -o $@ $<
$(B)/obj/core-tested/%.o: reference/%.c Makefile | $(DEPS)
	@mkdir -p $(@D)
	$(CC) $(CORE_CFLAGS) -O1 -g -fsanitize=$(SANITIZE) -fno-omit-frame-pointer -c -o $@ $<

# make bench-tensor: the core beside its peers and the machine's limits, every aim met or not (BENCH_FLAGS=--quick for
# half a minute). What is not installed is named with its package and left out.
BENCH_PARTS = bench_ops measure cases cases_nn peers plain mlp core sleef_ops
BENCH_TENSOR = $(B)/bench/bench_ops $(B)/bench/bench_limits $(B)/bench/bench_accuracy
BENCH_NATIVE = -std=gnu17 -D_GNU_SOURCE -I. $(WARNINGS) -O3 -march=native -fno-math-errno -fno-trapping-math -MMD -MP
LIBXSMM = $(wildcard /usr/include/libxsmm.h)
$(B)/bench/native/%.o: tests/bench/%.c Makefile | $(DEPS)
	@mkdir -p $(@D)
	$(CC) $(BENCH_NATIVE) $(if $(LIBXSMM),-DHAVE_LIBXSMM) -c -o $@ $<
$(B)/bench/bench_ops: $(BENCH_PARTS:%=$(B)/bench/native/%.o) $(B)/core/libcore.a
	$(CC) -o $@ $^ $(if $(LIBXSMM),-lxsmm -lxsmmnoblas) -ldl -lpthread -lm
$(B)/bench/bench_limits $(B)/bench/bench_accuracy: $(B)/bench/bench_%: $(B)/bench/native/%.o $(B)/core/libcore.a
	$(CC) -o $@ $^ -lpthread -lm
.PHONY: bench-tensor
bench-tensor: $(BENCH_TENSOR)
	@echo "== the tensor core"; tests/bench/bench_tensor.py $(B)/bench $(BENCH_FLAGS)
# --- end of tensor core -------------------------------------------------------------------------------------------------

# --- tests --------------------------------------------------------------------------------------------------------------
TESTS = $(patsubst tests/%.c,$(B)/tests/%,$(TEST_SRC))
$(B)/tests/%: $(B)/obj/tests/%.o $(B)/libtesthelp.a $(B)/libjudge.a $(B)/libsandbox.a $(TEST_CORE) $(B)/guest/libguest.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $< $(B)/libtesthelp.a $(B)/libjudge.a $(B)/libsandbox.a $(TEST_CORE) \
	    $(B)/guest/libguest.a -lcheck -lsubunit -lrt $(LIBS)
$(B)/obj/tests/%.o: EXTRA_CFLAGS = -DTEST_BUILD='"$(abspath $(B))"' -DTEST_ROOT='"$(CURDIR)"'

# --- fuzzing: each target twice, over its corpus by make test, and under libFuzzer by make fuzz --------------------------
FUZZ = $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SECONDS ?= 60
REPLAYS = $(FUZZ:%=$(B)/tests/test_fuzz_%)
$(B)/tests/test_fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(B)/libjudge.a $(B)/libsandbox.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -DFUZZ_CORPUS='"$(CURDIR)/tests/fuzz/corpus/$*"' $(ALL_LDFLAGS) -o $@ $< tests/fuzz/replay.c \
	    $(B)/libjudge.a $(B)/libsandbox.a $(LIBS)
$(B)/fuzz/%: tests/fuzz/fuzz_%.c $(JUDGE_SRC) $(SANDBOX_SRC) | $(DEPS)
	@mkdir -p $(@D)
	clang -std=gnu17 -D_GNU_SOURCE -I. -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -o $@ \
	    $< $(JUDGE_SRC) $(SANDBOX_SRC) $(LIBS)
fuzz: $(FUZZ:%=$(B)/fuzz/%)
	@for target in $(FUZZ); do \
	    mkdir -p $(B)/fuzz/found/$$target; \
	    echo "fuzzing $$target for $(FUZZ_SECONDS) s"; \
	    $(B)/fuzz/$$target -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 -verbosity=0 -artifact_prefix=$(B)/fuzz/ \
	        $(B)/fuzz/found/$$target tests/fuzz/corpus/$$target 2>&1 | grep -E 'stat::number|ERROR|SUMMARY|Test unit' ; \
	    test -z "$$(ls $(B)/fuzz/crash-* $(B)/fuzz/timeout-* $(B)/fuzz/oom-* 2>/dev/null)" || exit 1; \
	done

# Installs what is missing, naming it; silent when nothing is.
packages:
	@missing=; for p in $(NEEDED); do \
	    case "$$(dpkg-query -W -f '$${Status}' $$p 2>/dev/null)" in "install ok installed") ;; *) missing="$$missing $$p";; esac; done; \
	if [ -n "$$missing" ]; then \
	    echo "installing:$$missing"; \
	    if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
	    $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

demo: all
	@$(B)/judge demo

test: check

check: all $(TESTS) $(REPLAYS)
	@tests/run.sh $(B)

asan:
	@$(MAKE) --no-print-directory B=build-asan SANITIZE=address,undefined CFLAGS="-O1 -g" check

# --- speed: the judge, the sandbox, the boards (the tensor core has its own, above) ----------------------------------------
BENCHES = submit board box $(if $(wildcard tests/bench/bench_python.c),python)
$(BENCHES:%=$(B)/bench/bench_%): $(B)/bench/bench_%: $(B)/obj/tests/bench/bench_%.o $(B)/libjudge.a $(B)/libsandbox.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
bench: all $(BENCHES:%=$(B)/bench/bench_%) $(BENCH_TENSOR)
	@echo "== a submission"; $(B)/bench/bench_submit $(B)
	@echo "== the sandbox"; $(B)/bench/bench_box
	@echo "== leaderboards"; $(B)/bench/bench_board
	@$(if $(filter python,$(BENCHES)),echo "== Python"; $(B)/bench/bench_python $(B))
	@echo "== the tensor core"; tests/bench/bench_tensor.py $(B)/bench $(BENCH_FLAGS)

# Each problem under five instance keys: its statement, its examples, trivial answers, mutants of its reference.
verify: all
	$(B)/judge problem verify --all --quiet

# --- the rest -----------------------------------------------------------------------------------------------------------
SHARE = $(DESTDIR)$(PREFIX)/share/judge
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/sandbox/guest/python $(SHARE)/reference $(SHARE)/guest $(SHARE)/core
	install -m 755 $(B)/judge $(DESTDIR)$(PREFIX)/bin/judge
	install -m 644 $(wildcard sandbox/guest/*.*) $(SHARE)/sandbox/guest
	install -m 644 $(wildcard sandbox/guest/python/*.py) $(SHARE)/sandbox/guest/python
	install -m 644 $(wildcard reference/*.h) $(SHARE)/reference
	install -m 644 $(B)/guest/libguest.a $(SHARE)/guest
	install -m 644 $(B)/core/libcore.a $(SHARE)/core
	cp -r problems $(SHARE)/
	install -d $(SHARE)/judge/verify
	cp -r judge/verify/skeleton $(SHARE)/judge/verify/

compdb:
	@$(MAKE) --no-print-directory -B -n B=$(B) all $(TESTS) | \
	    awk -v dir="$(CURDIR)" 'BEGIN { print "[" } / -c -o / { gsub(/"/, "\\\""); \
	        printf "%s{\"directory\":\"%s\",\"file\":\"%s\",\"command\":\"%s\"}", sep, dir, $$NF, $$0; sep = ",\n" } END { print "\n]" }' \
	    > compile_commands.json

clean:
	rm -rf build build-asan compile_commands.json

-include $(shell find $(B) -name '*.d' 2>/dev/null)
