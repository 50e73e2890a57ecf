/* What was received: tokens found in a stream of payload bytes, and how late they were. */
#ifndef TALLY_H
#define TALLY_H

#include <stddef.h>
#include <stdint.h>

#define OCTAVES 40 /* 2^40 microseconds is twelve days */
#define STEPS 32   /* steps an octave: a percentile is right to about 3 % */

/* A token is a prefix and the decimal digits after it: the time it was sent, in `unit_ns`. */
struct token {
    const char *prefix;
    size_t length;
    int64_t unit_ns;
};

/* Where a stream of bytes stands in the search for a token; a token may span two reads. */
struct search {
    uint8_t matched; /* bytes of the prefix seen */
    uint8_t digits;
    uint64_t value;
};

struct tally {
    uint64_t frames, bytes, tokens;
    int64_t first_ns, last_ns; /* when the first and the last token came in */
    int64_t worst_us;
    uint64_t late[OCTAVES * STEPS];
};

int64_t now_ns(void);

/* Count the tokens that end in `data`; return how many. */
unsigned tally_search(struct tally *tally, const struct token *token, struct search *search,
                      const char *data, size_t length, int64_t now);

/* Return the lateness in microseconds that `share` (0 to 1) of the tokens did not exceed. */
int64_t tally_percentile(const struct tally *tally, double share);

#endif
