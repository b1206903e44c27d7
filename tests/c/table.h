/* Tables for tests, by the Arrow C data interface. */
#ifndef TABLE_H
#define TABLE_H

#include <cjson/cJSON.h>
#include <omniplug.h>

/* Makes a table of `{"x": [1, 2], "y": ["a", null]}`: whole numbers are a column of int64, others float64, then there
 * are truth values and texts. Ends the program where that is impossible. */
void table_of(const cJSON *columns, struct ArrowSchema *schema, struct ArrowArray *array);

/* How many arrays and schemas made here are not released yet. */
int tables_alive(void);

#endif
