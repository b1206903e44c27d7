/* Doubles from and to text, exactly and whatever the locale is. */
#define _GNU_SOURCE
#include "json.h"
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static locale_t plain_locale(void) {
  static locale_t plain;
  if (!plain) plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  return plain;
}

static double parse_slowly(const char *text, size_t length) {
  char few[64];
  char *copy = length < sizeof few ? few : R_alloc(length + 1, 1);
  memcpy(copy, text, length);
  copy[length] = 0;
  return strtod_l(copy, NULL, plain_locale());
}

/* Up to 15 digits and 22 places are one division or product of two exact doubles, which is right (Clinger, "How to
 * read floating point numbers accurately"). */
double parse_number(const char *text, size_t length) {
  static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  bool negative = text[0] == '-', point = false;
  uint64_t digits = 0;
  int places = 0;
  for (size_t i = negative; i < length; i++) {
    if (text[i] == '.') {
      point = true;
      continue;
    }
    if (text[i] < '0' || text[i] > '9' || digits >= 100000000000000u || places == 22) return parse_slowly(text, length);
    digits = digits * 10 + (uint64_t)(text[i] - '0');
    places += point;
  }
  double value = (double)digits / powers[places];
  return negative ? -value : value;
}

static int print_with(char *to, int digits, double value) {
  int length = snprintf(to, NUMBER_ROOM, "%.*g", digits, value);
  /* The session's locale may have another sign for the point. */
  for (int i = 0; i < length; i++)
    if (to[i] == ',') to[i] = '.';
  return length;
}

/* 15 digits where they read back as the same number, else 17, which always do. At most NUMBER_ROOM characters. */
int print_number(char *to, double value) {
  if (value == (double)(int32_t)value && !(value == 0 && signbit(value))) {
    char reversed[12];
    int length = 0, written = 0;
    int64_t rest = (int64_t)value;
    if (rest < 0) to[written++] = '-';
    rest = rest < 0 ? -rest : rest;
    do reversed[length++] = (char)('0' + rest % 10);
    while (rest /= 10);
    while (length > 0) to[written++] = reversed[--length];
    to[written] = 0;
    return written;
  }
  int length = print_with(to, 15, value);
  return parse_number(to, (size_t)length) == value ? length : print_with(to, 17, value);
}

/* R's own missing value is one of the values that are not a number. */
bool is_missing(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return isnan(value) && (uint32_t)bits == 1954;
}
