/* Comparing answers with what scenarios expect. */
#ifndef MATCH_H
#define MATCH_H

#include <cjson/cJSON.h>

/* Whether a value is what is expected: equal JSON with numbers equal within 1e-9, or `{"present": true}`,
 * `{"contains": "text"}`, `{"length": n}`. `actual` may be NULL, which is null. */
int matches(const cJSON *expected, const cJSON *actual);

/* What stands at a dotted path, or NULL. */
const cJSON *at_path(const cJSON *answer, const char *path);

/* Whether events happened, in any order and among others. An event has at least the fields expected. */
int heard(const cJSON *expected, const cJSON *events);

#endif
