#include "tally.h"

#include <string.h>
#include <time.h>

#define MAX_DIGITS 19 /* more would overflow a uint64_t */

int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Octaves above STEPS microseconds are cut into STEPS equal parts; below that each is its own. */
static unsigned bucket_of(int64_t us)
{
    if (us < STEPS)
        return us < 0 ? 0 : (unsigned)us;
    unsigned octave = 63 - __builtin_clzll((uint64_t)us) - 5; /* 2^5 is STEPS */
    unsigned bucket = (octave + 1) * STEPS + (unsigned)(us >> octave) - STEPS;
    return bucket < OCTAVES * STEPS ? bucket : OCTAVES * STEPS - 1;
}

static int64_t middle_of(unsigned bucket)
{
    if (bucket < STEPS)
        return bucket;
    unsigned octave = bucket / STEPS - 1;
    return ((int64_t)(bucket % STEPS + STEPS) << octave) + ((1LL << octave) >> 1);
}

static void found(struct tally *tally, uint64_t value, int64_t unit_ns, int64_t now)
{
    int64_t sent, us = 0;
    /* A number that is no time of our century came from elsewhere: it counts, and is not late. */
    if (!__builtin_mul_overflow(value, unit_ns, &sent))
        us = (now - sent) / 1000;
    tally->tokens++;
    tally->late[bucket_of(us)]++;
    if (us > tally->worst_us)
        tally->worst_us = us;
    if (!tally->first_ns)
        tally->first_ns = now;
    tally->last_ns = now;
}

unsigned tally_search(struct tally *tally, const struct token *token, struct search *search,
                      const char *data, size_t length, int64_t now)
{
    const char *at = data, *end = data + length;
    unsigned count = 0;
    while (at < end) {
        if (search->matched == 0) { /* nearly always: leap to what may begin a prefix */
            at = memchr(at, token->prefix[0], (size_t)(end - at));
            if (!at)
                return count;
            search->matched = 1;
            at++;
        } else if (search->matched < token->length) {
            if (*at == token->prefix[search->matched]) {
                search->matched++;
                at++;
            } else {
                search->matched = 0; /* looks at this byte again: it may begin the next one */
            }
        } else if (*at >= '0' && *at <= '9' && search->digits < MAX_DIGITS) {
            search->value = search->value * 10 + (uint64_t)(*at++ - '0');
            search->digits++;
        } else {
            if (search->digits) {
                found(tally, search->value, token->unit_ns, now);
                count++;
            }
            *search = (struct search){0};
        }
    }
    return count;
}

int64_t tally_percentile(const struct tally *tally, double share)
{
    uint64_t wanted = (uint64_t)(share * (double)tally->tokens), seen = 0;
    for (unsigned bucket = 0; bucket < OCTAVES * STEPS; bucket++) {
        seen += tally->late[bucket];
        if (seen > wanted)
            return middle_of(bucket);
    }
    return tally->worst_us;
}
