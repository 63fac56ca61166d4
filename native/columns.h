/* Encoded columns: what the cells of one column contain, ready to be written. */
#ifndef SHEETFLOW_COLUMNS_H
#define SHEETFLOW_COLUMNS_H

#include "text.h"

/* A cell's content is `length` bytes of its column's texts from `at` on, or, where the
 * length is negative, one of these. */
enum {
    CONTENT_NUMBER = -1, /* `at` is a number of millionths */
    CONTENT_BLANK = -2,
    CONTENT_KEPT = -3, /* the content stays; the style may change */
};

#endif
