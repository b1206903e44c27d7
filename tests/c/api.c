/* What the C interface promises beside the scenarios: api FOLDER, which is empty. */
#include "table.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int failed;

#define CHECK(condition) \
    ((condition) ? (void)0 : (failed++, (void)fprintf(stderr, "%s:%d: not %s\n", __FILE__, __LINE__, #condition)))

/* Frees an error and tells whether it had a kind. */
static int is(OmniplugError *error, OmniplugErrorKind kind) {
    int same = omniplug_error_kind(error) == kind;
    if (!same) fprintf(stderr, "got %s\n", error ? omniplug_error_message(error) : "no error");
    omniplug_error_free(error);
    return same;
}

#define FAILS(call) CHECK(is(call, OMNIPLUG_ERROR_KIND_INVALID_INPUT))
#define WORKS(call) CHECK(is(call, OMNIPLUG_ERROR_KIND_NONE))

static void nulls_are_errors_and_free_takes_them(Omniplug *omniplug) {
    char mark, *text = &mark;
    OmniplugExecution *execution = NULL;
    FAILS(omniplug_open("{}", NULL));
    FAILS(omniplug_show(NULL, "x", &text));
    FAILS(omniplug_show(omniplug, NULL, &text));
    FAILS(omniplug_show(omniplug, "x", NULL));
    FAILS(omniplug_install(omniplug, NULL, NULL, NULL, &text));
    FAILS(omniplug_configure(omniplug, "x", NULL, &text));
    FAILS(omniplug_execute(omniplug, NULL, NULL, NULL, &execution));
    FAILS(omniplug_execute_many(omniplug, "x", NULL, 2, NULL, NULL));
    FAILS(omniplug_data_new(NULL, NULL, NULL, 1, NULL));
    FAILS(omniplug_bulk_next(NULL, &execution));
    FAILS(omniplug_control_on_log(NULL, NULL, NULL));
    FAILS(omniplug_scan(omniplug, NULL, NULL, &text));
    FAILS(omniplug_audit(NULL, "x", NULL, &text));
    FAILS(omniplug_rules(NULL));
    FAILS(omniplug_close(NULL));
    CHECK(text == &mark && !execution);
    omniplug_free(NULL);
    omniplug_text_free(NULL);
    omniplug_error_free(NULL);
    omniplug_data_free(NULL);
    omniplug_request_free(NULL);
    omniplug_control_free(NULL);
    omniplug_execution_free(NULL);
    omniplug_bulk_free(NULL);
    omniplug_control_cancel(NULL);
    CHECK(!omniplug_error_message(NULL) && !omniplug_execution_data(NULL) && !omniplug_execution_status(NULL));
    CHECK(omniplug_data_tables(NULL) == 0 && omniplug_error_retry_after(NULL) < 0);
    CHECK(strlen(omniplug_version()) >= 5);
}

static void wrong_texts_are_errors(Omniplug *omniplug) {
    char mark, *text = &mark;
    FAILS(omniplug_show(omniplug, "\xff\xfe", &text));
    FAILS(omniplug_list(omniplug, "{", &text));
    FAILS(omniplug_list(omniplug, "{\"languge\": \"r\"}", &text));
    FAILS(omniplug_scan(omniplug, "x", "{\"polcy\": {}}", &text));
    FAILS(omniplug_executions(omniplug, "{\"limit\": -1}", &text));
    OmniplugRequest *request = NULL;
    FAILS(omniplug_request_new("{\"timeout\": -1}", NULL, &request));
    FAILS(omniplug_request_new("{\"timeout\": 1e300}", NULL, &request));
    Omniplug *other = NULL;
    FAILS(omniplug_open("{\"policy\": {\"least_grade\": \"x\"}}", &other));
    FAILS(omniplug_open("{\"platform_version\": \"two\"}", &other));
    CHECK(text == &mark && !request && !other);
    OmniplugError *error = omniplug_show(omniplug, "x", &text);
    CHECK(strcmp(omniplug_error_kind_name(error), "not_found") == 0);
    CHECK(strstr(omniplug_error_message(error), "`x`"));
    CHECK(is(error, OMNIPLUG_ERROR_KIND_NOT_FOUND));
}

static OmniplugError *table_data(const char *json, const char *columns, OmniplugData **data) {
    struct ArrowSchema schema;
    struct ArrowArray array;
    cJSON *parsed = cJSON_Parse(columns);
    table_of(parsed, &schema, &array);
    cJSON_Delete(parsed);
    OmniplugError *error = omniplug_data_new(json, &schema, &array, 1, data);
    CHECK(!schema.release && !array.release);
    return error;
}

static void tables_go_in_and_out_without_copies(void) {
    OmniplugData *data = NULL;
    WORKS(table_data("{\"t\": {\"$table\": 0}}", "{\"x\": [1, null, 3], \"y\": [\"a\", null, \"\"]}", &data));
    char *json = NULL;
    WORKS(omniplug_data_json(data, true, &json));
    CHECK(json && strcmp(json, "{\"t\":{\"x\":[1,null,3],\"y\":[\"a\",null,\"\"]}}") == 0);
    omniplug_text_free(json);
    CHECK(omniplug_data_tables(data) == 1);
    struct ArrowSchema schema;
    struct ArrowArray array;
    CHECK(is(omniplug_data_table(data, 1, &schema, &array), OMNIPLUG_ERROR_KIND_NOT_FOUND));
    WORKS(omniplug_data_table(data, 0, &schema, &array));
    omniplug_data_free(data);
    CHECK(array.length == 3 && array.n_children == 2 && strcmp(schema.children[0]->name, "x") == 0);
    CHECK(((const int64_t *)array.children[0]->buffers[1])[2] == 3);
    CHECK(tables_alive() > 0);
    array.release(&array);
    schema.release(&schema);
    CHECK(tables_alive() == 0);
}

static void wrong_tables_are_errors_and_released(void) {
    OmniplugData *data = NULL;
    FAILS(table_data("{}", "{\"x\": [1]}", &data));
    FAILS(table_data("{", "{\"x\": [1]}", &data));
    struct ArrowSchema schema;
    struct ArrowArray array;
    cJSON *columns = cJSON_Parse("{\"y\": [\"abc\", \"d\"]}");
    table_of(columns, &schema, &array);
    ((int32_t *)array.children[0]->buffers[1])[1] = 1 << 20;
    FAILS(omniplug_data_new(NULL, &schema, &array, 1, &data));
    table_of(columns, &schema, &array);
    schema.children[0]->format = "?";
    FAILS(omniplug_data_new(NULL, &schema, &array, 1, &data));
    /* A schema and an array that were released. */
    FAILS(omniplug_data_new(NULL, &schema, &array, 1, &data));
    table_of(columns, &schema, &array);
    FAILS(omniplug_data_new(NULL, &schema, NULL, 1, &data));
    FAILS(omniplug_data_new(NULL, &schema, &array, 1, NULL));
    cJSON_Delete(columns);
    CHECK(!data && tables_alive() == 0);
}

static void *list_often(void *omniplug) {
    for (int i = 0; i < 20; i++) {
        char *text = NULL;
        WORKS(omniplug_list(omniplug, NULL, &text));
        omniplug_text_free(text);
    }
    return NULL;
}

static void threads_share_a_handle(Omniplug *omniplug) {
    pthread_t threads[8];
    for (int i = 0; i < 8; i++) pthread_create(&threads[i], NULL, list_often, omniplug);
    for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
}

static void a_fork_opens_its_own(Omniplug *omniplug, const char *options) {
    pid_t child = fork();
    if (child == 0) {
        char *text = NULL;
        Omniplug *own = NULL;
        failed = 0;
        CHECK(is(omniplug_list(omniplug, NULL, &text), OMNIPLUG_ERROR_KIND_CONFLICT));
        WORKS(omniplug_open(options, &own));
        WORKS(omniplug_list(own, NULL, &text));
        omniplug_text_free(text);
        omniplug_free(own);
        omniplug_free(omniplug);
        _exit(failed);
    }
    int status = 1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    char *text = NULL;
    WORKS(omniplug_list(omniplug, NULL, &text));
    omniplug_text_free(text);
}

static void a_control_cancels(void) {
    OmniplugControl *control = NULL;
    WORKS(omniplug_control_new(&control));
    CHECK(!omniplug_control_is_cancelled(control));
    omniplug_control_cancel(control);
    CHECK(omniplug_control_is_cancelled(control));
    omniplug_control_free(control);
}

int main(int count, char **words) {
    char options[4200];
    Omniplug *omniplug = NULL;
    if (count != 2) return 2;
    snprintf(options, sizeof options, "{\"home\": \"%s/home\", \"pool\": {\"most\": 2}}", words[1]);
    WORKS(omniplug_open(options, &omniplug));
    nulls_are_errors_and_free_takes_them(omniplug);
    wrong_texts_are_errors(omniplug);
    tables_go_in_and_out_without_copies();
    wrong_tables_are_errors_and_released();
    threads_share_a_handle(omniplug);
    if (!getenv("WITHOUT_FORK")) a_fork_opens_its_own(omniplug, options);
    a_control_cancels();
    WORKS(omniplug_close(omniplug));
    omniplug_free(omniplug);
    for (int i = 0; i < 20; i++) {
        omniplug = NULL;
        WORKS(omniplug_open(options, &omniplug));
        omniplug_free(omniplug);
    }
    return failed != 0;
}
