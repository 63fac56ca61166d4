/* Small helpers for bytes: a buffer that grows, and searches that stay within bounds. */
#ifndef SHEETFLOW_TEXT_H
#define SHEETFLOW_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned char byte;

/* A buffer that grows. `failed` stays set once there was no memory. */
typedef struct {
    byte *data;
    size_t size;
    size_t room;
    int failed;
} Buffer;

static inline int buffer_reserve(Buffer *buffer, size_t more)
{
    if (buffer->failed)
        return 0;
    if (more <= buffer->room - buffer->size)
        return 1;
    size_t room = buffer->room ? buffer->room : 4096;
    while (room - buffer->size < more) {
        if (room > SIZE_MAX / 2) {
            buffer->failed = 1;
            return 0;
        }
        room *= 2;
    }
    byte *data = realloc(buffer->data, room);
    if (!data) {
        buffer->failed = 1;
        return 0;
    }
    buffer->data = data;
    buffer->room = room;
    return 1;
}

static inline void buffer_add(Buffer *buffer, const void *bytes, size_t count)
{
    if (!count || !buffer_reserve(buffer, count))
        return;
    memcpy(buffer->data + buffer->size, bytes, count);
    buffer->size += count;
}

#define buffer_add_literal(buffer, literal) \
    buffer_add((buffer), (literal), sizeof(literal) - 1)

static inline void buffer_free(Buffer *buffer)
{
    free(buffer->data);
    memset(buffer, 0, sizeof *buffer);
}

/* Where `wanted` begins in [from, end), or NULL. */
static inline const byte *find(const byte *from, const byte *end,
                               const char *wanted, size_t length)
{
    while (from < end && (size_t)(end - from) >= length) {
        const byte *found =
            memchr(from, (byte)wanted[0], (size_t)(end - from) - length + 1);
        if (!found)
            return NULL;
        if (!memcmp(found, wanted, length))
            return found;
        from = found + 1;
    }
    return NULL;
}

#define find_literal(from, end, literal) \
    find((from), (end), (literal), sizeof(literal) - 1)

/* Whether the bytes from `at` on begin so, within `end`. */
static inline int begins(const byte *at, const byte *end, const char *wanted,
                         size_t length)
{
    return at <= end && (size_t)(end - at) >= length && !memcmp(at, wanted, length);
}

#define begins_literal(at, end, literal) \
    begins((at), (end), (literal), sizeof(literal) - 1)

static inline int is_digit(byte c) { return c >= '0' && c <= '9'; }
static inline int is_space(byte c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The digits of a number at the end of `digits` (20 bytes); returns where they begin. */
static inline byte *digits_of(uint64_t number, byte digits[20])
{
    byte *at = digits + 20;
    do {
        *--at = (byte)('0' + number % 10);
        number /= 10;
    } while (number);
    return at;
}

static inline void add_number(Buffer *buffer, uint64_t number)
{
    byte digits[20];
    byte *first = digits_of(number, digits);
    buffer_add(buffer, first, (size_t)(digits + 20 - first));
}

#define MILLIONTHS 1000000

/* A number of millionths as Python writes the float: 12.5, 3, -0.25. */
static inline void add_millionths(Buffer *buffer, int64_t number)
{
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    uint64_t rest = size % MILLIONTHS;
    byte places[7] = {'.'};
    size_t length = 7;
    if (number < 0)
        buffer_add_literal(buffer, "-");
    add_number(buffer, size / MILLIONTHS);
    if (!rest)
        return;
    for (int i = 6; i > 0; i--) {
        places[i] = (byte)('0' + rest % 10);
        rest /= 10;
    }
    while (places[length - 1] == '0')
        length--;
    buffer_add(buffer, places, length);
}

#endif
