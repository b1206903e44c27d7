/* Lists of items that R has a better form for: rows of a matrix, records whose keys differ. */
#define _GNU_SOURCE
#include "json_build.h"
#include <limits.h>
#include <math.h>
#include <string.h>

SEXP as_frame(SEXP columns, SEXP names, size_t rows) {
  if (rows > INT_MAX) Rf_error("a table has more rows than R counts");
  SEXP row_names = Rf_protect(Rf_allocVector(INTSXP, 2));
  INTEGER(row_names)[0] = R_NaInt;
  INTEGER(row_names)[1] = -(int)rows;
  Rf_setAttrib(columns, R_NamesSymbol, names);
  Rf_setAttrib(columns, R_RowNamesSymbol, row_names);
  Rf_unprotect(1);
  SEXP class = Rf_protect(Rf_mkString("data.frame"));
  Rf_setAttrib(columns, R_ClassSymbol, class);
  Rf_unprotect(1);
  return columns;
}

static bool is_numeric(SEXP value) { return TYPEOF(value) == INTSXP || TYPEOF(value) == REALSXP; }

static double number_at(SEXP value, R_xlen_t at) {
  if (TYPEOF(value) == REALSXP) return REAL(value)[at];
  int number = TYPEOF(value) == INTSXP ? INTEGER(value)[at] : LOGICAL(value)[at];
  return number == R_NaInt ? R_NaReal : number;
}

static bool is_matrix(SEXP rows) {
  R_xlen_t width = Rf_xlength(VECTOR_ELT(rows, 0));
  for (R_xlen_t i = 0; i < Rf_xlength(rows); i++) {
    SEXP row = VECTOR_ELT(rows, i);
    if (!is_numeric(row) || Rf_xlength(row) != width || Rf_getAttrib(row, R_DimSymbol) != R_NilValue) return false;
  }
  return width > 1;
}

static SEXP matrix(SEXP rows) {
  R_xlen_t height = Rf_xlength(rows), width = Rf_xlength(VECTOR_ELT(rows, 0));
  if (height > INT_MAX || width > INT_MAX) return rows;
  bool integers = true;
  for (R_xlen_t i = 0; i < height; i++) integers = integers && TYPEOF(VECTOR_ELT(rows, i)) == INTSXP;
  SEXP made = Rf_protect(Rf_allocVector(integers ? INTSXP : REALSXP, height * width));
  for (R_xlen_t i = 0; i < height; i++) {
    SEXP row = VECTOR_ELT(rows, i);
    for (R_xlen_t j = 0; j < width; j++) {
      if (integers) INTEGER(made)[j * height + i] = INTEGER(row)[j];
      else REAL(made)[j * height + i] = number_at(row, j);
    }
  }
  SEXP sizes = Rf_protect(Rf_allocVector(INTSXP, 2));
  INTEGER(sizes)[0] = (int)height;
  INTEGER(sizes)[1] = (int)width;
  Rf_setAttrib(made, R_DimSymbol, sizes);
  Rf_unprotect(2);
  return made;
}

static bool is_scalar(SEXP value) {
  int type = TYPEOF(value);
  return type == NILSXP || (Rf_xlength(value) == 1 && (type == LGLSXP || is_numeric(value) || type == STRSXP));
}

static bool is_record(SEXP value) {
  if (TYPEOF(value) != VECSXP || Rf_xlength(value) == 0 || Rf_getAttrib(value, R_ClassSymbol) != R_NilValue) return false;
  SEXP names = Rf_getAttrib(value, R_NamesSymbol);
  if (names == R_NilValue || strcmp(R_CHAR(STRING_ELT(names, 0)), "$table") == 0) return false;
  for (R_xlen_t i = 0; i < Rf_xlength(value); i++)
    if (!is_scalar(VECTOR_ELT(value, i))) return false;
  return true;
}

/* The member of that name, which texts of R share; NULL where there is none. Records mostly have it at `near`. */
static SEXP member(SEXP record, SEXP name, R_xlen_t near) {
  SEXP names = Rf_getAttrib(record, R_NamesSymbol);
  R_xlen_t count = Rf_xlength(names);
  if (near < count && STRING_ELT(names, near) == name) return VECTOR_ELT(record, near);
  for (R_xlen_t i = 0; i < count; i++)
    if (STRING_ELT(names, i) == name) return VECTOR_ELT(record, i);
  return R_NilValue;
}

static SEXP text_at(SEXP value) {
  char text[NUMBER_ROOM];
  if (TYPEOF(value) == STRSXP) return STRING_ELT(value, 0);
  if (value == R_NilValue || isnan(number_at(value, 0))) return R_NaString;
  if (TYPEOF(value) == LGLSXP) return Rf_mkCharLenCE(LOGICAL(value)[0] ? "TRUE" : "FALSE", LOGICAL(value)[0] ? 4 : 5, CE_UTF8);
  return Rf_mkCharLenCE(text, print_number(text, number_at(value, 0)), CE_UTF8);
}

/* One column of records, of the widest type of its values. */
static SEXP column(SEXP records, SEXP name, R_xlen_t near) {
  R_xlen_t rows = Rf_xlength(records);
  int widest = LGLSXP;
  for (R_xlen_t i = 0; i < rows; i++) {
    int type = TYPEOF(member(VECTOR_ELT(records, i), name, near));
    if (type > widest) widest = type;
  }
  SEXP values = Rf_protect(Rf_allocVector((unsigned)widest, rows));
  for (R_xlen_t i = 0; i < rows; i++) {
    SEXP value = member(VECTOR_ELT(records, i), name, near);
    double number = widest == STRSXP ? 0 : value == R_NilValue ? R_NaReal : number_at(value, 0);
    if (widest == STRSXP) SET_STRING_ELT(values, i, text_at(value));
    else if (widest == REALSXP) REAL(values)[i] = number;
    else (widest == INTSXP ? INTEGER(values) : LOGICAL(values))[i] = isnan(number) ? R_NaInt : (int)number;
  }
  Rf_unprotect(1);
  return values;
}

/* The names of all records, each once, in the order in which they appear. */
static SEXP names_of(SEXP records) {
  R_xlen_t total = 0, used = 0;
  for (R_xlen_t i = 0; i < Rf_xlength(records); i++) total += Rf_xlength(VECTOR_ELT(records, i));
  SEXP all = Rf_protect(Rf_allocVector(STRSXP, total));
  for (R_xlen_t i = 0; i < Rf_xlength(records); i++) {
    SEXP names = Rf_getAttrib(VECTOR_ELT(records, i), R_NamesSymbol);
    for (R_xlen_t j = 0; j < Rf_xlength(names); j++) {
      SEXP name = STRING_ELT(names, j);
      bool known = j < used && STRING_ELT(all, j) == name;
      for (R_xlen_t k = 0; !known && k < used; k++) known = STRING_ELT(all, k) == name;
      if (!known) SET_STRING_ELT(all, used++, name);
    }
  }
  SEXP names = Rf_protect(Rf_allocVector(STRSXP, used));
  for (R_xlen_t i = 0; i < used; i++) SET_STRING_ELT(names, i, STRING_ELT(all, i));
  Rf_unprotect(2);
  return names;
}

/* So many names, each looked for in so many records, would take for ever; such records stay a list. */
enum { MOST_NAMES = 1000 };

SEXP simplified(SEXP values) {
  R_xlen_t count = Rf_xlength(values);
  if (is_matrix(values)) return matrix(values);
  for (R_xlen_t i = 0; i < count; i++) {
    SEXP value = VECTOR_ELT(values, i);
    if (!is_record(value) || Rf_xlength(value) > MOST_NAMES) return values;
  }
  SEXP names = Rf_protect(names_of(values));
  R_xlen_t width = Rf_xlength(names);
  if (width > MOST_NAMES) {
    Rf_unprotect(1);
    return values;
  }
  SEXP columns = Rf_protect(Rf_allocVector(VECSXP, width));
  for (R_xlen_t i = 0; i < width; i++) SET_VECTOR_ELT(columns, i, column(values, STRING_ELT(names, i), i));
  SEXP made = as_frame(columns, names, (size_t)count);
  Rf_unprotect(2);
  return made;
}
