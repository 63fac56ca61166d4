/* The rows of a sheet with the cells of column edits put into them.
 *
 * What is written must be what row_writer.py and row_cells.py write, byte for byte. A
 * sheet that is written in an unusual way is left to them: `splice` then returns None.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "columns.h"
#include "rows.h"

#define MOST_STYLES 65536
#define NO_STYLE -1 /* a cell without the attribute */
#define LAST_COLUMN 16384
#define LAST_ROW 1048576
#define NO_COLUMN (LAST_COLUMN + 1)
#define NO_ROW (LAST_ROW + 1)

/* How an edit treats blanks, cells with content, and styles: see WriteOptions. */
enum {
    KEEPS_BLANKS = 1,
    ONLY_EMPTY = 2,
    OVERWRITES_FORMULAS = 4,
    RESTYLES = 8,
    REMOVES_BLANKS = 16,
};

enum { DONE = 1, UNUSUAL = 0, FAILED = -1 };

/* The attribute of a style, such as ` s="5"`: where it is in the edit's attributes. */
typedef struct {
    uint32_t start;
    uint16_t length;
    uint16_t is_known;
} StyleAttribute;

typedef struct {
    int column;
    int options;
    int new_style;
    const byte *letters;
    Py_ssize_t letters_length;
    const byte *new_attribute;
    Py_ssize_t new_attribute_length;
    PyObject *restyled; /* style -> attribute */
    const int64_t *rows;
    const int64_t *at;
    const int32_t *lengths;
    const byte *texts;
    Py_ssize_t texts_length;
    Py_ssize_t count;
    Py_ssize_t next; /* the first of its cells that is not written yet */
    StyleAttribute *styles; /* by the old style + 1 */
    Buffer attributes;
    Py_buffer buffers[4];
    int open_buffers;
} Edit;

/* Texts by row: attributes of new rows, or heights. */
typedef struct {
    Py_buffer rows_buffer;
    Py_buffer ends_buffer;
    Py_buffer texts_buffer;
    int open_buffers;
    const int64_t *rows;
    const int64_t *ends;
    const byte *texts;
    Py_ssize_t count;
    Py_ssize_t next;
} RowTexts;

/* One planned cell of the current row. */
typedef struct {
    Edit *edit;
    Py_ssize_t index;
} Planned;

typedef struct {
    Edit *edits;
    Py_ssize_t edit_count;
    RowTexts attributes;
    RowTexts heights;
    int keeps_empty; /* rows without cells are written too */
    Planned *planned;
    Py_ssize_t planned_count;
    Buffer out;
    PyThreadState *thread;
} Writer;

/* A row of the sheet, found but not read. */
typedef struct {
    int64_t number;
    const byte *start;
    const byte *head_end; /* behind the `>` of its start tag */
} FoundRow;

/* ---- values */

static int is_blank(const Planned *cell)
{
    return cell->edit->lengths[cell->index] == CONTENT_BLANK;
}

static int is_kept(const Planned *cell)
{
    return cell->edit->lengths[cell->index] == CONTENT_KEPT;
}

static int add_content(Buffer *out, const Planned *cell)
{
    const Edit *edit = cell->edit;
    int32_t length = edit->lengths[cell->index];
    int64_t at = edit->at[cell->index];
    if (length == CONTENT_BLANK) {
        buffer_add_literal(out, "/>");
    } else if (length == CONTENT_NUMBER) {
        buffer_add_literal(out, "><v>");
        add_millionths(out, at);
        buffer_add_literal(out, "</v></c>");
    } else {
        if (length < 0 || at < 0 || at > edit->texts_length - length)
            return FAILED;
        buffer_add(out, edit->texts + at, (size_t)length);
    }
    return DONE;
}

static void add_reference(Buffer *out, const Edit *edit, int64_t row)
{
    buffer_add_literal(out, "<c r=\"");
    buffer_add(out, edit->letters, (size_t)edit->letters_length);
    add_number(out, (uint64_t)row);
    buffer_add_literal(out, "\"");
}

static int add_new_cell(Writer *writer, const Planned *cell, int64_t row)
{
    const Edit *edit = cell->edit;
    if (is_kept(cell) || (is_blank(cell) && !(edit->options & KEEPS_BLANKS)))
        return DONE;
    add_reference(&writer->out, edit, row);
    buffer_add(&writer->out, edit->new_attribute, (size_t)edit->new_attribute_length);
    return add_content(&writer->out, cell);
}

/* ---- styles */

static int ask_style(Writer *writer, Edit *edit, int style)
{
    int done = FAILED;
    StyleAttribute *known = &edit->styles[style + 1];
    PyEval_RestoreThread(writer->thread);
    PyObject *attribute = style == NO_STYLE
        ? PyObject_CallFunction(edit->restyled, "s", "")
        : PyObject_CallFunction(edit->restyled, "N", PyUnicode_FromFormat("%d", style));
    char *text;
    Py_ssize_t length;
    if (attribute && PyBytes_AsStringAndSize(attribute, &text, &length) == 0) {
        if (length <= UINT16_MAX && edit->attributes.size <= UINT32_MAX) {
            known->start = (uint32_t)edit->attributes.size;
            known->length = (uint16_t)length;
            known->is_known = 1;
            buffer_add(&edit->attributes, text, (size_t)length);
            done = DONE;
        } else {
            PyErr_SetString(PyExc_ValueError, "a style is too long");
        }
    }
    Py_XDECREF(attribute);
    writer->thread = PyEval_SaveThread();
    return done;
}

static int add_style_over(Writer *writer, Edit *edit, int style)
{
    StyleAttribute *known = &edit->styles[style + 1];
    if (!known->is_known && ask_style(writer, edit, style) != DONE)
        return FAILED;
    if (edit->attributes.failed)
        return FAILED;
    buffer_add(&writer->out, edit->attributes.data + known->start, known->length);
    return DONE;
}

static void add_own_style(Buffer *out, int style)
{
    if (style <= 0)
        return;
    buffer_add_literal(out, " s=\"");
    add_number(out, (uint64_t)style);
    buffer_add_literal(out, "\"");
}

/* ---- existing cells */

typedef struct {
    int column;
    int style;
    const byte *start;
    const byte *reference_end; /* behind the quote of its reference */
    const byte *style_start;   /* the attribute with the space before it, or NULL */
    const byte *style_end;
    const byte *head_end;
    const byte *end;
} Cell;

/* Read the style of a cell's start tag. */
static int read_style(Cell *cell)
{
    cell->style = NO_STYLE;
    cell->style_start = NULL;
    cell->style_end = NULL;
    for (const byte *at = cell->reference_end; at + 4 < cell->head_end; at++) {
        if (*at == '\'')
            return UNUSUAL;
        if (!is_space(*at) || at[1] != 's' || at[2] != '=' || at[3] != '"' ||
            cell->style_start)
            continue;
        const byte *digit = at + 4;
        long number = 0;
        while (is_digit(*digit) && number < MOST_STYLES)
            number = number * 10 + (*digit++ - '0');
        int has_zeros = at[4] == '0' && digit != at + 5;
        if (*digit != '"' || digit == at + 4 || number >= MOST_STYLES - 1 || has_zeros)
            return UNUSUAL;
        cell->style = (int)number;
        cell->style_start = at;
        cell->style_end = digit + 1;
    }
    return DONE;
}

/* Where a cell with content ends that has its content from `at` on; NULL if nowhere. */
static const byte *end_of_cell(const byte *at, const byte *end)
{
    while ((at = memchr(at, '<', (size_t)(end - at)))) {
        if (begins_literal(at, end, "</c>"))
            return at + 4;
        at++;
    }
    return NULL;
}

/* Read the cell that begins at `start`. */
static int read_cell(Cell *cell, const byte *start, const byte *end)
{
    const byte *at = start + 6;
    cell->start = start;
    cell->column = 0;
    while (at < end && *at >= 'A' && *at <= 'Z' && cell->column <= LAST_COLUMN)
        cell->column = cell->column * 26 + (*at++ - 'A' + 1);
    const byte *digits = at;
    while (at < end && is_digit(*at))
        at++;
    if (at == digits || at >= end || *at != '"' || !cell->column ||
        cell->column > LAST_COLUMN)
        return UNUSUAL;
    cell->reference_end = ++at;
    at = memchr(at, '>', (size_t)(end - at));
    if (!at)
        return UNUSUAL;
    cell->head_end = at + 1;
    cell->end = at[-1] == '/' ? at + 1 : end_of_cell(at, end);
    return cell->end ? read_style(cell) : UNUSUAL;
}

static int has_content(const Cell *cell) { return cell->end != cell->head_end; }

static int has_formula(const Cell *cell)
{
    return find_literal(cell->head_end, cell->end, "<f") != NULL;
}

/* The cell with another style and the content that it has. */
static int add_restyled(Writer *writer, const Cell *cell, Edit *edit)
{
    const byte *style_start = cell->style_start ? cell->style_start : cell->reference_end;
    const byte *style_end = cell->style_start ? cell->style_end : cell->reference_end;
    Buffer *out = &writer->out;
    buffer_add(out, cell->start, (size_t)(cell->reference_end - cell->start));
    if (add_style_over(writer, edit, cell->style) != DONE)
        return FAILED;
    buffer_add(out, cell->reference_end, (size_t)(style_start - cell->reference_end));
    buffer_add(out, style_end, (size_t)(cell->end - style_end));
    return DONE;
}

static int is_removed(const Cell *cell, const Edit *edit)
{
    int style = cell->style == NO_STYLE ? 0 : cell->style;
    return (edit->options & REMOVES_BLANKS) && style == edit->new_style;
}

static int add_replaced(Writer *writer, const Cell *cell, const Planned *planned,
                        int64_t row)
{
    Edit *edit = planned->edit;
    int options = edit->options;
    int blank = is_blank(planned);
    if (blank && is_removed(cell, edit))
        return DONE;
    if (is_kept(planned))
        return add_restyled(writer, cell, edit);
    if ((options & ONLY_EMPTY) && (blank || has_content(cell))) {
        buffer_add(&writer->out, cell->start, (size_t)(cell->end - cell->start));
        return DONE;
    }
    if (!(options & OVERWRITES_FORMULAS) && has_formula(cell))
        return UNUSUAL; /* Python refuses it, and says where */
    add_reference(&writer->out, edit, row);
    if (blank && !(options & RESTYLES))
        add_own_style(&writer->out, cell->style);
    else if (add_style_over(writer, edit, cell->style) != DONE)
        return FAILED;
    return add_content(&writer->out, planned);
}

/* ---- planned cells */

/* Collect the planned cells of a row; of two edits of a cell the later one wins. */
static void plan_row(Writer *writer, int64_t row)
{
    writer->planned_count = 0;
    for (Py_ssize_t i = 0; i < writer->edit_count; i++) {
        Edit *edit = &writer->edits[i];
        if (edit->next >= edit->count || edit->rows[edit->next] != row)
            continue;
        Planned *last = writer->planned + writer->planned_count;
        if (writer->planned_count && last[-1].edit->column == edit->column)
            last--;
        else
            writer->planned_count++;
        last->edit = edit;
        last->index = edit->next++;
    }
}

/* The next row that any edit names. */
static int64_t next_planned_row(const Writer *writer)
{
    int64_t next = NO_ROW;
    for (Py_ssize_t i = 0; i < writer->edit_count; i++) {
        const Edit *edit = &writer->edits[i];
        if (edit->next < edit->count && edit->rows[edit->next] < next)
            next = edit->rows[edit->next];
    }
    return next;
}

/* The text of a row; NULL where it has none. Rows are asked for in ascending order. */
static const byte *text_of_row(RowTexts *texts, int64_t row, size_t *length)
{
    while (texts->next < texts->count && texts->rows[texts->next] < row)
        texts->next++;
    if (texts->next >= texts->count || texts->rows[texts->next] != row)
        return NULL;
    int64_t start = texts->next ? texts->ends[texts->next - 1] : 0;
    *length = (size_t)(texts->ends[texts->next] - start);
    return texts->texts + start;
}

/* ---- rows */

static int add_new_row(Writer *writer, int64_t row)
{
    size_t start = writer->out.size;
    size_t length = 0;
    buffer_add_literal(&writer->out, "<row r=\"");
    add_number(&writer->out, (uint64_t)row);
    buffer_add_literal(&writer->out, "\"");
    const byte *attributes = text_of_row(&writer->attributes, row, &length);
    if (attributes)
        buffer_add(&writer->out, attributes, length);
    buffer_add_literal(&writer->out, ">");
    size_t inside = writer->out.size;
    for (Py_ssize_t i = 0; i < writer->planned_count; i++)
        if (add_new_cell(writer, &writer->planned[i], row) != DONE)
            return FAILED;
    if (writer->out.size == inside && !length && !writer->keeps_empty)
        writer->out.size = start;
    else
        buffer_add_literal(&writer->out, "</row>");
    return DONE;
}

/* Put the planned cells among those from `at` on. Sets where the row's end tag begins. */
static int add_cells(Writer *writer, int64_t row, const byte *at, const byte *end,
                     const byte **cells_end)
{
    Py_ssize_t next = 0;
    int last_column = 0;
    Cell cell;
    while (begins_literal(at, end, "<c r=\"")) {
        int done = read_cell(&cell, at, end);
        if (done != DONE || cell.column <= last_column)
            return UNUSUAL;
        last_column = cell.column;
        while (next < writer->planned_count &&
               writer->planned[next].edit->column < cell.column)
            if (add_new_cell(writer, &writer->planned[next++], row) != DONE)
                return FAILED;
        if (next < writer->planned_count &&
            writer->planned[next].edit->column == cell.column) {
            done = add_replaced(writer, &cell, &writer->planned[next++], row);
            if (done != DONE)
                return done;
        } else {
            buffer_add(&writer->out, cell.start, (size_t)(cell.end - cell.start));
        }
        at = cell.end;
    }
    while (next < writer->planned_count)
        if (add_new_cell(writer, &writer->planned[next++], row) != DONE)
            return FAILED;
    *cells_end = at;
    return DONE;
}

/* Add a start tag without `spans`, and without `ht` and `customHeight` where the row
 * gets a height; the `>` is left out. */
static int add_head(Writer *writer, const byte *at, const byte *end, int drops_spans,
                    int drops_height)
{
    if (!drops_spans && !drops_height) {
        buffer_add(&writer->out, at, (size_t)(end - at));
        return DONE;
    }
    while (at < end) {
        const byte *next = at + 1;
        const byte *name_end = memchr(at, '=', (size_t)(end - at));
        if (*at == '<') {
            next = memchr(at, ' ', (size_t)(end - at));
            next = next ? next : end;
        } else {
            if (*at != ' ' || !name_end || name_end + 1 >= end || name_end[1] != '"')
                return UNUSUAL;
            next = memchr(name_end + 2, '"', (size_t)(end - name_end - 2));
            if (!next++)
                return UNUSUAL;
            if (memchr(at + 1, ' ', (size_t)(name_end - at - 1)) ||
                (drops_height && memchr(at, '&', (size_t)(next - at))))
                return UNUSUAL;
        }
        size_t length = name_end && name_end > at ? (size_t)(name_end - at) : 0;
        int is_spans = length == 6 && !memcmp(at, " spans", 6);
        int is_height = (length == 3 && !memcmp(at, " ht", 3)) ||
                        (length == 13 && !memcmp(at, " customHeight", 13));
        if (!(drops_spans && is_spans) && !(drops_height && is_height))
            buffer_add(&writer->out, at, (size_t)(next - at));
        at = next;
    }
    return DONE;
}

/* Write an existing row with its planned cells. Sets where the row ends. */
static int add_edited_row(Writer *writer, const FoundRow *row, const byte *end,
                          const byte **row_end)
{
    const byte *head_end = row->head_end - 1; /* of the start tag without its `>` */
    const byte *body = row->head_end;
    const byte *body_end = body;
    int is_closed = head_end[-1] == '/';
    if (is_closed) {
        head_end--;
        while (is_space(head_end[-1]))
            head_end--;
    }
    size_t start = writer->out.size;
    int done = add_cells(writer, row->number, body, is_closed ? body : end, &body_end);
    if (done != DONE)
        return done;
    if (!is_closed && !begins_literal(body_end, end, "</row"))
        return UNUSUAL;
    *row_end = body;
    if (!is_closed) {
        *row_end = memchr(body_end, '>', (size_t)(end - body_end));
        if (!(*row_end)++)
            return UNUSUAL;
    }
    if (writer->out.failed)
        return FAILED;

    /* The cells are known now; the start tag before them depends on them. */
    size_t size = writer->out.size - start;
    size_t body_size = (size_t)(body_end - body);
    int is_same = size == body_size && !memcmp(writer->out.data + start, body, size);
    size_t height_length = 0;
    const byte *height = text_of_row(&writer->heights, row->number, &height_length);
    if (height && !size) {
        writer->out.size = start;
        return DONE;
    }
    size_t cells_end = writer->out.size;
    done = add_head(writer, row->start, head_end, !is_same, height != NULL);
    if (done != DONE)
        return done;
    if (height)
        buffer_add(&writer->out, height, height_length);
    buffer_add(&writer->out, size || body_size ? ">" : "/>", size || body_size ? 1 : 2);
    size_t head_size = writer->out.size - cells_end;
    if (!buffer_reserve(&writer->out, head_size))
        return FAILED;
    byte *moved = writer->out.data + start;
    memmove(moved + head_size, moved, size + head_size);
    memcpy(moved, moved + head_size + size, head_size);
    if (size || body_size)
        buffer_add_literal(&writer->out, "</row>");
    return DONE;
}

/* Find the next row from `at` on; its number is NO_ROW where there is none. */
static int find_row(FoundRow *row, const byte *at, const byte *end)
{
    int64_t before = row->number;
    const byte *start = find_literal(at, end, "<row r=\"");
    row->start = end;
    row->number = NO_ROW;
    if (!start)
        return DONE;
    const byte *digit = start + 8;
    int64_t number = 0;
    while (digit < end && is_digit(*digit) && number < NO_ROW)
        number = number * 10 + (*digit++ - '0');
    const byte *head_end = memchr(digit, '>', (size_t)(end - digit));
    if (digit >= end || *digit != '"' || !head_end || number <= before ||
        number > LAST_ROW)
        return UNUSUAL;
    row->start = start;
    row->number = number;
    row->head_end = head_end + 1;
    return DONE;
}

static int write_rows(Writer *writer, const byte *data, const byte *end)
{
    FoundRow row = {0, data, data};
    const byte *copied = data;
    int64_t planned;
    while ((planned = next_planned_row(writer)) < NO_ROW) {
        int done = DONE;
        while (done == DONE && row.number < planned)
            done = find_row(&row, row.number ? row.head_end : data, end);
        if (done != DONE)
            return done;
        buffer_add(&writer->out, copied, (size_t)(row.start - copied));
        copied = row.start;
        plan_row(writer, planned);
        done = row.number == planned ? add_edited_row(writer, &row, end, &copied)
                                     : add_new_row(writer, planned);
        if (done != DONE)
            return done;
        if (row.number == planned)
            row.head_end = copied;
        if (writer->out.failed)
            return FAILED;
    }
    buffer_add(&writer->out, copied, (size_t)(end - copied));
    return writer->out.failed ? FAILED : DONE;
}

/* ---- arguments */

static int open_buffer(PyObject *object, Py_buffer *buffer, int *open, Py_ssize_t unit)
{
    if (PyObject_GetBuffer(object, buffer, PyBUF_SIMPLE) < 0)
        return 0;
    ++*open;
    if (buffer->len % unit || (uintptr_t)buffer->buf % (size_t)unit) {
        PyErr_SetString(PyExc_ValueError, "a buffer of another kind of number");
        return 0;
    }
    return 1;
}

static int ascends(const int64_t *rows, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++)
        if (rows[i] < 1 || rows[i] > LAST_ROW || (i && rows[i] <= rows[i - 1]))
            return 0;
    return 1;
}

/* (column, letters, rows, at, lengths, texts, attribute, style, restyled, options) */
static int read_edit(Edit *edit, PyObject *tuple)
{
    PyObject *objects[4];
    Py_ssize_t units[4] = {8, 8, 4, 1};
    if (!PyArg_ParseTuple(tuple, "iy#OOOOy#iOi", &edit->column, &edit->letters,
                          &edit->letters_length, &objects[0], &objects[1], &objects[2],
                          &objects[3], &edit->new_attribute, &edit->new_attribute_length,
                          &edit->new_style, &edit->restyled, &edit->options))
        return 0;
    for (int i = 0; i < 4; i++)
        if (!open_buffer(objects[i], &edit->buffers[i], &edit->open_buffers, units[i]))
            return 0;
    edit->rows = edit->buffers[0].buf;
    edit->at = edit->buffers[1].buf;
    edit->lengths = edit->buffers[2].buf;
    edit->texts = edit->buffers[3].buf;
    edit->texts_length = edit->buffers[3].len;
    edit->count = edit->buffers[0].len / 8;
    edit->styles = calloc(MOST_STYLES + 1, sizeof *edit->styles);
    if (!edit->styles) {
        PyErr_NoMemory();
        return 0;
    }
    if (edit->buffers[1].len / 8 != edit->count || edit->buffers[2].len / 4 != edit->count ||
        edit->column < 1 || edit->column > LAST_COLUMN || !ascends(edit->rows, edit->count)) {
        PyErr_SetString(PyExc_ValueError, "an edit needs a value for each ascending row");
        return 0;
    }
    return 1;
}

/* (rows, ends, texts) */
static int read_row_texts(RowTexts *texts, PyObject *tuple)
{
    PyObject *rows, *ends, *bytes;
    if (!PyArg_ParseTuple(tuple, "OOO", &rows, &ends, &bytes) ||
        !open_buffer(rows, &texts->rows_buffer, &texts->open_buffers, 8) ||
        !open_buffer(ends, &texts->ends_buffer, &texts->open_buffers, 8) ||
        !open_buffer(bytes, &texts->texts_buffer, &texts->open_buffers, 1))
        return 0;
    texts->rows = texts->rows_buffer.buf;
    texts->ends = texts->ends_buffer.buf;
    texts->texts = texts->texts_buffer.buf;
    texts->count = texts->rows_buffer.len / 8;
    int64_t end = 0;
    int is_sound = texts->ends_buffer.len / 8 == texts->count &&
                   ascends(texts->rows, texts->count);
    for (Py_ssize_t i = 0; is_sound && i < texts->count; i++) {
        is_sound = texts->ends[i] >= end && texts->ends[i] <= texts->texts_buffer.len;
        end = texts->ends[i];
    }
    if (!is_sound)
        PyErr_SetString(PyExc_ValueError, "row texts need an end for each ascending row");
    return is_sound;
}

static void close_row_texts(RowTexts *texts)
{
    Py_buffer *buffers[3] = {&texts->rows_buffer, &texts->ends_buffer,
                             &texts->texts_buffer};
    for (int i = 0; i < texts->open_buffers; i++)
        PyBuffer_Release(buffers[i]);
}

static void close_writer(Writer *writer)
{
    for (Py_ssize_t i = 0; writer->edits && i < writer->edit_count; i++) {
        Edit *edit = &writer->edits[i];
        for (int b = 0; b < edit->open_buffers; b++)
            PyBuffer_Release(&edit->buffers[b]);
        free(edit->styles);
        buffer_free(&edit->attributes);
    }
    close_row_texts(&writer->attributes);
    close_row_texts(&writer->heights);
    free(writer->edits);
    free(writer->planned);
    buffer_free(&writer->out);
}

/* Read the edits, which must be in the order of their columns. */
static int read_edits(Writer *writer, PyObject *edits)
{
    size_t count = (size_t)PyTuple_GET_SIZE(edits);
    writer->edit_count = (Py_ssize_t)count;
    writer->edits = calloc(count + 1, sizeof *writer->edits);
    writer->planned = calloc(count + 1, sizeof *writer->planned);
    if (!writer->edits || !writer->planned) {
        PyErr_NoMemory();
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!read_edit(&writer->edits[i], PyTuple_GET_ITEM(edits, (Py_ssize_t)i)))
            return 0;
        if (i && writer->edits[i].column < writer->edits[i - 1].column) {
            PyErr_SetString(PyExc_ValueError, "edits must be in the order of columns");
            return 0;
        }
    }
    return 1;
}

/* splice(data, start, end, edits, attributes, heights, keeps_empty) -> bytes or None */
PyObject *splice_rows(PyObject *module, PyObject *arguments)
{
    (void)module;
    Writer writer = {0};
    Py_buffer data;
    Py_ssize_t start, end;
    PyObject *edits, *attributes, *heights;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(arguments, "y*nnO!OOp", &data, &start, &end, &PyTuple_Type,
                          &edits, &attributes, &heights, &writer.keeps_empty))
        return NULL;
    if (start < 0 || end < start || end > data.len) {
        PyErr_SetString(PyExc_ValueError, "the rows are outside of the sheet");
    } else if (read_edits(&writer, edits) &&
               read_row_texts(&writer.attributes, attributes) &&
               read_row_texts(&writer.heights, heights)) {
        const byte *bytes = data.buf;
        int done = UNUSUAL;
        writer.thread = PyEval_SaveThread();
        if (!find_literal(bytes + start, bytes + end, "extLst"))
            done = write_rows(&writer, bytes + start, bytes + end);
        PyEval_RestoreThread(writer.thread);
        if (done == DONE)
            result = PyBytes_FromStringAndSize((char *)writer.out.data,
                                               (Py_ssize_t)writer.out.size);
        else if (done == UNUSUAL)
            result = Py_NewRef(Py_None);
        else if (!PyErr_Occurred())
            PyErr_NoMemory();
    }
    close_writer(&writer);
    PyBuffer_Release(&data);
    return result;
}
