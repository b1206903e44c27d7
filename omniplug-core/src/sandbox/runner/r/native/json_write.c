/* JSON of atomic vectors: one text per element, or all of them as one array. */
#define _GNU_SOURCE
#include "helper.h"
#include "json.h"
#include "routines.h"
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Bytes of a text in quotes. */
static size_t quoted_length(SEXP text) {
  size_t length = 2;
  for (const char *at = R_CHAR(text); *at; at++) {
    unsigned char c = (unsigned char)*at;
    length += c == '"' || c == '\\' || c == '\n' || c == '\t' || c == '\r' ? 2 : c < 0x20 ? 6 : 1;
  }
  return length;
}

static char *append_quoted(char *to, SEXP text) {
  static const char hex[] = "0123456789abcdef";
  *to++ = '"';
  for (const char *at = R_CHAR(text); *at; at++) {
    unsigned char c = (unsigned char)*at;
    const char *simple = memchr("\"\\\n\t\r", c, 5);
    if (simple) {
      *to++ = '\\';
      *to++ = "\"\\ntr"[strchr("\"\\\n\t\r", c) - "\"\\\n\t\r"];
    } else if (c < 0x20) {
      memcpy(to, "\\u00", 4);
      to[4] = hex[c >> 4];
      to[5] = hex[c & 15];
      to += 6;
    } else {
      *to++ = (char)c;
    }
  }
  *to++ = '"';
  return to;
}

/* Whether JSON has null for an element: for missing values, and for numbers that are none or infinite. */
static bool is_null(SEXP values, R_xlen_t i) {
  switch (TYPEOF(values)) {
    case REALSXP: return !isfinite(REAL(values)[i]);
    case INTSXP: return INTEGER(values)[i] == R_NaInt;
    case LGLSXP: return LOGICAL(values)[i] == R_NaInt;
    case STRSXP: return STRING_ELT(values, i) == R_NaString;
    default: Rf_error("JSON is not written of the type %d", TYPEOF(values));
  }
}

/* The most bytes that an element takes. */
static size_t room_for(SEXP values, R_xlen_t i) {
  return TYPEOF(values) == STRSXP ? quoted_length(STRING_ELT(values, i)) + 8 : NUMBER_ROOM;
}

static char *append(char *to, SEXP values, R_xlen_t i) {
  const char *word = NULL;
  if (is_null(values, i)) word = "null";
  else if (TYPEOF(values) == LGLSXP) word = LOGICAL(values)[i] ? "true" : "false";
  if (word) {
    size_t length = strlen(word);
    memcpy(to, word, length);
    return to + length;
  }
  if (TYPEOF(values) == STRSXP) return append_quoted(to, STRING_ELT(values, i));
  return to + print_number(to, TYPEOF(values) == REALSXP ? REAL(values)[i] : INTEGER(values)[i]);
}

static SEXP made(const char *text, size_t length) {
  if (length > INT_MAX) Rf_error("the result's JSON is too large; return a data frame");
  return Rf_mkCharLenCE(text, (int)length, CE_UTF8);
}

/* The JSON of each element. Text has to be UTF-8. */
SEXP write_items(SEXP values) {
  R_xlen_t count = Rf_xlength(values);
  SEXP items = Rf_protect(Rf_allocVector(STRSXP, count));
  size_t room = 0;
  char *text = NULL;
  for (R_xlen_t i = 0; i < count; i++) {
    size_t needed = room_for(values, i);
    if (needed > room) text = R_alloc(room = needed * 2, 1);
    SET_STRING_ELT(items, i, made(text, (size_t)(append(text, values, i) - text)));
  }
  Rf_unprotect(1);
  return items;
}

/* The JSON array of all elements. */
SEXP write_array(SEXP values) {
  R_xlen_t count = Rf_xlength(values);
  size_t room = 2;
  if (TYPEOF(values) != STRSXP) room += (size_t)count * (NUMBER_ROOM + 1);
  else
    for (R_xlen_t i = 0; i < count; i++) room += room_for(values, i) + 1;
  char *text = R_alloc(room, 1), *to = text;
  *to++ = '[';
  for (R_xlen_t i = 0; i < count; i++) {
    if (i > 0) *to++ = ',';
    to = append(to, values, i);
  }
  *to++ = ']';
  return Rf_ScalarString(made(text, (size_t)(to - text)));
}

/* How many doubles are not finite, missing values aside. */
SEXP count_not_finite(SEXP values) {
  double count = 0;
  for (R_xlen_t i = 0; i < Rf_xlength(values); i++)
    count += !isfinite(REAL(values)[i]) && !is_missing(REAL(values)[i]);
  return Rf_ScalarReal(count);
}

/* Bytes of the UTF-8 character that starts here, 0 where none does. */
static int character_length(const unsigned char *at) {
  if (at[0] < 0x80) return 1;
  int length = at[0] >= 0xc2 && at[0] <= 0xdf ? 2 : at[0] >= 0xe0 && at[0] <= 0xef ? 3 : at[0] >= 0xf0 && at[0] <= 0xf4 ? 4 : 0;
  for (int i = 1; i < length; i++)
    if ((at[i] & 0xc0) != 0x80) return 0;
  bool overlong = (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xf0 && at[1] < 0x90);
  bool beyond = (at[0] == 0xed && at[1] > 0x9f) || (at[0] == 0xf4 && at[1] > 0x8f);
  return overlong || beyond ? 0 : length;
}

/* Whether all texts are UTF-8 as they are. Those of another encoding R has to convert. */
SEXP is_clean(SEXP texts) {
  for (R_xlen_t i = 0; i < Rf_xlength(texts); i++) {
    SEXP text = STRING_ELT(texts, i);
    bool utf8 = Rf_getCharCE(text) == CE_UTF8;
    for (const unsigned char *at = (const unsigned char *)R_CHAR(text); *at;) {
      int length = character_length(at);
      if (length == 0 || (length > 1 && !utf8)) return Rf_ScalarLogical(0);
      at += length;
    }
  }
  return Rf_ScalarLogical(1);
}
