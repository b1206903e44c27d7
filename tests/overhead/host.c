/* The times of a C host, for overhead.py: host HOME ROUNDS prints medians in microseconds as JSON. */
#include <omniplug.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static Omniplug *omniplug;
static OmniplugData *input;
static OmniplugRequest *request;

static void check(OmniplugError *error) {
    if (error) {
        fprintf(stderr, "%s\n", omniplug_error_message(error));
        exit(1);
    }
}

static void show(void) {
    char *answer = NULL;
    check(omniplug_show(omniplug, "echo", &answer));
    omniplug_text_free(answer);
}

static void list(void) {
    char *answer = NULL;
    check(omniplug_list(omniplug, NULL, &answer));
    omniplug_text_free(answer);
}

static void execute(void) {
    OmniplugExecution *execution = NULL;
    check(omniplug_execute(omniplug, "echo", request, NULL, &execution));
    omniplug_execution_free(execution);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(int rounds, void (*call)(void)) {
    double *times = malloc((size_t)rounds * sizeof *times);
    if (!times) exit(1);
    for (int i = 0; i < rounds / 10 + 2; i++) call();
    for (int i = 0; i < rounds; i++) {
        double begin = now();
        call();
        times[i] = now() - begin;
    }
    qsort(times, (size_t)rounds, sizeof *times, by_size);
    double middle = times[rounds / 2];
    free(times);
    return middle;
}

int main(int count, char **words) {
    if (count != 3) return 2;
    char options[4200];
    int rounds = atoi(words[2]);
    snprintf(options, sizeof options, "{\"home\": \"%s\"}", words[1]);
    check(omniplug_open(options, &omniplug));
    check(omniplug_data_new("1", NULL, NULL, 0, &input));
    check(omniplug_request_new(NULL, input, &request));
    double shown = median(rounds, show), listed = median(rounds, list), executed = median(rounds, execute);
    printf("{\"show\": %f, \"list\": %f, \"execute\": %f}\n", shown, listed, executed);
    omniplug_request_free(request);
    omniplug_data_free(input);
    omniplug_free(omniplug);
    return 0;
}
