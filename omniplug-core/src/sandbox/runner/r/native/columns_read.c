/* From the request's buffers to R's vectors.
 *
 * Integers become the smallest of R's types that holds all of a column: integer, double, or doubles whose bits are
 * the integers, which R users know as the class `integer64`; beyond that text. */
#define _GNU_SOURCE
#include "columns.h"
#include "routines.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

/* What R has to say about a column. */
enum note { NOTHING, ZERO_CHARACTERS, LARGE_INTEGERS, INTEGERS_64, INEXACT_TIMES, FINE_TIMES };

struct buffer {
  const unsigned char *start;
  size_t length;
};

struct column {
  size_t rows;
  struct buffer data, validity, offsets;
  enum note note;
};

static struct buffer buffer_at(SEXP place) {
  if (Rf_xlength(place) != 2) return (struct buffer){NULL, 0};
  double offset = REAL(place)[0], length = REAL(place)[1];
  if (!(offset >= 0 && length >= 0 && offset + length <= (double)request.body_length))
    Rf_error("a column lies outside the request");
  return (struct buffer){request.body + (size_t)offset, (size_t)length};
}

static void need(const struct buffer *buffer, size_t count, size_t width) {
  if (buffer->length / width < count) Rf_error("a column of the request is too short");
}

static bool is_absent(const struct column *column, size_t row) {
  return column->validity.start && !column->validity.start[row];
}

/* The integer of a row, which has 8 bytes or fewer. */
static int64_t integer_at(const unsigned char *data, size_t row, int width, bool is_signed) {
  const unsigned char *at = data + row * (size_t)width;
  switch (width) {
    case 1: return is_signed ? (int8_t)*at : *at;
    case 2: { uint16_t bits; memcpy(&bits, at, 2); return is_signed ? (int16_t)bits : bits; }
    case 4: { uint32_t bits; memcpy(&bits, at, 4); return is_signed ? (int32_t)bits : (int64_t)bits; }
    default: { int64_t bits; memcpy(&bits, at, 8); return bits; }
  }
}

static SEXP as_integers(const struct column *column, int width, bool is_signed) {
  SEXP values = Rf_allocVector(INTSXP, (R_xlen_t)column->rows);
  int *to = INTEGER(values);
  for (size_t i = 0; i < column->rows; i++)
    to[i] = is_absent(column, i) ? R_NaInt : (int)integer_at(column->data.start, i, width, is_signed);
  return values;
}

static SEXP as_doubles(const struct column *column, int width, bool is_signed) {
  SEXP values = Rf_allocVector(REALSXP, (R_xlen_t)column->rows);
  double *to = REAL(values);
  for (size_t i = 0; i < column->rows; i++)
    to[i] = is_absent(column, i) ? R_NaReal : (double)integer_at(column->data.start, i, width, is_signed);
  return values;
}

static SEXP as_integers64(struct column *column) {
  column->note = INTEGERS_64;
  SEXP values = Rf_allocVector(REALSXP, (R_xlen_t)column->rows);
  int64_t missing = MISSING64;
  if (column->rows) memcpy(REAL(values), column->data.start, column->rows * 8);
  for (size_t i = 0; i < column->rows; i++)
    if (is_absent(column, i)) memcpy(REAL(values) + i, &missing, 8);
  return values;
}

static SEXP as_digits(struct column *column, bool is_signed) {
  column->note = LARGE_INTEGERS;
  SEXP values = Rf_protect(Rf_allocVector(STRSXP, (R_xlen_t)column->rows));
  for (size_t i = 0; i < column->rows; i++) {
    char text[24];
    int64_t value = integer_at(column->data.start, i, 8, true);
    int length = is_signed ? snprintf(text, sizeof text, "%lld", (long long)value)
                           : snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    SET_STRING_ELT(values, (R_xlen_t)i, is_absent(column, i) ? R_NaString : Rf_mkCharLenCE(text, length, CE_UTF8));
  }
  Rf_unprotect(1);
  return values;
}

static SEXP read_integers(struct column *column, int width, bool is_signed) {
  need(&column->data, column->rows, (size_t)width);
  int64_t least = 0, most = 0;
  for (size_t i = 0; i < column->rows; i++) {
    int64_t value = is_absent(column, i) ? 0 : integer_at(column->data.start, i, width, is_signed);
    /* One of 64 bits without sign that has no sign to spare. */
    if (width == 8 && value < 0 && !is_signed) return as_digits(column, is_signed);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least >= -INT_MAX && most <= INT_MAX) return as_integers(column, width, is_signed);
  if ((double)least >= -LARGEST_EXACT && most <= (int64_t)LARGEST_EXACT) return as_doubles(column, width, is_signed);
  return least == MISSING64 ? as_digits(column, is_signed) : as_integers64(column);
}

/* Large vectors are new memory, which is filled several times as fast in large pages where the system offers them. */
static void use_large_pages(void *start, size_t size) {
  size_t page = (size_t)1 << 21, skipped = (page - (size_t)start % page) % page;
  if (size >= 4 * page) madvise((char *)start + skipped, (size - skipped) / page * page, MADV_HUGEPAGE);
}

static SEXP read_floats(const struct column *column, size_t width) {
  need(&column->data, column->rows, width);
  SEXP values = width == 8 && !column->validity.start ? doubles_in_place(column->data.start, column->rows) : NULL;
  if (values) return values;
  values = Rf_allocVector(REALSXP, (R_xlen_t)column->rows);
  double *to = REAL(values);
  use_large_pages(to, column->rows * sizeof(double));
  if (width == 8 && column->rows) memcpy(to, column->data.start, column->rows * 8);
  for (size_t i = 0; width == 4 && i < column->rows; i++) {
    float value;
    memcpy(&value, column->data.start + i * 4, 4);
    to[i] = value;
  }
  for (size_t i = 0; column->validity.start && i < column->rows; i++)
    if (is_absent(column, i)) to[i] = R_NaReal;
  return values;
}

static SEXP read_logicals(const struct column *column) {
  need(&column->data, column->rows, 1);
  SEXP values = Rf_allocVector(LGLSXP, (R_xlen_t)column->rows);
  for (size_t i = 0; i < column->rows; i++)
    LOGICAL(values)[i] = is_absent(column, i) ? R_NaInt : column->data.start[i] != 0;
  return values;
}

/* R's texts can't hold the character of code zero. */
static SEXP text_without_zeros(struct column *column, const char *start, int length) {
  column->note = ZERO_CHARACTERS;
  char *copy = R_alloc((size_t)length, 1);
  for (int i = 0; i < length; i++) copy[i] = start[i] ? start[i] : '?';
  return Rf_mkCharLenCE(copy, length, CE_UTF8);
}

static SEXP read_texts(struct column *column) {
  if (column->rows) need(&column->offsets, column->rows + 1, 8);
  SEXP values = Rf_protect(Rf_allocVector(STRSXP, (R_xlen_t)column->rows));
  for (size_t i = 0; i < column->rows; i++) {
    uint64_t from, to;
    memcpy(&from, column->offsets.start + i * 8, 8);
    memcpy(&to, column->offsets.start + i * 8 + 8, 8);
    if (from > to || to > column->data.length || to - from > INT_MAX) Rf_error("a text of the request is too long");
    const char *start = (const char *)column->data.start + from;
    int length = (int)(to - from);
    SEXP text = R_NaString;
    if (!is_absent(column, i)) {
      bool zeros = length > 0 && memchr(start, 0, (size_t)length);
      text = zeros ? text_without_zeros(column, start, length)
                   : Rf_mkCharLenCE(length ? start : "", length, CE_UTF8);
    }
    SET_STRING_ELT(values, (R_xlen_t)i, text);
  }
  Rf_unprotect(1);
  return values;
}

/* Codes count from 1 in R, and -1 stands for a missing one. */
static SEXP read_codes(const struct column *column) {
  need(&column->data, column->rows, 4);
  SEXP values = Rf_allocVector(INTSXP, (R_xlen_t)column->rows);
  for (size_t i = 0; i < column->rows; i++) {
    int64_t code = integer_at(column->data.start, i, 4, true);
    INTEGER(values)[i] = code < 0 || code == INT_MAX || is_absent(column, i) ? R_NaInt : (int)code + 1;
  }
  return values;
}

/* R's seconds are exact to the microsecond; what is finer is rounded. */
static SEXP read_fine_times(struct column *column) {
  need(&column->data, column->rows, 8);
  column->note = FINE_TIMES;
  SEXP values = Rf_allocVector(REALSXP, (R_xlen_t)column->rows);
  for (size_t i = 0; i < column->rows; i++) {
    double seconds = (double)integer_at(column->data.start, i, 8, true) / NANOSECONDS;
    REAL(values)[i] = is_absent(column, i) ? R_NaReal : seconds;
  }
  return values;
}

static SEXP read_times(struct column *column) {
  need(&column->data, column->rows, 8);
  SEXP values = Rf_allocVector(REALSXP, (R_xlen_t)column->rows);
  for (size_t i = 0; i < column->rows; i++) {
    int64_t count = integer_at(column->data.start, i, 8, true);
    double seconds = (double)count / MICROSECONDS;
    int64_t back;
    bool exact = count_microseconds(seconds, &back) && back == count;
    if (!exact && !is_absent(column, i)) column->note = INEXACT_TIMES;
    REAL(values)[i] = is_absent(column, i) ? R_NaReal : seconds;
  }
  return values;
}

static SEXP read_by_type(struct column *column, const char *type) {
  static const char *const integers[] = {"int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"};
  for (int i = 0; i < 8; i++)
    if (strcmp(type, integers[i]) == 0) return read_integers(column, 1 << i / 2, i % 2 == 0);
  if (strcmp(type, "float64") == 0) return read_floats(column, 8);
  if (strcmp(type, "float32") == 0) return read_floats(column, 4);
  if (strcmp(type, "bool") == 0) return read_logicals(column);
  if (strcmp(type, "utf8") == 0) return read_texts(column);
  if (strcmp(type, "category") == 0) return read_codes(column);
  if (strcmp(type, "timestamp") == 0) return read_times(column);
  if (strcmp(type, "timestamp_ns") == 0) return read_fine_times(column);
  if (strcmp(type, "date") == 0) {
    need(&column->data, column->rows, 4);
    return as_doubles(column, 4, true);
  }
  Rf_error("unknown column type %s", type);
}

/* The values of a column, and the number of a note on them. Places are offset and length as doubles. */
SEXP read_column(SEXP type, SEXP rows, SEXP data, SEXP validity, SEXP offsets) {
  double count = Rf_asReal(rows);
  if (!(count >= 0 && count <= INT_MAX)) Rf_error("a table has more rows than R counts");
  struct column column = {
      .rows = (size_t)count, .data = buffer_at(data), .validity = buffer_at(validity), .offsets = buffer_at(offsets)};
  if (column.validity.start) need(&column.validity, column.rows, 1);
  SEXP answer = Rf_protect(Rf_allocVector(VECSXP, 2));
  SET_VECTOR_ELT(answer, 0, read_by_type(&column, R_CHAR(STRING_ELT(type, 0))));
  SET_VECTOR_ELT(answer, 1, Rf_ScalarInteger(column.note));
  Rf_unprotect(1);
  return answer;
}
