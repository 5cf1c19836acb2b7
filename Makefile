# make            build/meibo, also linked as ./meibo
# make demo       install what is missing, build, run the main job on an embedded shop
# make check      install what is missing, build with sanitizers, run every test
# make help       the rest

BUILD   ?= build
CC      ?= gcc
CXX     ?= g++
ifeq ($(origin CC),default)
CC      = gcc
endif
VERSION := $(shell sed -n 's/^## \[\([0-9][^]]*\)\].*/\1/p' CHANGELOG.md 2>/dev/null | head -n 1)

V ?= 0
ifeq ($(V),0)
say = @printf '  %-6s %s\n' $(1) $(2);
quiet = @
else
say =
quiet =
endif

# ISA-L inflates and deflates faster than zlib; without it (no such package) zlib does.
ISAL    := $(shell pkg-config --exists libisal 2>/dev/null && echo libisal)

PKGS     = $(ISAL) minizip zlib libxml-2.0 xlsxwriter icu-uc icu-i18n libsodium libcrypto jansson sqlite3 libcurl
LIBS     = $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lphonenumber -lstdc++ -lpthread -lm
INCLUDES = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I $(PKGS) 2>/dev/null))

OPT     ?= -O2 -g
WARN     = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wwrite-strings -Wcast-qual \
           -Wundef -Wformat=2 -Wimplicit-fallthrough -Wno-missing-field-initializers -Wno-format-nonliteral
CWARN    = $(WARN) -Wstrict-prototypes -Wmissing-prototypes
CPPFLAGS += -D_GNU_SOURCE $(ISAL:%=-DHAVE_ISAL) -I. -I$(BUILD)/gen $(INCLUDES)
CFLAGS   += -std=c17 $(CWARN)
CXXFLAGS += -std=c++17 $(WARN)
HARDEN   = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

FOLDERS  = base xlsx model api job cmd
below_base  = base
below_xlsx  = xlsx base
below_model = model base
below_api   = api model base
below_job   = job api model base
below_cmd   = cmd job api model xlsx base

all: meibo

# ---- objects: one set for the product, one with sanitizers --------------------------------
sources  = $(filter-out %_test.c %_fuzz.c %_bench.c cmd/main.c,$(wildcard $(1)/*.c)) $(wildcard $(1)/*.cc)
objects  = $(patsubst %,$(BUILD)/$(2)/%.o,$(basename $(call sources,$(1))))
GENERATED = $(wildcard tools/gen-*.sh)
GEN      = $(patsubst tools/gen-%.sh,$(BUILD)/gen/%.inc,$(GENERATED))

$(BUILD)/gen/%.inc: tools/gen-%.sh
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(quiet)tools/gen-$*.sh >$@.tmp && mv $@.tmp $@
$(BUILD)/gen/places.inc: tools/places.pl tools/places.txt

$(BUILD)/obj/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(quiet)$(CC) $(CPPFLAGS) $(CFLAGS) $(OPT) $(HARDEN) -MMD -MP -c -o $@ $<

$(BUILD)/obj/%.o: %.cc | $(GEN)
	@mkdir -p $(@D)
	$(call say,CXX,$<)
	$(quiet)$(CXX) $(CPPFLAGS) $(CXXFLAGS) $(OPT) $(HARDEN) -MMD -MP -c -o $@ $<

$(BUILD)/check/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(quiet)$(CC) $(CPPFLAGS) $(CFLAGS) -O1 -g $(SANITIZE) -MMD -MP -c -o $@ $<

$(BUILD)/check/%.o: %.cc | $(GEN)
	@mkdir -p $(@D)
	$(call say,CXX,$<)
	$(quiet)$(CXX) $(CPPFLAGS) $(CXXFLAGS) -O1 -g $(SANITIZE) -MMD -MP -c -o $@ $<

define folder_library
$(BUILD)/obj/lib$(1).a: $(call objects,$(1),obj)
$(BUILD)/check/lib$(1).a: $(call objects,$(1),check)
$(patsubst %.c,$(BUILD)/check/%,$(wildcard $(1)/*_test.c)): $(BUILD)/check/%: $(BUILD)/check/%.o $(below_$(1):%=$(BUILD)/check/lib%.a)
	$$(call say,LD,$$@)
	$$(quiet)$(CC) $(SANITIZE) -o $$@ $$^ $(LIBS) -lcmocka
$(patsubst %.c,$(BUILD)/%,$(wildcard $(1)/*_bench.c)): $(BUILD)/%: $(BUILD)/obj/%.o $(below_$(1):%=$(BUILD)/obj/lib%.a)
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$$(quiet)$(CC) -pie -o $$@ $$^ $(LIBS)
endef
$(foreach f,$(FOLDERS),$(eval $(call folder_library,$(f))))

$(BUILD)/%.a:
	@mkdir -p $(@D)
	$(call say,AR,$@)
	$(quiet)rm -f $@ && ar rcs $@ $^

$(BUILD)/meibo: $(BUILD)/obj/cmd/main.o $(below_cmd:%=$(BUILD)/obj/lib%.a)
	$(call say,LD,$@)
	$(quiet)$(CC) -pie -Wl,-z,relro,-z,now -o $@ $^ $(LIBS)

$(BUILD)/check/meibo: $(BUILD)/check/cmd/main.o $(below_cmd:%=$(BUILD)/check/lib%.a)
	$(call say,LD,$@)
	$(quiet)$(CC) $(SANITIZE) -o $@ $^ $(LIBS)

meibo: $(BUILD)/meibo
	$(quiet)ln -sf $(BUILD)/meibo $@

# ---- the two commands of the README ---------------------------------------------------------
demo:
	@tools/install.sh build
	@$(MAKE) --no-print-directory -j$$(nproc) meibo
	@tools/demo.sh

# Everything a change must pass. The last line is "N passed, N failed".
check:
	@tools/install.sh build check
	@tools/admin-api.sh
	@$(MAKE) --no-print-directory -j$$(nproc) check-built

check-built: $(BUILD)/meibo $(BUILD)/check/meibo $(BUILD)/xlsx/cells_bench catalogues tests headers
	$(quiet)MEIBO=$(BUILD)/check/meibo MEIBO_PRODUCT=$(BUILD)/meibo BUILD=$(BUILD) \
	    tools/run-tests.sh $(TESTS) $(wildcard tools/check-*.sh)

# Every header stands on its own; those of tests behind cmocka, as tests include them.
CMOCKA = $(foreach h,stdarg stddef stdint setjmp cmocka,-include $(h).h)
headers: $(patsubst %,$(BUILD)/headers/%.ok,$(wildcard $(FOLDERS:%=%/*.h)))
$(BUILD)/headers/%.ok: % | $(GEN)
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(CFLAGS) -fsyntax-only -x c \
	    $(if $(filter %_test.h %_testing.h,$<),$(CMOCKA)) -include $< /dev/null && touch $@

# ---- words: translations, the man page, the page of columns -------------------------------
CATALOGUES = $(patsubst po/%.po,$(BUILD)/locale/%/LC_MESSAGES/meibo.mo,$(wildcard po/*.po))

$(BUILD)/gen/version.inc: CHANGELOG.md

$(BUILD)/locale/%/LC_MESSAGES/meibo.mo: po/%.po
	@mkdir -p $(@D)
	$(call say,MSGFMT,$@)
	$(quiet)msgfmt --check-format -o $@ $<

catalogues: $(CATALOGUES)
meibo: catalogues

# What the program says of itself, kept in the tree; tools/check-cli.sh fails when it is stale.
docs: meibo
	$(quiet)$(BUILD)/meibo help --man >man/meibo.1
	$(quiet)$(BUILD)/meibo columns --markdown >docs/COLUMNS.md

po:
	$(quiet)tools/po-update.sh

PREFIX ?= /usr/local
install: meibo
	install -D -m 755 $(BUILD)/meibo $(DESTDIR)$(PREFIX)/bin/meibo
	install -D -m 644 man/meibo.1 $(DESTDIR)$(PREFIX)/share/man/man1/meibo.1
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	$(BUILD)/meibo completion bash >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/meibo
	cd $(BUILD)/locale && for mo in */LC_MESSAGES/meibo.mo; do \
	    install -D -m 644 $$mo $(DESTDIR)$(PREFIX)/share/locale/$$mo; done

# The program as its users meet it, and its words.
test-cli: $(BUILD)/check/meibo $(CATALOGUES)
	$(quiet)MEIBO=$(BUILD)/check/meibo tools/run-tests.sh tools/check-po.sh tools/check-cli.sh

# Tests of one folder: make test-xlsx
TESTS = $(patsubst %.c,$(BUILD)/check/%,$(wildcard base/*_test.c xlsx/*_test.c model/*_test.c api/*_test.c job/*_test.c cmd/*_test.c))
$(FOLDERS:%=test-%): test-%:
	$(quiet)$(MAKE) --no-print-directory $(patsubst %.c,$(BUILD)/check/%,$(wildcard $*/*_test.c))
	$(quiet)tools/run-tests.sh $(patsubst %.c,$(BUILD)/check/%,$(wildcard $*/*_test.c))

tests: $(TESTS)

# ---- rails ----------------------------------------------------------------------------------
C_FILES = $(wildcard $(FOLDERS:%=%/*.c))
H_FILES = $(wildcard $(FOLDERS:%=%/*.h))

fmt:
	@tools/install.sh lint
	clang-format -i $(C_FILES) $(H_FILES) $(wildcard model/*.cc)

lint:
	@tools/install.sh build check lint
	@$(MAKE) --no-print-directory $(GEN)
	@CPPFLAGS="$(CPPFLAGS)" BUILD=$(BUILD) tools/lint.sh

# Line coverage by folder, from the tests and the scripts of `make check`.
cover:
	@tools/install.sh build check cover
	@tools/admin-api.sh
	@BUILD=$(BUILD)/cover tools/cover.sh

FUZZ = $(patsubst %.c,$(BUILD)/fuzz/%,$(wildcard */*_fuzz.c))
FUZZ_SECONDS ?= 60
fuzz_objects = $(foreach f,$(FOLDERS),$(call objects,$(f),fuzz))
FUZZ_FLAGS = -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
$(BUILD)/fuzz/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	$(call say,CLANG,$<)
	$(quiet)clang $(CPPFLAGS) $(CFLAGS) $(FUZZ_FLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/fuzz/%.o: %.cc | $(GEN)
	@mkdir -p $(@D)
	$(call say,CLANG,$<)
	$(quiet)clang++ $(CPPFLAGS) $(CXXFLAGS) $(FUZZ_FLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/fuzz/libmeibo.a: $(fuzz_objects)
$(FUZZ): %: %.o $(BUILD)/fuzz/libmeibo.a
	$(quiet)clang++ $(FUZZ_FLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)
fuzz:
	@tools/install.sh build fuzz
	@$(MAKE) --no-print-directory -j$$(nproc) $(FUZZ)
	@BUILD=$(BUILD) FUZZ_SECONDS=$(FUZZ_SECONDS) tools/fuzz.sh $(FUZZ)

bench: meibo
	@BUILD=$(BUILD) tools/bench.sh

bench-shopify: meibo
	@tools/install.sh build check
	@BUILD=$(BUILD) tools/bench-shopify.sh

torture: meibo
	@tools/install.sh build check torture
	@tools/admin-api.sh
	@BUILD=$(BUILD) tools/torture.sh

# Changes one rule of model/ at a time: a case of testdata/sheets/ must fail.
mutate:
	@tools/install.sh build check
	@tools/mutate.sh

dist:
	git archive --format=tar.gz --prefix=meibo-$(VERSION)/ -o meibo-$(VERSION).tar.gz HEAD

help:
	@echo 'make            build/meibo, also linked as ./meibo'
	@echo 'make demo       install what is missing, build, import and export a sample on an embedded shop'
	@echo 'make check      install what is missing, build with sanitizers, run every test'
	@echo 'make lint       clang-tidy, cppcheck, gcc -fanalyzer, shellcheck, sizes, banned functions, folders'
	@echo 'make cover      line coverage by folder'
	@echo 'make fuzz       every fuzz target for FUZZ_SECONDS=60'
	@echo 'make torture    kills, faults, limits of time and memory, on the product itself'
	@echo 'make mutate     changes one rule at a time; a case of testdata/sheets/ must fail each time'
	@echo 'make bench      rows a second and peak memory, of 10,000 to 1,000,000 rows (BENCH_ROWS="...")'
	@echo 'make bench-shopify  requests, points and seconds of a shop at Shopify, tried on the test server'
	@echo 'make fmt        clang-format'
	@echo 'make docs       docs/COLUMNS.md and the man page, from the tables in the program'
	@echo 'make install    to PREFIX=/usr/local, below DESTDIR'
	@echo 'make dist       a tar file of what is committed'
	@echo 'make clean'

clean:
	rm -rf $(BUILD) meibo demo

.PHONY: all bench bench-shopify catalogues check check-built clean docs install mutate po test-cli cover demo dist fmt fuzz headers help lint meibo mutate tests torture $(FOLDERS:%=test-%)
.SECONDARY:
-include $(shell find $(BUILD)/obj $(BUILD)/check $(BUILD)/fuzz -name '*.d' 2>/dev/null)
