/* Building R's values of JSON. */
#ifndef OMNIPLUG_JSON_BUILD_H
#define OMNIPLUG_JSON_BUILD_H

#include "helper.h"
#include "json.h"

struct build {
  const char *text;
  const struct node *nodes;
  SEXP plain;
  const char *error;
  char *scratch; /* for strings with escapes */
  size_t room;
};

double node_number(const struct build *build, const struct node *node, bool *integer);

/* json_text.c: a string's text, and that of another scalar in a column of texts. */
SEXP node_text(struct build *build, const struct node *node);
SEXP text_of_scalar(const struct build *build, const struct node *node);

/* json_simplify.c */
SEXP as_frame(SEXP columns, SEXP names, size_t rows);
SEXP simplified(SEXP values);

#endif
