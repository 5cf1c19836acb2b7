/*
 * plan.h - `meibo plan`, which `meibo import --dry-run` is too.
 */
#ifndef CMD_PLAN_H
#define CMD_PLAN_H

#include "cmd/settings.h"
#include "base/err.h"

must_check bool plan_run(const struct settings *s, int *status, struct err *err);

#endif
