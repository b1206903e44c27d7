/* Tells R the routines of the helper. */
#include "routines.h"

static const struct routine routines[] = {
    {"open_request", (void *)open_request, 0},
    {"request_header", (void *)request_header, 0},
    {"request_body", (void *)request_body, 0},
    {"close_request", (void *)close_request, 0},
    {"send_reply", (void *)send_reply, 2},
    {"send_event", (void *)send_event, 2},
    {"receive_load", (void *)receive_load, 0},
    {"refuse_load", (void *)refuse_load, 1},
    {"serve", (void *)serve, 2},
    {"await_request", (void *)await_request, 0},
    {"finish", (void *)finish, 0},
    {NULL, NULL, 0},
};

/* R calls it when it has loaded the helper. */
__attribute__((visibility("default"))) void R_init_omniplug(DllInfo *library) {
  R_registerRoutines(library, NULL, routines, NULL, NULL);
  R_useDynamicSymbols(library, 0);
}
