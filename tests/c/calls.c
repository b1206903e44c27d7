#include "calls.h"

#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_SIZE = 4096 };

void give_up(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(2);
}

static const cJSON *get(const cJSON *arguments, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(arguments, name);
}

static const char *text(const cJSON *arguments, const char *name) {
    return cJSON_GetStringValue(get(arguments, name));
}

static void write_file(const char *folder, const char *name, const char *content) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(path, 0755);
        *slash = '/';
    }
    FILE *file = fopen(path, "w");
    if (!file || fputs(content, file) < 0 || fclose(file)) {
        give_up(path, "can't be written");
    }
}

/* The path of a source, which is written where the scenario has it inline. */
static void find_source(Replay *replay, const cJSON *source, char *path) {
    if (cJSON_IsString(source)) {
        snprintf(path, PATH_SIZE, "%s/%s", replay->root, source->valuestring);
        return;
    }
    snprintf(path, PATH_SIZE, "%s/source-%d", replay->folder, replay->sources++);
    mkdir(path, 0755);
    char *manifest = cJSON_Print(get(source, "manifest"));
    write_file(path, "manifest.json", manifest);
    cJSON_free(manifest);
    const cJSON *file;
    cJSON_ArrayForEach(file, get(source, "files")) { write_file(path, file->string, file->valuestring); }
}

/* The arguments as JSON text without those that are arguments of the C function; to be freed. */
static char *without(const cJSON *arguments, const char *const *names, size_t count) {
    cJSON *rest = cJSON_Duplicate(arguments, 1);
    for (size_t i = 0; i < count; i++) {
        cJSON_DeleteItemFromObjectCaseSensitive(rest, names[i]);
    }
    char *made = cJSON_PrintUnformatted(rest);
    cJSON_Delete(rest);
    return made;
}

/* Takes an answer in. */
static OmniplugError *parsed(OmniplugError *error, char *json, cJSON **answer) {
    if (!error) {
        *answer = cJSON_Parse(json);
        if (!*answer) {
            give_up("no JSON", json);
        }
        omniplug_text_free(json);
    }
    return error;
}

static OmniplugError *make_data(const cJSON *input, OmniplugData **data) {
    const cJSON *columns = cJSON_GetArraySize(input) == 1 ? get(input, "table") : NULL;
    if (columns) {
        struct ArrowSchema schema;
        struct ArrowArray array;
        table_of(columns, &schema, &array);
        return omniplug_data_new(NULL, &schema, &array, 1, data);
    }
    char *json = input ? cJSON_PrintUnformatted(input) : NULL;
    OmniplugError *error = omniplug_data_new(json, NULL, NULL, 0, data);
    cJSON_free(json);
    return error;
}

static OmniplugError *make_request(const cJSON *arguments, const cJSON *input, OmniplugRequest **request) {
    static const char *const own[] = {"plugin", "source", "input", "inputs"};
    OmniplugData *data = NULL;
    OmniplugError *error = make_data(input, &data);
    if (error) {
        return error;
    }
    char *fields = without(arguments, own, sizeof own / sizeof *own);
    error = omniplug_request_new(fields, data, request);
    cJSON_free(fields);
    omniplug_data_free(data);
    return error;
}

static OmniplugError *execution_answer(OmniplugExecution *execution, cJSON **answer) {
    char *json = NULL;
    OmniplugError *error = omniplug_execution_json(execution, true, &json);
    omniplug_execution_free(execution);
    return parsed(error, json, answer);
}

static OmniplugError *execute(Replay *replay, const cJSON *arguments, int is_source, cJSON **answer) {
    OmniplugRequest *request = NULL;
    OmniplugExecution *execution = NULL;
    OmniplugError *error = make_request(arguments, get(arguments, "input"), &request);
    if (error) {
        return error;
    }
    if (is_source) {
        char path[PATH_SIZE];
        find_source(replay, get(arguments, "source"), path);
        error = omniplug_execute_source(replay->omniplug, path, request, replay->control, &execution);
    } else {
        error = omniplug_execute(replay->omniplug, text(arguments, "plugin"), request, replay->control, &execution);
    }
    omniplug_request_free(request);
    return error ? error : execution_answer(execution, answer);
}

static OmniplugError *collect(OmniplugBulk *bulk, int count, cJSON **answer) {
    cJSON *all = cJSON_CreateArray();
    for (int i = 0; i <= count; i++) {
        OmniplugExecution *execution = NULL;
        cJSON *item = NULL;
        OmniplugError *error = omniplug_bulk_next(bulk, &execution);
        if (!error && !execution) {
            break;
        }
        if (!error) {
            error = execution_answer(execution, &item);
        }
        if (error) {
            item = cJSON_CreateObject();
            cJSON_AddStringToObject(item, "error", omniplug_error_kind_name(error));
            omniplug_error_free(error);
        }
        cJSON_AddItemToArray(all, item);
    }
    *answer = all;
    return NULL;
}

static OmniplugError *execute_many(Replay *replay, const cJSON *arguments, cJSON **answer) {
    const cJSON *inputs = get(arguments, "inputs");
    int count = cJSON_GetArraySize(inputs);
    OmniplugRequest **requests = calloc((size_t)count + 1, sizeof *requests);
    OmniplugError *error = requests ? NULL : (give_up("memory", "none"), NULL);
    for (int i = 0; i < count && !error; i++) {
        error = make_request(arguments, cJSON_GetArrayItem(inputs, i), &requests[i]);
    }
    OmniplugBulk *bulk = NULL;
    if (!error) {
        error = omniplug_execute_many(replay->omniplug, text(arguments, "plugin"),
                                      (const OmniplugRequest *const *)requests, (size_t)count, replay->control, &bulk);
    }
    for (int i = 0; i < count; i++) {
        omniplug_request_free(requests[i]);
    }
    free(requests);
    if (!error) {
        error = collect(bulk, count, answer);
    }
    omniplug_bulk_free(bulk);
    return error;
}

/* Adds what the environment has to the options of a scenario, which go before it. */
static void add_options(cJSON *options) {
    const char *more = getenv("REPLAY_OPTIONS");
    cJSON *members = cJSON_Parse(more ? more : "{}");
    cJSON *member;
    if (!members) {
        give_up("REPLAY_OPTIONS", "is no JSON");
    }
    while ((member = cJSON_DetachItemFromArray(members, 0))) {
        if (get(options, member->string)) {
            cJSON_Delete(member);
        } else {
            cJSON_AddItemToObject(options, member->string, member);
        }
    }
    cJSON_Delete(members);
}

static OmniplugError *open_again(Replay *replay, const cJSON *arguments, cJSON **answer) {
    cJSON *options = cJSON_Duplicate(arguments, 1);
    char home[PATH_SIZE];
    snprintf(home, sizeof home, "%s/home", replay->folder);
    cJSON_AddStringToObject(options, "home", home);
    add_options(options);
    char *json = cJSON_PrintUnformatted(options);
    cJSON_Delete(options);
    Omniplug *opened = NULL;
    OmniplugError *error = omniplug_open(json, &opened);
    cJSON_free(json);
    if (!error) {
        omniplug_free(replay->omniplug);
        replay->omniplug = opened;
        *answer = cJSON_CreateNull();
    }
    return error;
}

static OmniplugError *install(Replay *replay, const cJSON *arguments, char **json) {
    static const char *const own[] = {"source"};
    char path[PATH_SIZE];
    find_source(replay, get(arguments, "source"), path);
    char *options = without(arguments, own, 1);
    OmniplugError *error = omniplug_install(replay->omniplug, path, options, replay->control, json);
    cJSON_free(options);
    return error;
}

static OmniplugError *configure(Replay *replay, const cJSON *arguments, char **json) {
    char *changes = cJSON_PrintUnformatted(get(arguments, "changes"));
    OmniplugError *error = omniplug_configure(replay->omniplug, text(arguments, "plugin"), changes, json);
    cJSON_free(changes);
    return error;
}

/* The calls that answer with a filter's finds. */
static OmniplugError *filtered(Replay *replay, const cJSON *arguments, int is_list, char **json) {
    char *filter = cJSON_PrintUnformatted(arguments);
    OmniplugError *error = is_list ? omniplug_list(replay->omniplug, filter, json)
                                   : omniplug_executions(replay->omniplug, filter, json);
    cJSON_free(filter);
    return error;
}

static OmniplugError *scan(Replay *replay, const cJSON *arguments, int is_audit, char **json) {
    static const char *const own[] = {"source"};
    char path[PATH_SIZE];
    find_source(replay, get(arguments, "source"), path);
    char *options = without(arguments, own, 1);
    OmniplugError *error = is_audit ? omniplug_audit(replay->omniplug, path, options, json)
                                    : omniplug_scan(replay->omniplug, path, options, json);
    cJSON_free(options);
    return error;
}

/* The calls that answer with JSON text. */
static OmniplugError *ask(Replay *replay, const char *verb, const cJSON *arguments, char **json) {
    const Omniplug *omniplug = replay->omniplug;
    const char *plugin = text(arguments, "plugin");
    const cJSON *limit = get(arguments, "limit");
    if (strcmp(verb, "install") == 0) return install(replay, arguments, json);
    if (strcmp(verb, "uninstall") == 0) return omniplug_uninstall(omniplug, plugin, json);
    if (strcmp(verb, "enable") == 0) return omniplug_enable(omniplug, plugin, json);
    if (strcmp(verb, "disable") == 0) return omniplug_disable(omniplug, plugin, json);
    if (strcmp(verb, "show") == 0) return omniplug_show(omniplug, plugin, json);
    if (strcmp(verb, "list") == 0) return filtered(replay, arguments, 1, json);
    if (strcmp(verb, "configure") == 0) return configure(replay, arguments, json);
    if (strcmp(verb, "executions") == 0) return filtered(replay, arguments, 0, json);
    if (strcmp(verb, "statistics") == 0) return omniplug_statistics(omniplug, plugin, json);
    if (strcmp(verb, "events") == 0) {
        return omniplug_events(omniplug, plugin, limit ? (uint32_t)limit->valuedouble : 100, json);
    }
    if (strcmp(verb, "scan") == 0) return scan(replay, arguments, 0, json);
    if (strcmp(verb, "audit") == 0) return scan(replay, arguments, 1, json);
    if (strcmp(verb, "rules") == 0) return omniplug_rules(json);
    if (strcmp(verb, "sessions") == 0) return omniplug_sessions(omniplug, json);
    if (strcmp(verb, "doctor") == 0) return omniplug_doctor(omniplug, json);
    give_up("this replayer does not know the call", verb);
    return NULL;
}

OmniplugError *make_call(Replay *replay, const char *verb, const cJSON *arguments, cJSON **answer) {
    if (strcmp(verb, "open") == 0) return open_again(replay, arguments, answer);
    if (strcmp(verb, "execute") == 0) return execute(replay, arguments, 0, answer);
    if (strcmp(verb, "execute_source") == 0) return execute(replay, arguments, 1, answer);
    if (strcmp(verb, "execute_many") == 0) return execute_many(replay, arguments, answer);
    if (strcmp(verb, "close") == 0) {
        *answer = cJSON_CreateNull();
        return omniplug_close(replay->omniplug);
    }
    char *json = NULL;
    OmniplugError *error = ask(replay, verb, arguments, &json);
    return parsed(error, json, answer);
}

static void hear(Replay *replay, cJSON *event, const char *kind) {
    cJSON_AddStringToObject(event, "kind", kind);
    cJSON_AddItemToArray(replay->events, event);
    if (replay->cancel_on && strcmp(kind, replay->cancel_on) == 0) {
        omniplug_control_cancel(replay->control);
    }
}

static void on_log(void *replay, OmniplugStream stream, const char *line) {
    cJSON *event = cJSON_CreateObject();
    cJSON_AddStringToObject(event, "stream", stream == OMNIPLUG_STREAM_STDOUT ? "stdout" : "stderr");
    cJSON_AddStringToObject(event, "text", line);
    hear(replay, event, "log");
}

static void on_progress(void *replay, double fraction, const char *message) {
    cJSON *event = cJSON_CreateObject();
    cJSON_AddNumberToObject(event, "fraction", fraction);
    cJSON_AddStringToObject(event, "message", message);
    hear(replay, event, "progress");
}

static void on_phase(void *replay, const char *line) {
    cJSON *event = cJSON_CreateObject();
    cJSON_AddStringToObject(event, "text", line);
    hear(replay, event, "phase");
}

static void on_warning(void *replay, const char *line) {
    cJSON *event = cJSON_CreateObject();
    cJSON_AddStringToObject(event, "text", line);
    hear(replay, event, "warning");
}

static void on_partial(void *replay, const OmniplugData *data) {
    char *json = NULL;
    cJSON *value = NULL;
    OmniplugError *error = omniplug_data_json(data, true, &json);
    error = parsed(error, json, &value);
    if (error) {
        give_up("a partial result", omniplug_error_message(error));
    }
    cJSON *event = cJSON_CreateObject();
    cJSON_AddItemToObject(event, "data", value);
    hear(replay, event, "partial");
}

static void on_usage(void *replay, const OmniplugUsage *usage) {
    cJSON *event = cJSON_CreateObject();
    cJSON_AddNumberToObject(event, "wall_time", usage->wall_time);
    cJSON_AddNumberToObject(event, "cpu_time", usage->cpu_time);
    cJSON_AddNumberToObject(event, "peak_memory", (double)usage->peak_memory);
    cJSON_AddNumberToObject(event, "read_bytes", (double)usage->read_bytes);
    cJSON_AddNumberToObject(event, "written_bytes", (double)usage->written_bytes);
    cJSON_AddNumberToObject(event, "received_bytes", (double)usage->received_bytes);
    cJSON_AddNumberToObject(event, "sent_bytes", (double)usage->sent_bytes);
    hear(replay, event, "usage");
}

OmniplugError *listen_to(Replay *replay) {
    OmniplugError *error = omniplug_control_new(&replay->control);
    if (!error) error = omniplug_control_on_log(replay->control, on_log, replay);
    if (!error) error = omniplug_control_on_progress(replay->control, on_progress, replay);
    if (!error) error = omniplug_control_on_phase(replay->control, on_phase, replay);
    if (!error) error = omniplug_control_on_warning(replay->control, on_warning, replay);
    if (!error) error = omniplug_control_on_partial(replay->control, on_partial, replay);
    if (!error) error = omniplug_control_on_usage(replay->control, on_usage, replay);
    return error;
}
