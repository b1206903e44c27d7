/* From R's vectors to the reply's buffers. Values that lie in R as the message has them are not copied. */
#define _GNU_SOURCE
#include "columns.h"
#include "json.h"
#include "routines.h"
#include <limits.h>
#include <math.h>
#include <string.h>

/* The nearest microsecond; false beyond 64 bits. Whole seconds and their fraction are counted by themselves, because
 * their sum in microseconds would be rounded twice. */
bool count_microseconds(double seconds, int64_t *count) {
  double whole = floor(seconds);
  if (!(fabs(whole) < 9.2e12)) return false;
  *count = (int64_t)whole * 1000000 + (int64_t)nearbyint((seconds - whole) * MICROSECONDS);
  return true;
}

typedef bool absence(SEXP values, R_xlen_t i);

static bool no_double(SEXP values, R_xlen_t i) { return is_missing(REAL(values)[i]); }
static bool no_finite(SEXP values, R_xlen_t i) {
  return TYPEOF(values) == REALSXP ? !isfinite(REAL(values)[i]) : INTEGER(values)[i] == R_NaInt;
}
static bool no_integer(SEXP values, R_xlen_t i) { return INTEGER(values)[i] == R_NaInt; }
static bool no_logical(SEXP values, R_xlen_t i) { return LOGICAL(values)[i] == R_NaInt; }
static bool no_text(SEXP values, R_xlen_t i) { return STRING_ELT(values, i) == R_NaString; }
static bool no_integer64(SEXP values, R_xlen_t i) {
  int64_t bits;
  memcpy(&bits, REAL(values) + i, 8);
  return bits == MISSING64;
}

/* The first block of doubles with a NaN, which a missing one is; many numbers are looked at together. */
static R_xlen_t first_doubtful(const double *values, R_xlen_t count) {
  enum { BLOCK = 1024 };
  R_xlen_t at = 0;
  for (; at + BLOCK <= count; at += BLOCK) {
    int doubtful = 0;
    for (int i = 0; i < BLOCK; i++) doubtful |= values[at + i] != values[at + i];
    if (doubtful) break;
  }
  return at;
}

/* The bytes that tell which values are there, or NULL where all are. */
static SEXP validity(SEXP values, absence *is_absent, double *count) {
  R_xlen_t rows = Rf_xlength(values), first = 0;
  *count = 0;
  if (is_absent == no_double) first = first_doubtful(REAL(values), rows);
  while (first < rows && !is_absent(values, first)) first++;
  if (first == rows) return R_NilValue;
  SEXP bytes = Rf_allocVector(RAWSXP, rows);
  for (R_xlen_t i = 0; i < rows; i++) {
    bool absent = i >= first && is_absent(values, i);
    RAW(bytes)[i] = !absent;
    *count += absent;
  }
  return bytes;
}

static SEXP bytes_for(SEXP values, size_t width) {
  return Rf_allocVector(RAWSXP, Rf_xlength(values) * (R_xlen_t)width);
}

static SEXP write_logicals(SEXP values) {
  SEXP bytes = bytes_for(values, 1);
  for (R_xlen_t i = 0; i < Rf_xlength(values); i++) RAW(bytes)[i] = LOGICAL(values)[i] == 1;
  return bytes;
}

/* What lies beneath a missing value is zero. */
static SEXP write_integers(SEXP values, bool missing) {
  if (!missing) return values;
  SEXP copy = Rf_allocVector(INTSXP, Rf_xlength(values));
  for (R_xlen_t i = 0; i < Rf_xlength(values); i++) {
    int value = INTEGER(values)[i];
    INTEGER(copy)[i] = value == R_NaInt ? 0 : value;
  }
  return copy;
}

static SEXP write_integers64(SEXP values, bool missing) {
  if (!missing) return values;
  SEXP bytes = bytes_for(values, 8);
  for (R_xlen_t i = 0; i < Rf_xlength(values); i++) {
    if (no_integer64(values, i)) memset(RAW(bytes) + 8 * i, 0, 8);
    else memcpy(RAW(bytes) + 8 * i, REAL(values) + i, 8);
  }
  return bytes;
}

static SEXP write_codes(SEXP values) {
  SEXP codes = Rf_allocVector(INTSXP, Rf_xlength(values));
  for (R_xlen_t i = 0; i < Rf_xlength(values); i++)
    INTEGER(codes)[i] = INTEGER(values)[i] == R_NaInt ? -1 : INTEGER(values)[i] - 1;
  return codes;
}

static double number_at(SEXP values, R_xlen_t i) {
  return TYPEOF(values) == REALSXP ? REAL(values)[i] : (double)INTEGER(values)[i];
}

/* Days, or NULL where one is beyond the wire's 32 bits. */
static SEXP write_dates(SEXP values) {
  SEXP days = Rf_allocVector(INTSXP, Rf_xlength(values));
  for (R_xlen_t i = 0; i < Rf_xlength(values); i++) {
    double day = no_finite(values, i) ? 0 : floor(number_at(values, i));
    if (fabs(day) > INT_MAX) return R_NilValue;
    INTEGER(days)[i] = (int)day;
  }
  return days;
}

/* Microseconds, or NULL where one is beyond the wire's 64 bits. */
static SEXP write_times(SEXP values) {
  SEXP counts = bytes_for(values, 8);
  for (R_xlen_t i = 0; i < Rf_xlength(values); i++) {
    int64_t whole = 0;
    if (!no_finite(values, i) && !count_microseconds(number_at(values, i), &whole)) return R_NilValue;
    memcpy(RAW(counts) + 8 * i, &whole, 8);
  }
  return counts;
}

static size_t text_length(SEXP text) { return text == R_NaString ? 0 : strlen(R_CHAR(text)); }

static SEXP write_texts(SEXP values, SEXP answer) {
  R_xlen_t rows = Rf_xlength(values);
  SEXP offsets = Rf_allocVector(RAWSXP, 8 * (rows + 1));
  SET_VECTOR_ELT(answer, 2, offsets);
  uint64_t total = 0;
  memset(RAW(offsets), 0, 8);
  for (R_xlen_t i = 0; i < rows; i++) {
    total += text_length(STRING_ELT(values, i));
    memcpy(RAW(offsets) + 8 * (i + 1), &total, 8);
  }
  SEXP bytes = Rf_allocVector(RAWSXP, (R_xlen_t)total);
  unsigned char *to = RAW(bytes);
  for (R_xlen_t i = 0; i < rows; i++) {
    size_t length = text_length(STRING_ELT(values, i));
    if (length) memcpy(to, R_CHAR(STRING_ELT(values, i)), length);
    to += length;
  }
  return bytes;
}

/* Data, validity, offsets and the number of missing values of a column of the wire's type. The values have R's type
 * for it; texts are UTF-8. Data is NULL where a value is beyond the type. */
SEXP write_column(SEXP values, SEXP type) {
  const char *name = R_CHAR(STRING_ELT(type, 0));
  SEXP answer = Rf_protect(Rf_allocVector(VECSXP, 4)), data;
  absence *is_absent = NULL;
  if (strcmp(name, "float64") == 0) is_absent = no_double;
  else if (strcmp(name, "int32") == 0) is_absent = no_integer;
  else if (strcmp(name, "int64") == 0) is_absent = no_integer64;
  else if (strcmp(name, "bool") == 0) is_absent = no_logical;
  else if (strcmp(name, "utf8") == 0) is_absent = no_text;
  else if (strcmp(name, "date") == 0 || strcmp(name, "timestamp") == 0) is_absent = no_finite;
  double missing = 0;
  if (is_absent) SET_VECTOR_ELT(answer, 1, validity(values, is_absent, &missing));
  if (strcmp(name, "float64") == 0) data = values;
  else if (strcmp(name, "int32") == 0) data = write_integers(values, missing > 0);
  else if (strcmp(name, "int64") == 0) data = write_integers64(values, missing > 0);
  else if (strcmp(name, "bool") == 0) data = write_logicals(values);
  else if (strcmp(name, "utf8") == 0) data = write_texts(values, answer);
  else if (strcmp(name, "category") == 0) data = write_codes(values);
  else if (strcmp(name, "date") == 0) data = write_dates(values);
  else data = write_times(values);
  SET_VECTOR_ELT(answer, 0, data);
  SET_VECTOR_ELT(answer, 3, Rf_ScalarReal(missing));
  Rf_unprotect(1);
  return answer;
}

/* The digits of integers of 64 bits, which JSON takes as they are. */
SEXP digits64(SEXP values) {
  SEXP texts = Rf_protect(Rf_allocVector(STRSXP, Rf_xlength(values)));
  for (R_xlen_t i = 0; i < Rf_xlength(values); i++) {
    char text[24], *at = text + sizeof text;
    int64_t value;
    memcpy(&value, REAL(values) + i, 8);
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0) *--at = '-';
    if (value == MISSING64) SET_STRING_ELT(texts, i, R_NaString);
    else SET_STRING_ELT(texts, i, Rf_mkCharLenCE(at, (int)(text + sizeof text - at), CE_UTF8));
  }
  Rf_unprotect(1);
  return texts;
}
