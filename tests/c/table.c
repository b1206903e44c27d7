#include "table.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_int alive;

int tables_alive(void) { return alive; }

static void *zeroed(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) {
        abort();
    }
    return memory;
}

static char *copy(const char *text) {
    char *made = zeroed(strlen(text) + 1, 1);
    memcpy(made, text, strlen(text));
    return made;
}

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release) {
            schema->children[i]->release(schema->children[i]);
        }
        free(schema->children[i]);
    }
    free(schema->children);
    free(schema->private_data);
    schema->release = NULL;
    alive--;
}

static void release_array(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release) {
            array->children[i]->release(array->children[i]);
        }
        free(array->children[i]);
    }
    for (int64_t i = 0; i < array->n_buffers; i++) {
        free((void *)array->buffers[i]);
    }
    free(array->buffers);
    free(array->children);
    array->release = NULL;
    alive--;
}

static void begin_schema(struct ArrowSchema *schema, const char *name, const char *format, int64_t children) {
    memset(schema, 0, sizeof *schema);
    schema->private_data = copy(name);
    schema->name = schema->private_data;
    schema->format = format;
    schema->flags = ARROW_FLAG_NULLABLE;
    schema->n_children = children;
    schema->children = zeroed((size_t)children, sizeof *schema->children);
    schema->release = release_schema;
    alive++;
}

static void begin_array(struct ArrowArray *array, int64_t length, int64_t buffers, int64_t children) {
    memset(array, 0, sizeof *array);
    array->length = length;
    array->n_buffers = buffers;
    array->buffers = zeroed((size_t)buffers, sizeof *array->buffers);
    array->n_children = children;
    array->children = zeroed((size_t)children, sizeof *array->children);
    array->release = release_array;
    alive++;
}

/* The format of a column: that of its first value which is not null, or of a float among whole numbers. */
static const char *format_of(const cJSON *column) {
    const char *format = "g";
    const cJSON *value;
    int whole = 1, numbers = 0;
    cJSON_ArrayForEach(value, column) {
        if (cJSON_IsString(value)) {
            return "u";
        }
        if (cJSON_IsBool(value)) {
            return "b";
        }
        if (cJSON_IsNumber(value)) {
            numbers = 1;
            whole = whole && value->valuedouble == floor(value->valuedouble);
        }
    }
    return numbers && whole ? "l" : format;
}

static void set_bit(uint8_t *bits, int64_t index) { bits[index / 8] |= (uint8_t)(1 << (index % 8)); }

static void fill_text(struct ArrowArray *array, const cJSON *column) {
    int32_t *offsets = zeroed((size_t)array->length + 1, sizeof *offsets);
    size_t total = 0;
    int64_t row = 0;
    const cJSON *value;
    cJSON_ArrayForEach(value, column) {
        total += cJSON_IsString(value) ? strlen(value->valuestring) : 0;
        offsets[++row] = (int32_t)total;
    }
    char *text = zeroed(total, 1);
    row = 0;
    cJSON_ArrayForEach(value, column) {
        if (cJSON_IsString(value)) {
            memcpy(text + offsets[row], value->valuestring, strlen(value->valuestring));
        }
        row++;
    }
    array->buffers[1] = offsets;
    array->buffers[2] = text;
}

static void fill(struct ArrowArray *array, const cJSON *column, char format) {
    size_t length = (size_t)array->length;
    uint8_t *valid = zeroed(length / 8 + 1, 1);
    double *floats = format == 'g' ? zeroed(length, sizeof *floats) : NULL;
    int64_t *integers = format == 'l' ? zeroed(length, sizeof *integers) : NULL;
    uint8_t *truths = format == 'b' ? zeroed(length / 8 + 1, 1) : NULL;
    int64_t row = 0;
    const cJSON *value;
    cJSON_ArrayForEach(value, column) {
        if (cJSON_IsNull(value)) {
            array->null_count++;
        } else {
            set_bit(valid, row);
        }
        if (floats) {
            floats[row] = cJSON_IsNumber(value) ? value->valuedouble : 0;
        } else if (integers) {
            integers[row] = cJSON_IsNumber(value) ? (int64_t)value->valuedouble : 0;
        } else if (truths && cJSON_IsTrue(value)) {
            set_bit(truths, row);
        }
        row++;
    }
    array->buffers[0] = valid;
    if (format == 'u') {
        fill_text(array, column);
    } else {
        array->buffers[1] = floats ? (void *)floats : integers ? (void *)integers : (void *)truths;
    }
}

void table_of(const cJSON *columns, struct ArrowSchema *schema, struct ArrowArray *array) {
    int count = cJSON_GetArraySize(columns);
    int length = count ? cJSON_GetArraySize(columns->child) : 0;
    begin_schema(schema, "", "+s", count);
    begin_array(array, length, 1, count);
    int index = 0;
    const cJSON *column;
    cJSON_ArrayForEach(column, columns) {
        if (cJSON_GetArraySize(column) != length) {
            fprintf(stderr, "the columns differ in length\n");
            exit(2);
        }
        const char *format = format_of(column);
        schema->children[index] = zeroed(1, sizeof **schema->children);
        begin_schema(schema->children[index], column->string, format, 0);
        array->children[index] = zeroed(1, sizeof **array->children);
        begin_array(array->children[index], length, *format == 'u' ? 3 : 2, 0);
        fill(array->children[index], column, *format);
        index++;
    }
}
