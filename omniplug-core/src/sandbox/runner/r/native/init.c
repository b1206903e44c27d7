/* Tells R the routines of the helper. */
#include "routines.h"

static const struct routine routines[] = {
    {"open_request", (void *)open_request, 0},
    {"close_request", (void *)close_request, 0},
    {"open_rehearsal", (void *)open_rehearsal, 1},
    {"close_rehearsal", (void *)close_rehearsal, 0},
    {"make_message", (void *)make_message, 1},
    {"send_reply", (void *)send_reply, 2},
    {"send_event", (void *)send_event, 2},
    {"parse_json", (void *)parse_json, 3},
    {"write_items", (void *)write_items, 1},
    {"write_array", (void *)write_array, 1},
    {"count_not_finite", (void *)count_not_finite, 1},
    {"is_clean", (void *)is_clean, 1},
    {"read_column", (void *)read_column, 5},
    {"write_column", (void *)write_column, 2},
    {"digits64", (void *)digits64, 1},
    {"keep_files", (void *)keep_files, 0},
    {"restore_files", (void *)restore_files, 0},
    {"find_leftover", (void *)find_leftover, 0},
    {"restore_descriptors", (void *)restore_descriptors, 0},
    {"receive_load", (void *)receive_load, 0},
    {"refuse_load", (void *)refuse_load, 1},
    {"serve", (void *)serve, 2},
    {"announce", (void *)announce, 0},
    {"await_request", (void *)await_request, 0},
    {"finish", (void *)finish, 0},
    {NULL, NULL, 0},
};

/* R calls it when it has loaded the helper. */
__attribute__((visibility("default"))) void R_init_omniplug(DllInfo *library) {
  R_registerRoutines(library, NULL, routines, NULL, NULL);
  R_useDynamicSymbols(library, 0);
}
