/* The first pass over a JSON text: its grammar, and where its values lie. */
#define _GNU_SOURCE
#include "json.h"
#include <stdio.h>
#include <string.h>

enum { DEEPEST = 200 };

static bool fail(struct scan *scan, const char *message) {
  if (!scan->error[0]) snprintf(scan->error, sizeof scan->error, "%s", message);
  return false;
}

/* The next character, past spaces; 0 at the end. */
static char peek(struct scan *scan) {
  while (scan->at < scan->size && strchr(" \t\r\n", scan->text[scan->at]) && scan->text[scan->at]) scan->at++;
  return scan->at < scan->size ? scan->text[scan->at] : 0;
}

static struct node *new_node(struct scan *scan, enum node_kind kind) {
  if (scan->used == scan->room) {
    size_t room = scan->room ? scan->room * 2 : 64;
    struct node *nodes = (struct node *)R_alloc(room, sizeof(struct node));
    if (scan->used) memcpy(nodes, scan->nodes, scan->used * sizeof(struct node));
    scan->nodes = nodes;
    scan->room = room;
  }
  struct node *node = &scan->nodes[scan->used++];
  *node = (struct node){.kind = (uint8_t)kind, .flat = true, .start = scan->at};
  return node;
}

static bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

static bool scan_escape(struct scan *scan) {
  size_t left = scan->size - scan->at;
  char kind = left > 1 ? scan->text[scan->at + 1] : 0;
  if (!kind || !strchr("\"\\/bfnrtu", kind)) return fail(scan, "a string has an unknown escape");
  size_t length = kind == 'u' ? 6 : 2;
  if (left < length) return fail(scan, "a string does not end");
  for (size_t i = 2; i < length; i++)
    if (!is_hex(scan->text[scan->at + i])) return fail(scan, "a string has an unknown escape");
  scan->at += length;
  return true;
}

static bool scan_string(struct scan *scan) {
  scan->at++;
  struct node *node = new_node(scan, JSON_STRING);
  while (scan->at < scan->size) {
    unsigned char c = (unsigned char)scan->text[scan->at];
    if (c == '"') {
      node->end = scan->at++;
      return true;
    }
    if (c < 0x20) return fail(scan, "a string holds a line break or control character");
    if (c == '\\') {
      node->escaped = true;
      if (!scan_escape(scan)) return false;
    } else {
      scan->at++;
    }
  }
  return fail(scan, "a string does not end");
}

static size_t digits(const char *text, size_t at, size_t end) {
  while (at < end && text[at] >= '0' && text[at] <= '9') at++;
  return at;
}

/* Whether the text between is a number as JSON has it. */
static bool is_number(const char *text, size_t at, size_t end, bool *whole) {
  if (at == end) return false;
  if (text[at] == '-') at++;
  size_t after = digits(text, at, end);
  if (after == at || (text[at] == '0' && after > at + 1)) return false;
  *whole = after == end;
  if (after < end && text[after] == '.') {
    at = after + 1;
    after = digits(text, at, end);
    if (after == at) return false;
  }
  if (after < end && (text[after] == 'e' || text[after] == 'E')) {
    at = after + 1;
    if (at < end && (text[at] == '+' || text[at] == '-')) at++;
    after = digits(text, at, end);
    if (after == at) return false;
  }
  return after == end;
}

/* A word or a number. */
static bool scan_word(struct scan *scan) {
  static const struct {
    const char *text;
    enum node_kind kind;
  } words[] = {{"null", JSON_NULL},  {"false", JSON_FALSE},    {"true", JSON_TRUE},
               {"NaN", JSON_NUMBER}, {"Infinity", JSON_NUMBER}, {"-Infinity", JSON_NUMBER}};
  struct node *node = new_node(scan, JSON_NUMBER);
  while (scan->at < scan->size && !strchr(" \t\r\n{}[],:\"", scan->text[scan->at])) scan->at++;
  node->end = scan->at;
  size_t length = node->end - node->start;
  const char *text = scan->text + node->start;
  if (is_number(scan->text, node->start, node->end, &node->whole)) return true;
  node->whole = false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (strlen(words[i].text) != length || memcmp(text, words[i].text, length) != 0) continue;
    node->kind = (uint8_t)words[i].kind;
    return true;
  }
  if (length == 0) return fail(scan, scan->at < scan->size ? "a comma, colon or bracket is out of place" : "it ends too early");
  snprintf(scan->error, sizeof scan->error, "`%.*s` is no value", length < 40 ? (int)length : 40, text);
  return false;
}

static bool scan_value(struct scan *scan, int depth);

/* An array or an object. */
static bool scan_items(struct scan *scan, int depth) {
  bool object = scan->text[scan->at++] == '{';
  char close = object ? '}' : ']';
  size_t self = scan->used;
  new_node(scan, object ? JSON_OBJECT : JSON_ARRAY);
  if (depth > DEEPEST) return fail(scan, "it is nested deeper than 200 levels");
  uint32_t count = 0;
  bool flat = true;
  for (char next = peek(scan); next != close || count > 0; count++) {
    if (object) {
      if (peek(scan) != '"') return fail(scan, "an object has a member without key");
      if (!scan_string(scan)) return false;
      if (peek(scan) != ':') return fail(scan, "an object's member is not `key: value`");
      scan->at++;
    }
    size_t item = scan->used;
    if (count == UINT32_MAX || !scan_value(scan, depth)) return fail(scan, "it holds too many values");
    flat = flat && scan->nodes[item].kind < JSON_ARRAY;
    next = peek(scan);
    if (next != close && next != ',') return fail(scan, next ? "a comma is missing, or its brackets don't match" : "its brackets don't match");
    if (next == close) {
      count++;
      break;
    }
    scan->at++;
  }
  scan->at++;
  struct node *node = &scan->nodes[self];
  node->count = count;
  node->flat = flat;
  node->end = scan->used;
  return true;
}

static bool scan_value(struct scan *scan, int depth) {
  switch (peek(scan)) {
    case '"': return scan_string(scan);
    case '[':
    case '{': return scan_items(scan, depth + 1);
    default: return scan_word(scan);
  }
}

bool scan_json(struct scan *scan) {
  if (scan->size >= 3 && memcmp(scan->text, "\xef\xbb\xbf", 3) == 0) scan->at = 3;
  if (scan->size > 0 && memchr(scan->text, 0, scan->size)) return fail(scan, "it has a zero byte");
  if (!peek(scan)) return fail(scan, "it is empty");
  if (!scan_value(scan, 0)) return false;
  return !peek(scan) || fail(scan, "there is more text after the value");
}
