/* What R calls. */
#ifndef OMNIPLUG_ROUTINES_H
#define OMNIPLUG_ROUTINES_H

#include "r.h"

/* message.c */
SEXP open_request(void);
SEXP request_header(void);
SEXP request_body(void);
SEXP close_request(void);
SEXP send_reply(SEXP text, SEXP buffers);
SEXP send_event(SEXP text, SEXP buffers);

/* session.c */
SEXP receive_load(void);
SEXP refuse_load(SEXP answer);
SEXP serve(SEXP answer, SEXP cpu_seconds);
SEXP await_request(void);
SEXP finish(void);

#endif
