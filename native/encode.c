/* Values of Python as the XML of cells, a whole column at a time.
 *
 * What is written must be what cell_encoder.py writes, byte for byte. Everything rare (a
 * formula, a date, a text with control characters) is asked from there, once for each
 * distinct value.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>

#include "columns.h"
#include "encode.h"

#define LONGEST_TEXT 32767
#define MOST_MILLIONTHS 1e15
#define LEAST_FRACTION 1e-4 /* Python writes smaller numbers with an exponent */

typedef struct {
    PyObject *ask;        /* encodes one value: str -> str */
    PyObject *by_type;    /* what was asked: type -> value -> index */
    Buffer at;            /* int64 per cell */
    Buffer lengths;       /* int32 per cell */
    Buffer texts;
    const char *before;   /* of a text without spaces to keep */
    Py_ssize_t before_length;
    const char *before_lines; /* of a text of several lines */
    Py_ssize_t before_lines_length;
    const char *after;
    Py_ssize_t after_length;
    /* Texts seen, by the address of their object. */
    PyObject **seen;
    int64_t *seen_at;
    int32_t *seen_length;
    size_t room;
    size_t count;
} Encoder;

static int put(Encoder *encoder, int64_t at, int32_t length)
{
    buffer_add(&encoder->at, &at, sizeof at);
    buffer_add(&encoder->lengths, &length, sizeof length);
    if (encoder->at.failed || encoder->lengths.failed) {
        PyErr_NoMemory();
        return 0;
    }
    return 1;
}

/* ---- numbers */

/* The number in millionths, where Python writes it with at most six places. */
static int as_millionths(double value, int64_t *millionths)
{
    double size = fabs(value);
    double scaled = size * MILLIONTHS;
    if (!(scaled < MOST_MILLIONTHS) || (value == 0 && signbit(value)))
        return 0;
    if (size != 0 && size < LEAST_FRACTION)
        return 0;
    double whole = nearbyint(scaled);
    if (whole / MILLIONTHS != size)
        return 0;
    *millionths = (int64_t)(value < 0 ? -whole : whole);
    return 1;
}

static int put_int(Encoder *encoder, PyObject *value, int *is_put)
{
    int overflow = 0;
    long long number = PyLong_AsLongLongAndOverflow(value, &overflow);
    int64_t most = INT64_MAX / MILLIONTHS;
    if (number == -1 && PyErr_Occurred())
        return 0;
    *is_put = !overflow && number <= most && number >= -most;
    return !*is_put || put(encoder, (int64_t)number * MILLIONTHS, CONTENT_NUMBER);
}

/* ---- texts */

static size_t slot_of(const Encoder *encoder, PyObject *text)
{
    uintptr_t hash = (uintptr_t)text >> 4;
    hash ^= hash >> 15;
    size_t slot = (size_t)hash * 0x9E3779B1u & (encoder->room - 1);
    while (encoder->seen[slot] && encoder->seen[slot] != text)
        slot = (slot + 1) & (encoder->room - 1);
    return slot;
}

static int allocate_seen(Encoder *encoder, size_t room)
{
    encoder->seen = calloc(room, sizeof *encoder->seen);
    encoder->seen_at = malloc(room * sizeof *encoder->seen_at);
    encoder->seen_length = malloc(room * sizeof *encoder->seen_length);
    encoder->room = room;
    if (encoder->seen && encoder->seen_at && encoder->seen_length)
        return 1;
    PyErr_NoMemory();
    return 0;
}

static void free_seen(Encoder *encoder)
{
    free(encoder->seen);
    free(encoder->seen_at);
    free(encoder->seen_length);
}

static int grow_seen(Encoder *encoder)
{
    Encoder old = *encoder;
    if (!allocate_seen(encoder, old.room * 2)) {
        free_seen(&old);
        return 0;
    }
    for (size_t i = 0; i < old.room; i++) {
        if (!old.seen[i])
            continue;
        size_t slot = slot_of(encoder, old.seen[i]);
        encoder->seen[slot] = old.seen[i];
        encoder->seen_at[slot] = old.seen_at[i];
        encoder->seen_length[slot] = old.seen_length[i];
    }
    free_seen(&old);
    return 1;
}

/* Whether a text needs no more than &, < and > escaped; it may have several lines. */
static int is_simple(PyObject *text, const byte *utf8, Py_ssize_t size)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (length > LONGEST_TEXT || Py_UNICODE_ISSPACE(PyUnicode_READ_CHAR(text, 0)) ||
        Py_UNICODE_ISSPACE(PyUnicode_READ_CHAR(text, length - 1)))
        return 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        byte c = utf8[i];
        int is_escape = c == '_' && i + 1 < size && utf8[i + 1] == 'x';
        int may_be_no_character = c == 0xEF && i + 1 < size && utf8[i + 1] == 0xBF;
        if ((c < 0x20 && c != '\n') || is_escape || may_be_no_character)
            return 0;
    }
    return 1;
}

static void add_escaped(Buffer *texts, const byte *utf8, Py_ssize_t size)
{
    Py_ssize_t start = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        byte c = utf8[i];
        if (c != '&' && c != '<' && c != '>')
            continue;
        buffer_add(texts, utf8 + start, (size_t)(i - start));
        if (c == '&')
            buffer_add_literal(texts, "&amp;");
        else if (c == '<')
            buffer_add_literal(texts, "&lt;");
        else
            buffer_add_literal(texts, "&gt;");
        start = i + 1;
    }
    buffer_add(texts, utf8 + start, (size_t)(size - start));
}

/* Add what the Python encoder makes of a value. */
static int add_asked(Encoder *encoder, PyObject *value)
{
    PyObject *tail = PyObject_CallOneArg(encoder->ask, value);
    Py_ssize_t size;
    if (!tail)
        return 0;
    const char *utf8 = PyUnicode_AsUTF8AndSize(tail, &size);
    if (utf8)
        buffer_add(&encoder->texts, utf8, (size_t)size);
    Py_DECREF(tail);
    return utf8 != NULL;
}

static int add_text(Encoder *encoder, PyObject *text)
{
    Py_ssize_t size;
    const char *utf8 = PyUnicode_AsUTF8AndSize(text, &size);
    if (!utf8) {
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
            return 0;
        PyErr_Clear(); /* a lone surrogate, which the Python encoder replaces */
    }
    if (!utf8 || !is_simple(text, (const byte *)utf8, size))
        return add_asked(encoder, text);
    if (memchr(utf8, '\n', (size_t)size))
        buffer_add(&encoder->texts, encoder->before_lines,
                   (size_t)encoder->before_lines_length);
    else
        buffer_add(&encoder->texts, encoder->before, (size_t)encoder->before_length);
    add_escaped(&encoder->texts, (const byte *)utf8, size);
    buffer_add(&encoder->texts, encoder->after, (size_t)encoder->after_length);
    return 1;
}

static int put_text(Encoder *encoder, PyObject *text)
{
    if (PyUnicode_GET_LENGTH(text) == 0)
        return put(encoder, 0, CONTENT_BLANK);
    size_t slot = slot_of(encoder, text);
    if (!encoder->seen[slot]) {
        size_t start = encoder->texts.size;
        if (!add_text(encoder, text))
            return 0;
        if (encoder->texts.failed || encoder->texts.size - start > INT32_MAX) {
            PyErr_NoMemory();
            return 0;
        }
        if (++encoder->count * 2 > encoder->room && !grow_seen(encoder))
            return 0;
        slot = slot_of(encoder, text);
        encoder->seen[slot] = text;
        encoder->seen_at[slot] = (int64_t)start;
        encoder->seen_length[slot] = (int32_t)(encoder->texts.size - start);
    }
    return put(encoder, encoder->seen_at[slot], encoder->seen_length[slot]);
}

/* ---- everything else */

/* The values of one type that were asked: value -> (at, length). Borrowed. */
static PyObject *known_of_type(Encoder *encoder, PyObject *type)
{
    PyObject *known = PyDict_GetItemWithError(encoder->by_type, type);
    if (known || PyErr_Occurred())
        return known;
    PyObject *created = PyDict_New();
    if (!created)
        return NULL;
    int failed = PyDict_SetItem(encoder->by_type, type, created);
    Py_DECREF(created); /* the dictionary keeps it */
    return failed ? NULL : created;
}

static PyObject *asked_once(Encoder *encoder, PyObject *value)
{
    size_t start = encoder->texts.size;
    if (!add_asked(encoder, value))
        return NULL;
    if (encoder->texts.failed)
        return PyErr_NoMemory();
    return Py_BuildValue("(nn)", (Py_ssize_t)start,
                         (Py_ssize_t)(encoder->texts.size - start));
}

static int put_other(Encoder *encoder, PyObject *value)
{
    PyObject *known = known_of_type(encoder, (PyObject *)Py_TYPE(value));
    if (!known)
        return 0;
    PyObject *found = PyDict_GetItemWithError(known, value);
    if (found) {
        Py_INCREF(found);
    } else {
        if (PyErr_Occurred())
            return 0;
        found = asked_once(encoder, value);
        if (!found || PyDict_SetItem(known, value, found) < 0) {
            Py_XDECREF(found);
            return 0;
        }
    }
    Py_ssize_t at = PyLong_AsSsize_t(PyTuple_GET_ITEM(found, 0));
    Py_ssize_t length = PyLong_AsSsize_t(PyTuple_GET_ITEM(found, 1));
    Py_DECREF(found);
    if (length > INT32_MAX) {
        PyErr_NoMemory();
        return 0;
    }
    return put(encoder, (int64_t)at, (int32_t)length);
}

static int put_value(Encoder *encoder, PyObject *value)
{
    int64_t millionths;
    int is_put = 0;
    if (value == Py_None)
        return put(encoder, 0, CONTENT_BLANK);
    if (PyUnicode_CheckExact(value))
        return put_text(encoder, value);
    if (PyFloat_CheckExact(value) &&
        as_millionths(PyFloat_AS_DOUBLE(value), &millionths))
        return put(encoder, millionths, CONTENT_NUMBER);
    if (PyLong_CheckExact(value) && (!put_int(encoder, value, &is_put) || is_put))
        return is_put;
    return put_other(encoder, value);
}

static PyObject *result_of(Encoder *encoder)
{
    const char *at = encoder->at.data ? (char *)encoder->at.data : "";
    const char *lengths = encoder->lengths.data ? (char *)encoder->lengths.data : "";
    const char *texts = encoder->texts.data ? (char *)encoder->texts.data : "";
    return Py_BuildValue("(y#y#y#)", at, (Py_ssize_t)encoder->at.size, lengths,
                         (Py_ssize_t)encoder->lengths.size, texts,
                         (Py_ssize_t)encoder->texts.size);
}

/* encode(values: list, before, before_lines, after, ask) -> (at, lengths, texts) */
PyObject *encode_column(PyObject *module, PyObject *arguments)
{
    (void)module;
    Encoder encoder = {0};
    PyObject *values;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(arguments, "O!y#y#y#O", &PyList_Type, &values, &encoder.before,
                          &encoder.before_length, &encoder.before_lines,
                          &encoder.before_lines_length, &encoder.after,
                          &encoder.after_length, &encoder.ask))
        return NULL;
    encoder.by_type = PyDict_New();
    if (encoder.by_type && allocate_seen(&encoder, 1 << 10)) {
        Py_ssize_t i = 0;
        /* The list may change while Python is asked: its size is read each time. */
        for (; i < PyList_GET_SIZE(values); i++) {
            PyObject *value = Py_NewRef(PyList_GET_ITEM(values, i));
            int is_put = put_value(&encoder, value);
            Py_DECREF(value);
            if (!is_put)
                break;
        }
        if (!PyErr_Occurred())
            result = result_of(&encoder);
    }
    Py_XDECREF(encoder.by_type);
    free_seen(&encoder);
    buffer_free(&encoder.at);
    buffer_free(&encoder.lengths);
    buffer_free(&encoder.texts);
    return result;
}
