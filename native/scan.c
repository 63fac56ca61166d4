/* One pass over the XML of a sheet: where its cells are, and what they contain.
 *
 * It knows what programs usually write, and reads that strictly. A sheet with anything
 * else is left to Python: `scan` then returns None.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include "scan.h"
#include "text.h"

#define LAST_COLUMN 16384
#define LAST_ROW 1048576
#define MOST_STYLES 65536
#define FARTHEST_START (1 << 20) /* of <sheetData> */
#define EXACT_DIGITS 15
#define EXACT_POWER 22

enum { BLANK, NUMBER, SHARED, TEXT, BOOLEAN, ERROR_CODE };

typedef union {
    double number;
    int64_t index; /* of a shared string, of a text, or 0 and 1 */
} Value;

/* Cells in the order of the sheet; a text is stored once. */
typedef struct {
    PyObject_HEAD
    Buffer values;      /* Value per cell */
    Buffer columns;     /* uint16 per cell */
    Buffer styles;      /* uint16 per cell, 0 where it has none */
    Buffer kinds;       /* byte per cell */
    Buffer row_numbers; /* int32 per row */
    Buffer row_cells;   /* int64 per row: its first cell; one more at the end */
    Buffer texts;       /* the distinct texts, escaped as in the file */
    Buffer text_ends;   /* int64 per text */
    int64_t *slots;     /* hash table of texts: number + 1 */
    size_t slot_count;
    PyObject **objects; /* the texts as Python has them, once they were needed */
    int64_t last_row;   /* of all cells and rows */
    int64_t last_column;
    int64_t height;     /* of the cells that are not blank */
    int64_t width;
    int64_t formulas;
    int64_t errors;
    int64_t start;
    int64_t end;
    PyThreadState *thread;
} Scan;

#define COUNT(buffer, type) ((int64_t)((buffer).size / sizeof(type)))
#define ITEM(buffer, type, index) (((type *)(buffer).data)[index])

static void add_item(Buffer *buffer, const void *item, size_t size)
{
    buffer_add(buffer, item, size);
}

/* ---- texts, each stored once */

static uint64_t hash_of(const byte *text, size_t length)
{
    uint64_t hash = 0x9E3779B97F4A7C15ULL ^ length;
    for (; length >= 8; text += 8, length -= 8) {
        uint64_t word;
        memcpy(&word, text, 8);
        hash = (hash ^ word) * 0x9FB21C651E98DF25ULL;
        hash ^= hash >> 32;
    }
    while (length--)
        hash = (hash ^ *text++) * 0x100000001B3ULL;
    return hash ^ (hash >> 29);
}

static size_t text_start(const Scan *scan, int64_t number)
{
    return number ? (size_t)ITEM(scan->text_ends, int64_t, number - 1) : 0;
}

static size_t text_length(const Scan *scan, int64_t number)
{
    return (size_t)ITEM(scan->text_ends, int64_t, number) - text_start(scan, number);
}

static size_t slot_of(const Scan *scan, const byte *text, size_t length)
{
    size_t slot = (size_t)hash_of(text, length) & (scan->slot_count - 1);
    for (; scan->slots[slot]; slot = (slot + 1) & (scan->slot_count - 1)) {
        int64_t number = scan->slots[slot] - 1;
        if (text_length(scan, number) == length &&
            !memcmp(scan->texts.data + text_start(scan, number), text, length))
            break;
    }
    return slot;
}

static int grow_slots(Scan *scan)
{
    size_t count = scan->slot_count ? scan->slot_count * 2 : 1 << 10;
    int64_t *slots = calloc(count, sizeof *slots);
    if (!slots)
        return 0;
    free(scan->slots);
    scan->slots = slots;
    scan->slot_count = count;
    for (int64_t i = 0; i < COUNT(scan->text_ends, int64_t); i++) {
        const byte *text = scan->texts.data + text_start(scan, i);
        slots[slot_of(scan, text, text_length(scan, i))] = i + 1;
    }
    return 1;
}

/* The number of a text, which is stored if it is new; -1 without memory. */
static int64_t text_number(Scan *scan, const byte *text, size_t length)
{
    int64_t count = COUNT(scan->text_ends, int64_t);
    if ((size_t)count * 2 >= scan->slot_count && !grow_slots(scan))
        return -1;
    size_t slot = slot_of(scan, text, length);
    if (!scan->slots[slot]) {
        buffer_add(&scan->texts, text, length);
        int64_t end = (int64_t)scan->texts.size;
        add_item(&scan->text_ends, &end, sizeof end);
        if (scan->texts.failed || scan->text_ends.failed)
            return -1;
        scan->slots[slot] = count + 1;
    }
    return scan->slots[slot] - 1;
}

/* ---- numbers */

/* A number that has too many digits for whole arithmetic: as Python reads it. */
static int long_number(Scan *scan, const byte *text, size_t length, double *number)
{
    char copy[64];
    if (length >= sizeof copy)
        return 0;
    memcpy(copy, text, length);
    copy[length] = 0;
    PyEval_RestoreThread(scan->thread);
    *number = PyOS_string_to_double(copy, NULL, NULL);
    int is_number = !PyErr_Occurred() && *number - *number == 0;
    PyErr_Clear();
    scan->thread = PyEval_SaveThread();
    return is_number;
}

static int read_number(Scan *scan, const byte *text, size_t length, double *number)
{
    static const double powers[EXACT_POWER + 1] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const byte *at = text;
    const byte *end = text + length;
    int is_negative = at < end && *at == '-';
    int digits = 0;
    int places = 0;
    int64_t whole = 0;
    at += is_negative;
    const byte *first = at;
    for (; at < end && is_digit(*at); at++, digits++)
        whole = digits < EXACT_DIGITS ? whole * 10 + (*at - '0') : whole;
    if (at == first)
        return 0;
    if (at < end && *at == '.') {
        const byte *point = at++;
        for (; at < end && is_digit(*at); at++, digits++)
            whole = digits < EXACT_DIGITS ? whole * 10 + (*at - '0') : whole;
        places = (int)(at - point) - 1;
    }
    if (at == end && digits <= EXACT_DIGITS && places <= EXACT_POWER) {
        *number = (double)whole / powers[places];
        *number = is_negative ? -*number : *number;
        return 1;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < end && (*at == '-' || *at == '+');
        if (at >= end)
            return 0;
        while (at < end && is_digit(*at))
            at++;
    }
    return at == end && long_number(scan, text, length, number);
}

/* ---- tags */

static const byte *skip_space(const byte *at, const byte *end)
{
    while (at < end && is_space(*at))
        at++;
    return at;
}

/* One attribute in double quotes, behind a space. */
typedef struct {
    const byte *name;
    size_t name_length;
    const byte *value;
    size_t value_length;
} Attribute;

/* Read the attribute at `at`. Returns what is behind it; NULL if it is written otherwise. */
static const byte *read_attribute(const byte *at, const byte *end, Attribute *attribute)
{
    attribute->name = ++at;
    while (at < end && *at != '=' && *at != '>' && *at != '<' && !is_space(*at))
        at++;
    attribute->name_length = (size_t)(at - attribute->name);
    if (!attribute->name_length || end - at < 2 || at[0] != '=' || at[1] != '"')
        return NULL;
    attribute->value = at += 2;
    while (at < end && *at != '"' && *at != '<' && *at != '>' && *at != '&')
        at++;
    if (at >= end || *at != '"')
        return NULL;
    attribute->value_length = (size_t)(at - attribute->value);
    return at + 1;
}

static int is_named(const Attribute *attribute, const char *name)
{
    return attribute->name_length == strlen(name) &&
           !memcmp(attribute->name, name, attribute->name_length);
}

static int has_value(const Attribute *attribute, const char *value)
{
    return attribute->value_length == strlen(value) &&
           !memcmp(attribute->value, value, attribute->value_length);
}

/* A whole number without leading zeros, below a limit; -1 for anything else. */
static int64_t read_whole(const byte *text, size_t length, int64_t limit)
{
    int64_t number = 0;
    if (!length || length > 8 || (text[0] == '0' && length > 1))
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(text[i]))
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number < limit ? number : -1;
}

/* Whether an ampersand begins one of XML's own references. */
static int is_reference(const byte *at, const byte *end)
{
    return begins_literal(at, end, "&amp;") || begins_literal(at, end, "&lt;") ||
           begins_literal(at, end, "&gt;") || begins_literal(at, end, "&quot;") ||
           begins_literal(at, end, "&apos;") || begins_literal(at, end, "&#");
}

/* The end of the text that begins at `at`, which is the next tag; NULL if it is odd. */
static const byte *end_of_text(const byte *at, const byte *end)
{
    const byte *tag = memchr(at, '<', (size_t)(end - at));
    if (!tag)
        return NULL;
    const byte *reference = at;
    while ((reference = memchr(reference, '&', (size_t)(tag - reference)))) {
        if (!is_reference(reference, tag))
            return NULL;
        reference++;
    }
    return find_literal(at, tag, "]]>") ? NULL : tag;
}

/* Skip a formula and its element. NULL if it is written in an unusual way. */
static const byte *skip_formula(const byte *at, const byte *end)
{
    Attribute attribute;
    at += 2;
    while (at && at < end && *at == ' ')
        at = read_attribute(at, end, &attribute);
    if (!at || at >= end)
        return NULL;
    if (begins_literal(at, end, "/>"))
        return at + 2;
    if (*at != '>')
        return NULL;
    at = end_of_text(at + 1, end);
    return at && begins_literal(at, end, "</f>") ? at + 4 : NULL;
}

/* ---- cells */

typedef struct {
    int64_t row;
    int64_t column;
    int64_t style;
    int kind; /* by its attribute t: NUMBER where it has none */
    int is_inline;
    Value value;
} Cell;

static int read_kind(Cell *cell, const Attribute *attribute)
{
    cell->is_inline = has_value(attribute, "inlineStr");
    if (has_value(attribute, "s"))
        cell->kind = SHARED;
    else if (cell->is_inline || has_value(attribute, "str"))
        cell->kind = TEXT;
    else if (has_value(attribute, "b"))
        cell->kind = BOOLEAN;
    else if (has_value(attribute, "e"))
        cell->kind = ERROR_CODE;
    else
        return has_value(attribute, "n");
    return 1;
}

/* Read the reference that follows `<c r="`, of a cell in this row. */
static const byte *read_reference(Cell *cell, const byte *at, const byte *end)
{
    int64_t row = 0;
    cell->column = 0;
    for (; at < end && *at >= 'A' && *at <= 'Z' && cell->column <= LAST_COLUMN; at++)
        cell->column = cell->column * 26 + (*at - 'A' + 1);
    if (at >= end || *at == '0' || !cell->column || cell->column > LAST_COLUMN)
        return NULL;
    for (; at < end && is_digit(*at) && row <= LAST_ROW; at++)
        row = row * 10 + (*at - '0');
    return at < end && *at == '"' && row == cell->row ? at + 1 : NULL;
}

/* Read the attributes behind the reference. Returns where the start tag's end begins. */
static const byte *read_attributes(Cell *cell, const byte *at, const byte *end)
{
    Attribute attribute;
    cell->style = 0;
    cell->kind = NUMBER;
    cell->is_inline = 0;
    while (at < end && *at == ' ') {
        at = read_attribute(at, end, &attribute);
        if (!at)
            return NULL;
        if (is_named(&attribute, "s"))
            cell->style =
                read_whole(attribute.value, attribute.value_length, MOST_STYLES);
        else if (is_named(&attribute, "t") && !read_kind(cell, &attribute))
            return NULL;
        if (cell->style < 0)
            return NULL;
    }
    return at;
}

/* Read the text of a `<v>` or `<t>` as the cell's value. */
static int read_value(Scan *scan, Cell *cell, const byte *text, size_t length)
{
    if (!length)
        return 0;
    if (cell->kind == NUMBER)
        return read_number(scan, text, length, &cell->value.number);
    if (cell->kind == SHARED)
        cell->value.index = read_whole(text, length, 100000000);
    else if (cell->kind == BOOLEAN)
        cell->value.index = read_whole(text, length, 2);
    else
        cell->value.index = text_number(scan, text, length);
    return cell->value.index >= 0;
}

static const byte *read_inline(Scan *scan, Cell *cell, const byte *at, const byte *end)
{
    at += 4; /* behind <is> */
    if (begins_literal(at, end, "<t>"))
        at += 3;
    else if (begins_literal(at, end, "<t xml:space=\"preserve\">"))
        at += 24;
    else
        return NULL;
    const byte *text = at;
    at = end_of_text(text, end);
    if (!at || !begins_literal(at, end, "</t></is>") ||
        !read_value(scan, cell, text, (size_t)(at - text)))
        return NULL;
    return at + 9;
}

static const byte *read_content(Scan *scan, Cell *cell, const byte *at, const byte *end)
{
    int is_blank = 1;
    if (begins_literal(at, end, "<f") && end - at > 2 && (at[2] == '>' || at[2] == ' ' ||
                                                         at[2] == '/')) {
        scan->formulas++;
        at = skip_formula(at, end);
        if (!at)
            return NULL;
    }
    if (begins_literal(at, end, "<v>") && !cell->is_inline) {
        const byte *text = at + 3;
        at = end_of_text(text, end);
        if (!at || !begins_literal(at, end, "</v>") ||
            !read_value(scan, cell, text, (size_t)(at - text)))
            return NULL;
        at += 4;
        is_blank = 0;
    } else if (begins_literal(at, end, "<is>") && cell->is_inline) {
        at = read_inline(scan, cell, at, end);
        is_blank = 0;
    }
    if (is_blank)
        cell->kind = BLANK;
    return at && begins_literal(at, end, "</c>") ? at + 4 : NULL;
}

static void keep_cell(Scan *scan, const Cell *cell)
{
    uint16_t column = (uint16_t)cell->column;
    uint16_t style = (uint16_t)cell->style;
    byte kind = (byte)cell->kind;
    add_item(&scan->values, &cell->value, sizeof cell->value);
    add_item(&scan->columns, &column, sizeof column);
    add_item(&scan->styles, &style, sizeof style);
    add_item(&scan->kinds, &kind, sizeof kind);
    scan->errors += kind == ERROR_CODE;
    if (cell->column > scan->last_column)
        scan->last_column = cell->column;
    if (kind == BLANK)
        return;
    scan->height = cell->row;
    if (cell->column > scan->width)
        scan->width = cell->column;
}

static const byte *read_cell(Scan *scan, Cell *cell, const byte *at, const byte *end)
{
    int64_t before = cell->column;
    at = read_reference(cell, at + 6, end);
    if (!at || cell->column <= before)
        return NULL;
    at = read_attributes(cell, at, end);
    cell->value.index = 0;
    if (!at)
        return NULL;
    if (begins_literal(at, end, "/>")) {
        cell->kind = BLANK;
        at += 2;
    } else if (at < end && *at == '>') {
        at = read_content(scan, cell, at + 1, end);
    } else {
        return NULL;
    }
    if (at)
        keep_cell(scan, cell);
    return at;
}

/* ---- rows */

static const byte *read_row(Scan *scan, const byte *at, const byte *end)
{
    Attribute attribute;
    Cell cell = {0};
    at = read_attribute(at + 4, end, &attribute);
    if (!at || !is_named(&attribute, "r"))
        return NULL;
    cell.row = read_whole(attribute.value, attribute.value_length, LAST_ROW + 1);
    if (cell.row <= scan->last_row) /* 0 before the first */
        return NULL;
    scan->last_row = cell.row;
    int32_t number = (int32_t)cell.row;
    int64_t first = (int64_t)scan->kinds.size;
    add_item(&scan->row_numbers, &number, sizeof number);
    add_item(&scan->row_cells, &first, sizeof first);
    while (at && at < end && *at == ' ')
        at = read_attribute(at, end, &attribute);
    if (!at || begins_literal(at, end, "/>"))
        return at ? at + 2 : NULL;
    if (at >= end || *at != '>')
        return NULL;
    at = skip_space(at + 1, end);
    while (begins_literal(at, end, "<c r=\"")) {
        at = read_cell(scan, &cell, at, end);
        if (!at)
            return NULL;
        at = skip_space(at, end);
    }
    return begins_literal(at, end, "</row>") ? at + 6 : NULL;
}

/* Read all rows. Returns whether the sheet is written in the usual way. */
static int read_rows(Scan *scan, const byte *data, size_t length)
{
    const byte *end = data + length;
    const byte *limit = length > FARTHEST_START ? data + FARTHEST_START : end;
    const byte *at = find_literal(data, limit, "<sheetData>");
    if (!at)
        return 0;
    scan->start = at - data;
    at = skip_space(at + 11, end);
    while (begins_literal(at, end, "<row ")) {
        at = read_row(scan, at, end);
        if (!at)
            return 0;
        at = skip_space(at, end);
    }
    int64_t cells = (int64_t)scan->kinds.size;
    add_item(&scan->row_cells, &cells, sizeof cells);
    scan->end = at + 12 - data;
    return begins_literal(at, end, "</sheetData>");
}

static int has_failed(const Scan *scan)
{
    return scan->values.failed || scan->columns.failed || scan->styles.failed ||
           scan->kinds.failed || scan->row_numbers.failed || scan->row_cells.failed ||
           scan->texts.failed || scan->text_ends.failed;
}

/* ---- cells as Python has them */

/* What a value of Python depends on besides the cell. */
typedef struct {
    PyObject *strings; /* the shared strings: list of str */
    const char *dates; /* a byte per style: whether it shows dates */
    Py_ssize_t date_count;
    PyObject *as_date; /* number -> value, a dictionary that makes what it lacks */
    PyObject *as_text; /* escaped bytes -> str */
    PyObject *as_error; /* escaped bytes -> value */
    PyObject *blank;
} Reader;

static int parse_reader(PyObject *tuple, Reader *reader)
{
    return PyArg_ParseTuple(tuple, "O!y#OOOO", &PyList_Type, &reader->strings,
                            &reader->dates, &reader->date_count, &reader->as_date,
                            &reader->as_text, &reader->as_error, &reader->blank);
}

static int needs_python(const byte *text, size_t length)
{
    return memchr(text, '&', length) || memchr(text, '\r', length) ||
           find_literal(text, text + length, "_x");
}

/* A text, made once. A new reference. */
static PyObject *text_object(Scan *scan, int64_t number, PyObject *as_text)
{
    if (!scan->objects) {
        scan->objects =
            calloc((size_t)COUNT(scan->text_ends, int64_t), sizeof *scan->objects);
        if (!scan->objects)
            return PyErr_NoMemory();
    }
    if (!scan->objects[number]) {
        const byte *text = scan->texts.data + text_start(scan, number);
        size_t length = text_length(scan, number);
        PyObject *made = needs_python(text, length)
            ? PyObject_CallFunction(as_text, "y#", (const char *)text, (Py_ssize_t)length)
            : PyUnicode_DecodeUTF8((const char *)text, (Py_ssize_t)length, NULL);
        if (!made)
            return NULL;
        Py_XSETREF(scan->objects[number], made);
    }
    return Py_NewRef(scan->objects[number]);
}

static PyObject *error_object(Scan *scan, int64_t number, PyObject *as_error)
{
    const byte *text = scan->texts.data + text_start(scan, number);
    return PyObject_CallFunction(as_error, "y#", (const char *)text,
                                 (Py_ssize_t)text_length(scan, number));
}

static PyObject *number_object(const Reader *reader, double number, uint16_t style)
{
    PyObject *object = PyFloat_FromDouble(number);
    if (!object || style >= reader->date_count || !reader->dates[style])
        return object;
    PyObject *date = PyObject_GetItem(reader->as_date, object);
    Py_DECREF(object);
    return date;
}

static PyObject *cell_object(Scan *scan, const Reader *reader, int64_t cell)
{
    Value value = ITEM(scan->values, Value, cell);
    switch (scan->kinds.data[cell]) {
    case NUMBER:
        return number_object(reader, value.number, ITEM(scan->styles, uint16_t, cell));
    case SHARED:
        if (value.index < PyList_GET_SIZE(reader->strings))
            return Py_NewRef(PyList_GET_ITEM(reader->strings, value.index));
        PyErr_SetString(PyExc_IndexError, "there is no such shared string");
        return NULL;
    case TEXT:
        return text_object(scan, value.index, reader->as_text);
    case BOOLEAN:
        return PyBool_FromLong((long)value.index);
    case ERROR_CODE:
        return error_object(scan, value.index, reader->as_error);
    default:
        return Py_NewRef(reader->blank);
    }
}

/* The cell of a column in the row at this position, -1 if there is none. `guess` is how
 * many cells were before it in the row before. */
static int64_t find_cell(const Scan *scan, int64_t position, int64_t column,
                         int64_t *guess)
{
    const uint16_t *columns = (const uint16_t *)scan->columns.data;
    int64_t first = ITEM(scan->row_cells, int64_t, position);
    int64_t end = ITEM(scan->row_cells, int64_t, position + 1);
    if (first + *guess < end && columns[first + *guess] == column)
        return first + *guess;
    int64_t low = first;
    int64_t high = end;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (columns[middle] < column)
            low = middle + 1;
        else
            high = middle;
    }
    *guess = low - first;
    return low < end && columns[low] == column ? low : -1;
}

/* The position of the first row from this number on. */
static int64_t find_row(const Scan *scan, int64_t number)
{
    const int32_t *numbers = (const int32_t *)scan->row_numbers.data;
    int64_t low = 0;
    int64_t high = COUNT(scan->row_numbers, int32_t);
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static PyObject *blank_list(const Reader *reader, int64_t count)
{
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (int64_t i = 0; list && i < count; i++)
        PyList_SET_ITEM(list, (Py_ssize_t)i, Py_NewRef(reader->blank));
    return list;
}

/* column(number, first, last, reader): the cells of a column in these rows */
static PyObject *scan_column(Scan *scan, PyObject *arguments)
{
    Reader reader;
    PyObject *tuple;
    long long column, first, last;
    if (!PyArg_ParseTuple(arguments, "LLLO!", &column, &first, &last, &PyTuple_Type,
                          &tuple) ||
        !parse_reader(tuple, &reader))
        return NULL;
    if (first < 1 || last > LAST_ROW || column < 1)
        return PyErr_Format(PyExc_ValueError, "there are no such rows");
    PyObject *list = blank_list(&reader, last < first ? 0 : last - first + 1);
    int64_t guess = 0;
    int64_t count = COUNT(scan->row_numbers, int32_t);
    for (int64_t i = find_row(scan, first); list && i < count; i++) {
        int32_t number = ITEM(scan->row_numbers, int32_t, i);
        int64_t cell = number > last ? -1 : find_cell(scan, i, column, &guess);
        if (number > last)
            break;
        if (cell < 0 || scan->kinds.data[cell] == BLANK)
            continue;
        PyObject *object = cell_object(scan, &reader, cell);
        if (!object) {
            Py_CLEAR(list);
            break;
        }
        PyList_SetItem(list, (Py_ssize_t)(number - first), object);
    }
    return list;
}

/* Put the cells of the row at a position into a list. */
static int fill_row(Scan *scan, const Reader *reader, int64_t position, PyObject *list)
{
    int64_t end = ITEM(scan->row_cells, int64_t, position + 1);
    for (int64_t cell = ITEM(scan->row_cells, int64_t, position); cell < end; cell++) {
        int64_t column = ITEM(scan->columns, uint16_t, cell);
        if (scan->kinds.data[cell] == BLANK)
            continue;
        PyObject *object = cell_object(scan, reader, cell);
        if (!object)
            return 0;
        PyList_SetItem(list, (Py_ssize_t)column - 1, object);
    }
    return 1;
}

/* rows(first, last, reader): the cells of these rows, each as wide as the widest */
static PyObject *scan_rows(Scan *scan, PyObject *arguments)
{
    Reader reader;
    PyObject *tuple;
    long long first, last;
    if (!PyArg_ParseTuple(arguments, "LLO!", &first, &last, &PyTuple_Type, &tuple) ||
        !parse_reader(tuple, &reader))
        return NULL;
    if (first < 1 || last > LAST_ROW)
        return PyErr_Format(PyExc_ValueError, "there are no such rows");
    PyObject *rows = PyList_New(0);
    int64_t position = find_row(scan, first);
    int64_t count = COUNT(scan->row_numbers, int32_t);
    for (int64_t number = first; rows && number <= last; number++) {
        PyObject *list = blank_list(&reader, scan->width);
        int is_there =
            position < count && ITEM(scan->row_numbers, int32_t, position) == number;
        if (!list || (is_there && !fill_row(scan, &reader, position++, list)) ||
            PyList_Append(rows, list) < 0)
            Py_CLEAR(rows);
        Py_XDECREF(list);
    }
    return rows;
}

/* styles(column): (row, style) of each cell of a column that has a style */
static PyObject *scan_styles(Scan *scan, PyObject *argument)
{
    long column = PyLong_AsLong(argument);
    if (column == -1 && PyErr_Occurred())
        return NULL;
    PyObject *list = PyList_New(0);
    int64_t guess = 0;
    for (int64_t i = 0; list && i < COUNT(scan->row_numbers, int32_t); i++) {
        int64_t cell = find_cell(scan, i, column, &guess);
        int style = cell < 0 ? 0 : ITEM(scan->styles, uint16_t, cell);
        if (!style)
            continue;
        PyObject *pair =
            Py_BuildValue("(ii)", (int)ITEM(scan->row_numbers, int32_t, i), style);
        if (!pair || PyList_Append(list, pair) < 0)
            Py_CLEAR(list);
        Py_XDECREF(pair);
    }
    return list;
}

/* first_style(column, row): the style of the first cell with one from a row on, or 0 */
static PyObject *scan_first_style(Scan *scan, PyObject *arguments)
{
    long long column, row;
    int64_t guess = 0;
    int style = 0;
    if (!PyArg_ParseTuple(arguments, "LL", &column, &row))
        return NULL;
    int64_t count = COUNT(scan->row_numbers, int32_t);
    for (int64_t i = find_row(scan, row); !style && i < count; i++) {
        int64_t cell = find_cell(scan, i, column, &guess);
        style = cell < 0 ? 0 : ITEM(scan->styles, uint16_t, cell);
    }
    return PyLong_FromLong(style);
}

/* most_shared(): the largest number of a shared string, -1 without any */
static PyObject *scan_most_shared(Scan *scan, PyObject *nothing)
{
    (void)nothing;
    int64_t most = -1;
    for (int64_t i = 0; i < (int64_t)scan->kinds.size; i++)
        if (scan->kinds.data[i] == SHARED && ITEM(scan->values, Value, i).index > most)
            most = ITEM(scan->values, Value, i).index;
    return PyLong_FromLongLong(most);
}

/* has_odd_dates(dates, most): whether a cell that shows a date, by its style, has
 * anything but a whole number from 0 to `most` */
static PyObject *scan_has_odd_dates(Scan *scan, PyObject *arguments)
{
    const char *dates;
    Py_ssize_t date_count;
    double most;
    int is_odd = 0;
    if (!PyArg_ParseTuple(arguments, "y#d", &dates, &date_count, &most))
        return NULL;
    for (int64_t i = 0; !is_odd && i < (int64_t)scan->kinds.size; i++) {
        uint16_t style = ITEM(scan->styles, uint16_t, i);
        if (scan->kinds.data[i] != NUMBER || style >= date_count || !dates[style])
            continue;
        double number = ITEM(scan->values, Value, i).number;
        is_odd = !(number >= 0 && number <= most && number == (double)(int64_t)number);
    }
    return PyBool_FromLong(is_odd);
}

/* ---- the type */

static void scan_free(Scan *scan)
{
    PyTypeObject *type = Py_TYPE(scan);
    Buffer *buffers[] = {&scan->values,      &scan->columns,   &scan->styles,
                         &scan->kinds,       &scan->row_numbers, &scan->row_cells,
                         &scan->texts,       &scan->text_ends};
    for (int64_t i = 0; scan->objects && i < COUNT(scan->text_ends, int64_t); i++)
        Py_XDECREF(scan->objects[i]);
    free(scan->objects);
    free(scan->slots);
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buffer_free(buffers[i]);
    type->tp_free((PyObject *)scan);
    Py_DECREF(type);
}

#define NUMBER_MEMBER(name, text) \
    {#name, T_LONGLONG, offsetof(Scan, name), READONLY, text}

static PyMemberDef members[] = {
    NUMBER_MEMBER(start, "Where <sheetData> begins in the bytes."),
    NUMBER_MEMBER(end, "Where </sheetData> ends in the bytes."),
    NUMBER_MEMBER(last_row, "The last row."),
    NUMBER_MEMBER(last_column, "The last column of any cell."),
    NUMBER_MEMBER(height, "The last row with a cell that is not blank."),
    NUMBER_MEMBER(width, "The last column with a cell that is not blank."),
    NUMBER_MEMBER(formulas, "How many cells have a formula."),
    NUMBER_MEMBER(errors, "How many cells have an error."),
    {NULL, 0, 0, 0, NULL},
};

static PyMethodDef methods[] = {
    {"column", (PyCFunction)scan_column, METH_VARARGS, "The cells of a column."},
    {"rows", (PyCFunction)scan_rows, METH_VARARGS, "The cells of some rows."},
    {"styles", (PyCFunction)scan_styles, METH_O, "The styles in a column."},
    {"first_style", (PyCFunction)scan_first_style, METH_VARARGS,
     "The first style in a column from a row on."},
    {"most_shared", (PyCFunction)scan_most_shared, METH_NOARGS,
     "The largest number of a shared string."},
    {"has_odd_dates", (PyCFunction)scan_has_odd_dates, METH_VARARGS,
     "Whether a date is no whole number of days."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, scan_free},
    {Py_tp_methods, methods},
    {Py_tp_members, members},
    {Py_tp_doc, "The cells of one sheet."},
    {0, NULL},
};

PyType_Spec scan_spec = {
    .name = "sheetflow.workbook.native._core.Scan",
    .basicsize = sizeof(Scan),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = slots,
};

/* scan(data) -> Scan or None */
PyObject *scan_sheet(PyObject *module, PyObject *argument)
{
    Py_buffer data;
    PyTypeObject *type = (PyTypeObject *)PyObject_GetAttrString(module, "Scan");
    if (!type)
        return NULL;
    if (PyObject_GetBuffer(argument, &data, PyBUF_SIMPLE) < 0) {
        Py_DECREF(type);
        return NULL;
    }
    Scan *scan = (Scan *)type->tp_alloc(type, 0);
    int is_usual = 0;
    if (scan) {
        scan->thread = PyEval_SaveThread();
        is_usual = read_rows(scan, data.buf, (size_t)data.len);
        PyEval_RestoreThread(scan->thread);
        free(scan->slots);
        scan->slots = NULL;
    }
    PyBuffer_Release(&data);
    Py_DECREF(type);
    if (scan && has_failed(scan)) {
        Py_DECREF(scan);
        return PyErr_NoMemory();
    }
    if (scan && !is_usual) {
        Py_DECREF(scan);
        return Py_NewRef(Py_None);
    }
    return (PyObject *)scan;
}
