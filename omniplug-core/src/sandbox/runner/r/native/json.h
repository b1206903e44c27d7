/* JSON: a text is first scanned into a row of nodes, of which R's values are built. */
#ifndef OMNIPLUG_JSON_H
#define OMNIPLUG_JSON_H

#include "r.h"
#include <stdbool.h>
#include <stdint.h>

enum node_kind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* A value, or a key. Those within an array or object follow it; in an object each key stands before its value. */
struct node {
  uint8_t kind;
  bool flat;    /* an array or object without further ones in it */
  bool whole;   /* a number without point and exponent */
  bool escaped; /* a string with backslashes */
  uint32_t count;    /* items or members */
  size_t start, end; /* place in the text; for arrays and objects `end` is the node after the last one within */
};

struct scan {
  const char *text;
  size_t at, size;
  struct node *nodes;
  size_t used, room;
  char error[120];
};

/* json_scan.c: false with `error` set where the text is no JSON. */
bool scan_json(struct scan *scan);

/* number.c */
double parse_number(const char *text, size_t length);
enum { NUMBER_ROOM = 32 };
int print_number(char *to, double value);
bool is_missing(double value);

#endif
