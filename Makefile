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

PKGS     = minizip zlib libxml-2.0 xlsxwriter icu-uc icu-i18n libsodium jansson sqlite3
LIBS     = $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lphonenumber -lstdc++ -lpthread -lm
INCLUDES = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I $(PKGS) 2>/dev/null))

OPT     ?= -O2 -g
WARN     = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wwrite-strings -Wcast-qual \
           -Wundef -Wformat=2 -Wimplicit-fallthrough -Wno-missing-field-initializers -Wno-format-nonliteral
CWARN    = $(WARN) -Wstrict-prototypes -Wmissing-prototypes
CPPFLAGS += -D_GNU_SOURCE -I. -I$(BUILD)/gen $(INCLUDES)
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

# Tests of one folder: make test-xlsx
TESTS = $(patsubst %.c,$(BUILD)/check/%,$(wildcard base/*_test.c xlsx/*_test.c model/*_test.c api/*_test.c job/*_test.c cmd/*_test.c))
$(FOLDERS:%=test-%): test-%:
	$(quiet)$(MAKE) --no-print-directory $(patsubst %.c,$(BUILD)/check/%,$(wildcard $*/*_test.c))
	$(quiet)tools/run-tests.sh $(patsubst %.c,$(BUILD)/check/%,$(wildcard $*/*_test.c))

clean:
	rm -rf $(BUILD) meibo demo

.PHONY: all clean meibo $(FOLDERS:%=test-%)
.SECONDARY:
-include $(shell find $(BUILD)/obj $(BUILD)/check -name '*.d' 2>/dev/null)
