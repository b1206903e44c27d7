/* Opens, asks, closes and frees a home again and again, and tells what is left of it: cycles HOME COUNT. The first
 * cycles fill caches; a leak of one descriptor, thread or kilobyte a cycle shows in the others. */
#include <omniplug.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST = 100, ENDING = 5, BYTES_A_CYCLE = 4096 };

/* What is held: entries of two folders of /proc, and resident bytes. */
typedef struct {
    long descriptors, threads, bytes;
} Held;

static long entries(const char *path) {
    DIR *folder = opendir(path);
    long count = 0;
    while (folder && readdir(folder)) count++;
    if (folder) closedir(folder);
    return count;
}

static Held held(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%*d %ld", &pages) != 1) exit(2);
    fclose(file);
    return (Held){entries("/proc/self/fd"), entries("/proc/self/task"), pages * sysconf(_SC_PAGESIZE)};
}

static void cycles(const char *options, long count) {
    for (long i = 0; i < count; i++) {
        Omniplug *omniplug = NULL;
        char *listed = NULL;
        OmniplugError *error = omniplug_open(options, &omniplug);
        if (!error) error = omniplug_list(omniplug, NULL, &listed);
        if (!error) error = omniplug_close(omniplug);
        if (error) {
            fprintf(stderr, "cycle %ld: %s\n", i, omniplug_error_message(error));
            exit(1);
        }
        omniplug_text_free(listed);
        omniplug_free(omniplug);
    }
}

int main(int count, char **words) {
    if (count != 3) return 2;
    char options[4200];
    snprintf(options, sizeof options, "{\"home\": \"%s\"}", words[1]);
    cycles(options, FIRST);
    Held before = held();
    long more = atol(words[2]);
    cycles(options, more);
    Held after = held();
    long bytes = (after.bytes - before.bytes) / more;
    printf("%ld cycles: %ld descriptors, %ld threads, %ld bytes a cycle more\n", more,
           after.descriptors - before.descriptors, after.threads - before.threads, bytes);
    /* Closing has closed everything; threads that were done then may still be about to end. */
    return after.descriptors > before.descriptors || after.threads > before.threads + ENDING ||
           bytes > BYTES_A_CYCLE;
}
