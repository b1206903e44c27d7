/* R's values of a scanned JSON text.
 *
 * Arrays become what R users know from jsonlite's `fromJSON`: an array of scalars of one type an atomic vector, an
 * array of records a data frame, an array of equally long arrays of numbers a matrix; else lists. Objects become
 * named lists. */
#define _GNU_SOURCE
#include "json_build.h"
#include "routines.h"
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static size_t following(const struct build *build, size_t at) {
  const struct node *node = &build->nodes[at];
  return node->kind >= JSON_ARRAY ? node->end : at + 1;
}

/* The number of a node; whole ones tell whether R has an integer for them. */
double node_number(const struct build *build, const struct node *node, bool *integer) {
  const char *text = build->text + node->start;
  if (text[0] == 'N') return *integer = false, NAN;
  if (text[0] == 'I') return *integer = false, INFINITY;
  if (text[0] == '-' && text[1] == 'I') return *integer = false, -INFINITY;
  double value = parse_number(text, node->end - node->start);
  *integer = node->whole && fabs(value) <= INT_MAX;
  return value;
}

static SEXP scalar(struct build *build, const struct node *node) {
  bool integer;
  double value;
  switch (node->kind) {
    case JSON_NULL: return R_NilValue;
    case JSON_STRING: return Rf_ScalarString(node_text(build, node));
    case JSON_NUMBER:
      value = node_number(build, node, &integer);
      return integer ? Rf_ScalarInteger((int)value) : Rf_ScalarReal(value);
    default: return Rf_ScalarLogical(node->kind == JSON_TRUE);
  }
}

static SEXP numbers(struct build *build, size_t at, size_t step, size_t count) {
  SEXP values = Rf_protect(Rf_allocVector(REALSXP, (R_xlen_t)count));
  double *to = REAL(values);
  bool all = true;
  for (size_t i = 0; i < count; i++) {
    const struct node *node = &build->nodes[at + i * step];
    bool integer = true;
    to[i] = node->kind == JSON_NULL ? R_NaReal : node_number(build, node, &integer);
    all = all && integer;
  }
  if (all) {
    SEXP integers = Rf_allocVector(INTSXP, (R_xlen_t)count);
    for (size_t i = 0; i < count; i++) INTEGER(integers)[i] = isnan(to[i]) ? R_NaInt : (int)to[i];
    values = integers;
  }
  Rf_unprotect(1);
  return values;
}

static SEXP logicals(struct build *build, size_t at, size_t step, size_t count) {
  SEXP values = Rf_allocVector(LGLSXP, (R_xlen_t)count);
  for (size_t i = 0; i < count; i++) {
    int kind = build->nodes[at + i * step].kind;
    LOGICAL(values)[i] = kind == JSON_NULL ? R_NaInt : kind == JSON_TRUE;
  }
  return values;
}

static SEXP texts(struct build *build, size_t at, size_t step, size_t count) {
  SEXP values = Rf_protect(Rf_allocVector(STRSXP, (R_xlen_t)count));
  for (size_t i = 0; i < count; i++) {
    const struct node *node = &build->nodes[at + i * step];
    SEXP text = node->kind == JSON_STRING ? node_text(build, node) : text_of_scalar(build, node);
    SET_STRING_ELT(values, (R_xlen_t)i, text);
  }
  Rf_unprotect(1);
  return values;
}

static SEXP scalars(struct build *build, size_t at, size_t count) {
  SEXP values = Rf_protect(Rf_allocVector(VECSXP, (R_xlen_t)count));
  for (size_t i = 0; i < count; i++) SET_VECTOR_ELT(values, (R_xlen_t)i, scalar(build, &build->nodes[at + i]));
  Rf_unprotect(1);
  return values;
}

/* One vector of the scalars at every `step` nodes, null being NA. Those of several types are a list, text in a
 * data frame's column. */
static SEXP vector(struct build *build, size_t at, size_t step, size_t count, bool column) {
  bool has[JSON_STRING + 1] = {false};
  for (size_t i = 0; i < count; i++) has[build->nodes[at + i * step].kind] = true;
  bool logical = has[JSON_TRUE] || has[JSON_FALSE];
  if (has[JSON_STRING] && !logical && !has[JSON_NUMBER]) return texts(build, at, step, count);
  if (!has[JSON_STRING] && !has[JSON_NUMBER]) return logicals(build, at, step, count);
  if (!has[JSON_STRING] && !logical) return numbers(build, at, step, count);
  return column ? texts(build, at, step, count) : scalars(build, at, count);
}

static bool same_key(const struct build *build, size_t one, size_t other) {
  const struct node *a = &build->nodes[one], *b = &build->nodes[other];
  return a->end - a->start == b->end - b->start &&
         memcmp(build->text + a->start, build->text + b->start, a->end - a->start) == 0;
}

/* Whether an array holds flat records with the same keys in the same order. References to tables are no records. */
static bool is_frame(const struct build *build, size_t at) {
  const struct node *array = &build->nodes[at], *first = array + 1;
  size_t fields = first->count, width = 1 + 2 * fields;
  if (first->kind != JSON_OBJECT || fields == 0) return false;
  const struct node *key = first + 1;
  if (key->end - key->start == 6 && memcmp(build->text + key->start, "$table", 6) == 0) return false;
  for (size_t row = 0; row < array->count; row++) {
    size_t record = at + 1 + row * width;
    const struct node *node = &build->nodes[record];
    if (node->kind != JSON_OBJECT || !node->flat || node->count != fields) return false;
    for (size_t field = 0; field < fields; field++)
      if (!same_key(build, at + 2 + 2 * field, record + 1 + 2 * field)) return false;
  }
  return true;
}

static void check_names(struct build *build, SEXP names) {
  if (Rf_any_duplicated(names, 0)) build->error = "an object has a key twice";
}

static SEXP frame(struct build *build, size_t at) {
  size_t rows = build->nodes[at].count, fields = build->nodes[at + 1].count, width = 1 + 2 * fields;
  SEXP columns = Rf_protect(Rf_allocVector(VECSXP, (R_xlen_t)fields));
  SEXP names = Rf_protect(Rf_allocVector(STRSXP, (R_xlen_t)fields));
  for (size_t i = 0; i < fields; i++) {
    SET_STRING_ELT(names, (R_xlen_t)i, node_text(build, &build->nodes[at + 2 + 2 * i]));
    SET_VECTOR_ELT(columns, (R_xlen_t)i, vector(build, at + 3 + 2 * i, width, rows, true));
  }
  check_names(build, names);
  SEXP made = as_frame(columns, names, rows);
  Rf_unprotect(2);
  return made;
}

static SEXP value(struct build *build, size_t at, bool simplify);

static SEXP array(struct build *build, size_t at, bool simplify) {
  const struct node *node = &build->nodes[at];
  if (node->flat && node->count > 0)
    return simplify ? vector(build, at + 1, 1, node->count, false) : scalars(build, at + 1, node->count);
  if (simplify && node->count > 0 && is_frame(build, at)) return frame(build, at);
  SEXP values = Rf_protect(Rf_allocVector(VECSXP, node->count));
  size_t item = at + 1;
  for (uint32_t i = 0; i < node->count; i++, item = following(build, item))
    SET_VECTOR_ELT(values, i, value(build, item, simplify));
  if (simplify && node->count > 0) values = simplified(values);
  Rf_unprotect(1);
  return values;
}

static bool is_plain(const struct build *build, SEXP name) {
  for (R_xlen_t i = 0; i < Rf_xlength(build->plain); i++)
    if (strcmp(R_CHAR(STRING_ELT(build->plain, i)), R_CHAR(name)) == 0) return true;
  return false;
}

static SEXP object(struct build *build, size_t at, bool simplify) {
  R_xlen_t count = build->nodes[at].count;
  SEXP values = Rf_protect(Rf_allocVector(VECSXP, count));
  SEXP names = Rf_protect(Rf_allocVector(STRSXP, count));
  size_t key = at + 1;
  for (R_xlen_t i = 0; i < count; i++, key = following(build, key + 1)) {
    SEXP name = node_text(build, &build->nodes[key]);
    SET_STRING_ELT(names, i, name);
    SET_VECTOR_ELT(values, i, value(build, key + 1, simplify && !(at == 0 && is_plain(build, name))));
  }
  check_names(build, names);
  Rf_setAttrib(values, R_NamesSymbol, names);
  Rf_unprotect(2);
  return values;
}

static SEXP value(struct build *build, size_t at, bool simplify) {
  const struct node *node = &build->nodes[at];
  if (node->kind == JSON_ARRAY) return array(build, at, simplify);
  return node->kind == JSON_OBJECT ? object(build, at, simplify) : scalar(build, node);
}

/* A list of the value that a JSON text is, or what is wrong with the text. Members of the outermost object that
 * `plain` names are not simplified: their arrays stay lists. Without bytes it is the request's header. */
SEXP parse_json(SEXP bytes, SEXP simplify, SEXP plain) {
  struct scan scan = {0};
  bool given = TYPEOF(bytes) == RAWSXP;
  scan.text = given ? (const char *)RAW(bytes) : (const char *)request.header;
  scan.size = given ? (size_t)Rf_xlength(bytes) : request.header_length;
  if (!scan_json(&scan)) return Rf_mkString(scan.error);
  struct build build = {.text = scan.text, .nodes = scan.nodes, .plain = plain};
  SEXP answer = Rf_protect(Rf_allocVector(VECSXP, 1));
  SET_VECTOR_ELT(answer, 0, value(&build, 0, Rf_asInteger(simplify)));
  Rf_unprotect(1);
  return build.error ? Rf_mkString(build.error) : answer;
}
