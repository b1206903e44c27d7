#include "match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int equal(const cJSON *a, const cJSON *b);

static int equal_members(const cJSON *a, const cJSON *b) {
    const cJSON *member;
    cJSON_ArrayForEach(member, a) {
        const cJSON *other = cJSON_GetObjectItemCaseSensitive(b, member->string);
        if (!other || !equal(member, other)) {
            return 0;
        }
    }
    return 1;
}

static int equal(const cJSON *a, const cJSON *b) {
    if ((a->type & 0xff) != (b->type & 0xff)) {
        return 0;
    }
    if (cJSON_IsNumber(a)) {
        return fabs(a->valuedouble - b->valuedouble) <= 1e-9;
    }
    if (cJSON_IsString(a)) {
        return strcmp(a->valuestring, b->valuestring) == 0;
    }
    if (!cJSON_IsArray(a) && !cJSON_IsObject(a)) {
        return 1;
    }
    if (cJSON_GetArraySize(a) != cJSON_GetArraySize(b)) {
        return 0;
    }
    if (cJSON_IsObject(a)) {
        return equal_members(a, b);
    }
    for (a = a->child, b = b->child; a && b; a = a->next, b = b->next) {
        if (!equal(a, b)) {
            return 0;
        }
    }
    return 1;
}

static size_t length_of(const cJSON *value) {
    if (cJSON_IsString(value)) {
        size_t characters = 0;
        for (const char *byte = value->valuestring; *byte; byte++) {
            characters += (*byte & 0xc0) != 0x80;
        }
        return characters;
    }
    return cJSON_IsArray(value) ? (size_t)cJSON_GetArraySize(value) : (size_t)-1;
}

int matches(const cJSON *expected, const cJSON *actual) {
    int is_null = !actual || cJSON_IsNull(actual);
    const cJSON *only = cJSON_IsObject(expected) && cJSON_GetArraySize(expected) == 1 ? expected->child : NULL;
    if (only && strcmp(only->string, "present") == 0 && cJSON_IsTrue(only)) {
        return !is_null;
    }
    if (only && strcmp(only->string, "contains") == 0 && cJSON_IsString(only)) {
        return cJSON_IsString(actual) && strstr(actual->valuestring, only->valuestring);
    }
    if (only && strcmp(only->string, "length") == 0 && cJSON_IsNumber(only)) {
        return actual && length_of(actual) == (size_t)only->valuedouble;
    }
    return is_null ? cJSON_IsNull(expected) : equal(expected, actual);
}

const cJSON *at_path(const cJSON *answer, const char *path) {
    while (answer && *path) {
        size_t length = strcspn(path, ".");
        char key[256];
        if (length >= sizeof key) {
            return NULL;
        }
        memcpy(key, path, length);
        key[length] = '\0';
        answer = cJSON_IsArray(answer) ? cJSON_GetArrayItem(answer, atoi(key))
                                       : cJSON_GetObjectItemCaseSensitive(answer, key);
        path += length + (path[length] == '.');
    }
    return answer;
}

static int fits(const cJSON *expected, const cJSON *event) {
    const cJSON *field;
    cJSON_ArrayForEach(field, expected) {
        if (!matches(field, cJSON_GetObjectItemCaseSensitive(event, field->string))) {
            return 0;
        }
    }
    return 1;
}

int heard(const cJSON *expected, const cJSON *events) {
    const cJSON *wanted;
    cJSON_ArrayForEach(wanted, expected) {
        const cJSON *event = events->child;
        while (event && !fits(wanted, event)) {
            event = event->next;
        }
        if (!event) {
            return 0;
        }
    }
    return 1;
}
