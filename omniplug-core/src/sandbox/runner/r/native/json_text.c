/* The strings of JSON. */
#define _GNU_SOURCE
#include "json_build.h"
#include <limits.h>
#include <string.h>

static unsigned unit_at(const char *digits) {
  unsigned unit = 0;
  for (int i = 0; i < 4; i++) {
    unsigned c = (unsigned char)digits[i];
    unit = unit * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

static char *append_character(char *to, unsigned code) {
  if (code < 0x80) {
    *to++ = (char)code;
  } else if (code < 0x800) {
    *to++ = (char)(0xc0 | code >> 6);
    *to++ = (char)(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    *to++ = (char)(0xe0 | code >> 12);
    *to++ = (char)(0x80 | (code >> 6 & 0x3f));
    *to++ = (char)(0x80 | (code & 0x3f));
  } else {
    *to++ = (char)(0xf0 | code >> 18);
    *to++ = (char)(0x80 | (code >> 12 & 0x3f));
    *to++ = (char)(0x80 | (code >> 6 & 0x3f));
    *to++ = (char)(0x80 | (code & 0x3f));
  }
  return to;
}

/* The character of `\uXXXX`, or of two of them; answers where the text goes on. Half a pair becomes U+FFFD, and so
 * does the character of code zero, which R's strings can't hold. */
static const char *unicode(const char *from, const char *end, char **to) {
  unsigned unit = unit_at(from + 2);
  from += 6;
  bool high = unit >= 0xd800 && unit <= 0xdbff;
  if (high && end - from >= 6 && from[0] == '\\' && from[1] == 'u') {
    unsigned low = unit_at(from + 2);
    if (low >= 0xdc00 && low <= 0xdfff) {
      *to = append_character(*to, 0x10000 + (unit - 0xd800) * 0x400 + (low - 0xdc00));
      return from + 6;
    }
  }
  bool half = unit >= 0xd800 && unit <= 0xdfff;
  *to = append_character(*to, half || unit == 0 ? 0xfffd : unit);
  return from;
}

static SEXP unescaped(struct build *build, const char *from, const char *end) {
  size_t most = (size_t)(end - from);
  if (most > build->room) {
    build->room = most * 2;
    build->scratch = R_alloc(build->room, 1);
  }
  static const char names[] = "bfnrt", values[] = "\b\f\n\r\t";
  char *to = build->scratch;
  while (from < end) {
    if (*from != '\\') {
      *to++ = *from++;
    } else if (from[1] == 'u') {
      from = unicode(from, end, &to);
    } else {
      const char *name = strchr(names, from[1]);
      *to++ = name ? values[name - names] : from[1];
      from += 2;
    }
  }
  return Rf_mkCharLenCE(build->scratch, (int)(to - build->scratch), CE_UTF8);
}

SEXP node_text(struct build *build, const struct node *node) {
  const char *start = build->text + node->start, *end = build->text + node->end;
  if (end - start > INT_MAX) {
    build->error = "a string is longer than R's may be";
    return R_NaString;
  }
  return node->escaped ? unescaped(build, start, end) : Rf_mkCharLenCE(start, (int)(end - start), CE_UTF8);
}

SEXP text_of_scalar(const struct build *build, const struct node *node) {
  bool integer;
  char text[NUMBER_ROOM];
  if (node->kind == JSON_NULL) return R_NaString;
  if (node->kind == JSON_TRUE) return Rf_mkCharLenCE("TRUE", 4, CE_UTF8);
  if (node->kind == JSON_FALSE) return Rf_mkCharLenCE("FALSE", 5, CE_UTF8);
  double value = node_number(build, node, &integer);
  return Rf_mkCharLenCE(text, print_number(text, value), CE_UTF8);
}
