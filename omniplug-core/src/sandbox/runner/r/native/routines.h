/* What R calls. */
#ifndef OMNIPLUG_ROUTINES_H
#define OMNIPLUG_ROUTINES_H

#include "r.h"

/* message.c */
SEXP open_request(void);
SEXP close_request(void);
SEXP open_rehearsal(SEXP message);
SEXP close_rehearsal(void);
SEXP make_message(SEXP text);
SEXP send_reply(SEXP text, SEXP buffers);
SEXP send_event(SEXP text, SEXP buffers);

/* json_build.c, json_write.c */
SEXP parse_json(SEXP bytes, SEXP simplify, SEXP plain);
SEXP write_items(SEXP values);
SEXP write_array(SEXP values);
SEXP count_not_finite(SEXP values);
SEXP is_clean(SEXP texts);

/* columns_read.c, columns_write.c */
SEXP read_column(SEXP type, SEXP rows, SEXP data, SEXP validity, SEXP offsets);
SEXP write_column(SEXP values, SEXP type);
SEXP digits64(SEXP values);

/* kept.c, leftover.c: what loading left behind */
SEXP keep_files(void);
SEXP restore_files(void);
SEXP find_leftover(void);
SEXP restore_descriptors(void);

/* session.c */
SEXP receive_load(void);
SEXP refuse_load(SEXP answer);
SEXP serve(SEXP answer, SEXP cpu_seconds);
SEXP announce(void);
SEXP await_request(void);
SEXP finish(void);

#endif
