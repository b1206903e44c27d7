/* Errors that take a host at its limits: errors HOME PLUGIN FOLDER, where the plugin tells progress and waits, and the
 * folder is empty. */
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

/* Who comes when too many wait hears when to come back. */
static int is_busy(const char *home, const char *plugin) {
    char options[4200], *installed = NULL;
    Host host = {NULL, NULL, NULL, {{0}}};
    pthread_t thread;
    snprintf(options, sizeof options,
             "{\"home\": \"%s\", \"policy\": {\"concurrency\": {\"executions\": 1, \"waiting\": 0}}}", home);
    sem_init(&host.runs, 0, 0);
    check(omniplug_open(options, &host.omniplug));
    check(omniplug_install(host.omniplug, plugin, NULL, NULL, &installed));
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
    return is_right;
}

/* A sandbox that can't be made, as in a system without anything in it, is an error of its own. */
static int is_sandbox(const char *home, const char *plugin, const char *root) {
    char options[4200], *installed = NULL;
    Omniplug *omniplug = NULL;
    setenv("OMNIPLUG_ROOT", root, 1);
    snprintf(options, sizeof options, "{\"home\": \"%s-without-system\"}", home);
    check(omniplug_open(options, &omniplug));
    OmniplugError *error = omniplug_install(omniplug, plugin, NULL, NULL, &installed);
    int is_right = omniplug_error_kind(error) == OMNIPLUG_ERROR_KIND_SANDBOX && omniplug_error_hint(error) && !installed;
    if (!is_right) fprintf(stderr, "got %s\n", error ? omniplug_error_message(error) : "no error");
    omniplug_error_free(error);
    omniplug_text_free(installed);
    omniplug_free(omniplug);
    return is_right;
}

int main(int count, char **words) {
    if (count != 4) return 2;
    return !(is_busy(words[1], words[2]) && is_sandbox(words[1], words[2], words[3]));
}
