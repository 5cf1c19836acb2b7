/*
 * thread.h - threads that help another one: they never get its signals.
 */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>

#include "base/base.h"

/* Starts it with all signals blocked: Ctrl-C is for the thread that works for the user. False: none is to be had; every helper's
 * work can be done without it. Join it with pthread_join(). */
must_check bool thread_start(pthread_t *out, void *(*run)(void *), void *context);

#endif
