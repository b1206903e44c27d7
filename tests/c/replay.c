/* Replays a scenario through the C interface: replay ROOT FOLDER SCENARIO, where FOLDER is empty. */
#include "calls.h"
#include "match.h"
#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cJSON *read_scenario(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) {
        give_up(path, "can't be opened");
    }
    long size = ftell(file);
    rewind(file);
    char *content = calloc((size_t)size + 1, 1);
    if (!content || fread(content, 1, (size_t)size, file) != (size_t)size) {
        give_up(path, "can't be read");
    }
    fclose(file);
    cJSON *scenario = cJSON_Parse(content);
    free(content);
    if (!scenario) {
        give_up(path, "is no JSON");
    }
    return scenario;
}

static int complain(int number, const char *verb, const char *what, const cJSON *expected, const cJSON *actual) {
    char *wanted = expected ? cJSON_PrintUnformatted(expected) : NULL;
    char *got = actual ? cJSON_PrintUnformatted(actual) : NULL;
    fprintf(stderr, "step %d, %s: %s: expected %s, got %s\n", number, verb, what, wanted ? wanted : "nothing",
            got ? got : "nothing");
    cJSON_free(wanted);
    cJSON_free(got);
    return 1;
}

static int check_answer(int number, const char *verb, const cJSON *step, const cJSON *answer) {
    int wrong = 0;
    const cJSON *error = cJSON_GetObjectItemCaseSensitive(step, "error");
    if (error) {
        return complain(number, verb, "error", error, answer);
    }
    const cJSON *expected;
    cJSON_ArrayForEach(expected, cJSON_GetObjectItemCaseSensitive(step, "result")) {
        const cJSON *actual = at_path(answer, expected->string);
        if (!matches(expected, actual)) {
            wrong += complain(number, verb, expected->string, expected, actual ? actual : answer);
        }
    }
    return wrong;
}

static int check_error(int number, const char *verb, const cJSON *step, const OmniplugError *error) {
    const char *expected = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(step, "error"));
    if (expected && strcmp(expected, omniplug_error_kind_name(error)) == 0 &&
        omniplug_error_kind(error) != OMNIPLUG_ERROR_KIND_OTHER) {
        return 0;
    }
    fprintf(stderr, "step %d, %s: expected %s, got the error %s: %s\n", number, verb, expected ? expected : "success",
            omniplug_error_kind_name(error), omniplug_error_message(error));
    return 1;
}

static int replay_step(Replay *replay, int number, const cJSON *step) {
    const char *verb = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(step, "call"));
    cJSON *answer = NULL;
    int wrong;
    replay->events = cJSON_CreateArray();
    replay->cancel_on = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(step, "cancel_on"));
    OmniplugError *error = listen_to(replay);
    if (!error) {
        error = make_call(replay, verb, cJSON_GetObjectItemCaseSensitive(step, "arguments"), &answer);
    }
    if (error) {
        wrong = check_error(number, verb, step, error);
    } else {
        wrong = check_answer(number, verb, step, answer);
    }
    const cJSON *events = cJSON_GetObjectItemCaseSensitive(step, "events");
    if (!heard(events, replay->events)) {
        wrong += complain(number, verb, "events", events, replay->events);
    }
    omniplug_error_free(error);
    omniplug_control_free(replay->control);
    cJSON_Delete(replay->events);
    cJSON_Delete(answer);
    return wrong;
}

int main(int count, char **words) {
    if (count != 4) {
        give_up("usage", "replay ROOT FOLDER SCENARIO");
    }
    Replay replay = {.root = words[1], .folder = words[2]};
    cJSON *scenario = read_scenario(words[3]);
    cJSON *nothing = cJSON_CreateObject();
    cJSON *answer = NULL;
    OmniplugError *error = make_call(&replay, "open", nothing, &answer);
    if (error) {
        give_up("open", omniplug_error_message(error));
    }
    cJSON_Delete(answer);
    cJSON_Delete(nothing);
    int wrong = 0, number = 0;
    const cJSON *step;
    cJSON_ArrayForEach(step, cJSON_GetObjectItemCaseSensitive(scenario, "steps")) {
        wrong += replay_step(&replay, ++number, step);
    }
    omniplug_free(replay.omniplug);
    cJSON_Delete(scenario);
    if (tables_alive()) {
        fprintf(stderr, "%d tables were not released\n", tables_alive());
        wrong++;
    }
    printf("%d steps, %d wrong\n", number, wrong);
    return wrong || !number;
}
