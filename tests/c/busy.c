/* Who comes when too many wait hears when to come back: busy HOME PLUGIN, where the plugin tells progress and waits. */
#include <omniplug.h>

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Omniplug *omniplug;
    OmniplugControl *control;
    OmniplugExecution *execution;
    sem_t runs;
} Host;

static void check(OmniplugError *error) {
    if (error) {
        fprintf(stderr, "%s\n", omniplug_error_message(error));
        exit(1);
    }
}

static void on_progress(void *host, double fraction, const char *message) {
    (void)fraction, (void)message;
    sem_post(&((Host *)host)->runs);
}

static void *execute(void *data) {
    Host *host = data;
    check(omniplug_execute(host->omniplug, "sleeper", NULL, host->control, &host->execution));
    return NULL;
}

int main(int count, char **words) {
    if (count != 3) return 2;
    char options[4200], *installed = NULL;
    Host host = {NULL, NULL, NULL, {{0}}};
    pthread_t thread;
    snprintf(options, sizeof options,
             "{\"home\": \"%s\", \"policy\": {\"concurrency\": {\"executions\": 1, \"waiting\": 0}}}", words[1]);
    sem_init(&host.runs, 0, 0);
    check(omniplug_open(options, &host.omniplug));
    check(omniplug_install(host.omniplug, words[2], NULL, NULL, &installed));
    omniplug_text_free(installed);
    check(omniplug_control_new(&host.control));
    check(omniplug_control_on_progress(host.control, on_progress, &host));
    pthread_create(&thread, NULL, execute, &host);
    sem_wait(&host.runs);
    OmniplugExecution *none = NULL;
    OmniplugError *error = omniplug_execute(host.omniplug, "sleeper", NULL, NULL, &none);
    int is_right = omniplug_error_kind(error) == OMNIPLUG_ERROR_KIND_BUSY && omniplug_error_retry_after(error) > 0 && !none;
    omniplug_error_free(error);
    omniplug_control_cancel(host.control);
    pthread_join(thread, NULL);
    is_right = is_right && strcmp(omniplug_execution_status(host.execution), "cancelled") == 0;
    omniplug_execution_free(host.execution);
    omniplug_control_free(host.control);
    omniplug_free(host.omniplug);
    sem_destroy(&host.runs);
    return !is_right;
}
