/* Installs the example plugin, runs it on a table and prints the result: main HOME PLUGIN */
#include <omniplug.h>

#include <stdio.h>

static double values[] = {1, 2, 3};
static const void *column_buffers[] = {NULL, values};
static const void *table_buffers[] = {NULL};

/* These arrays live as long as the program, so there is nothing to free. */
static void release_schema(struct ArrowSchema *schema) { schema->release = NULL; }
static void release_array(struct ArrowArray *array) { array->release = NULL; }

static OmniplugError *run(Omniplug *omniplug, const char *plugin, char **result) {
    struct ArrowSchema x = {.format = "g", .name = "x", .release = release_schema};
    struct ArrowSchema *columns[] = {&x};
    struct ArrowSchema schema = {.format = "+s", .n_children = 1, .children = columns, .release = release_schema};
    struct ArrowArray data = {.length = 3, .n_buffers = 2, .buffers = column_buffers, .release = release_array};
    struct ArrowArray *arrays[] = {&data};
    struct ArrowArray array = {.length = 3, .n_buffers = 1, .buffers = table_buffers, .n_children = 1,
                               .children = arrays, .release = release_array};
    OmniplugData *input = NULL;
    OmniplugRequest *request = NULL;
    OmniplugExecution *execution = NULL;
    char *installed = NULL;
    OmniplugError *error = omniplug_install(omniplug, plugin, NULL, NULL, &installed);
    if (!error) error = omniplug_data_new(NULL, &schema, &array, 1, &input);
    if (!error) error = omniplug_request_new("{\"parameters\": {\"method\": \"zscore\"}}", input, &request);
    if (!error) error = omniplug_execute(omniplug, "data_normalizer", request, NULL, &execution);
    if (!error && omniplug_execution_succeeded(execution)) {
        error = omniplug_data_json(omniplug_execution_data(execution), true, result);
    } else if (!error) {
        error = omniplug_execution_json(execution, false, result);
    }
    omniplug_execution_free(execution);
    omniplug_request_free(request);
    omniplug_data_free(input);
    omniplug_text_free(installed);
    return error;
}

int main(int count, char **words) {
    if (count != 3) {
        fprintf(stderr, "usage: %s HOME PLUGIN\n", words[0]);
        return 2;
    }
    char options[4200];
    snprintf(options, sizeof options, "{\"home\": \"%s\"}", words[1]);
    Omniplug *omniplug = NULL;
    char *result = NULL;
    OmniplugError *error = omniplug_open(options, &omniplug);
    if (!error) error = run(omniplug, words[2], &result);
    if (error) {
        const char *hint = omniplug_error_hint(error);
        fprintf(stderr, "%s\n%s%s\n", omniplug_error_message(error), hint ? "hint: " : "", hint ? hint : "");
    } else {
        printf("%s\n", result);
    }
    int status = error != NULL;
    omniplug_error_free(error);
    omniplug_text_free(result);
    omniplug_free(omniplug);
    return status;
}
