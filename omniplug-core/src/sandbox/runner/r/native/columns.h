/* What reading and writing columns share. */
#ifndef OMNIPLUG_COLUMNS_H
#define OMNIPLUG_COLUMNS_H

#include "helper.h"

/* Beyond this, not every integer is a double. */
#define LARGEST_EXACT 9007199254740992.0
/* The missing value of the class `integer64`. */
#define MISSING64 INT64_MIN
#define MICROSECONDS 1e6
#define NANOSECONDS 1e9

/* in_place.c */
SEXP doubles_in_place(const unsigned char *values, size_t count);

/* columns_write.c */
bool count_microseconds(double seconds, int64_t *count);

#endif
