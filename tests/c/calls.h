/* The calls of scenarios, made through the C interface. */
#ifndef CALLS_H
#define CALLS_H

#include <cjson/cJSON.h>
#include <omniplug.h>

/* Where a scenario is replayed. */
typedef struct {
    const char *root;         /* the repository */
    const char *folder;       /* for the home and for sources */
    int sources;              /* how many were written */
    Omniplug *omniplug;
    OmniplugControl *control; /* of the step */
    cJSON *events;            /* heard in the step */
    const char *cancel_on;    /* the kind of event that cancels the step, or NULL */
} Replay;

/* Makes a call and answers with JSON, to be freed. On an error `answer` is untouched. */
OmniplugError *make_call(Replay *replay, const char *verb, const cJSON *arguments, cJSON **answer);

/* Makes the control of a step, which collects events. */
OmniplugError *listen_to(Replay *replay);

/* Ends the program with a message. */
void give_up(const char *what, const char *why);

#endif
