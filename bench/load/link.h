/* One WebSocket connection of a reader: the client's side of RFC 6455, without extensions. */
#ifndef LINK_H
#define LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tally.h"

#define MAX_REPLY 4096  /* bytes of the reply to the handshake */
#define MAX_CONTROL 125 /* RFC 6455 section 5.5 */
#define HEAD 32         /* bytes kept of the beginning of a frame, until the link is ready */

enum stage { WAITING, CONNECTING, GREETING, OPEN, LOST };

/* What all links of one crowd share. */
struct plan {
    struct token token;
    char ready[HEAD + 1]; /* a link is ready when a frame begins so; empty: once it is open */
    unsigned ready_count; /* ... so many frames */
    struct tally tally;
    unsigned ready_links, lost_links;
    uint64_t target;  /* tokens every link waits for; 0 is none */
    unsigned reached; /* links that have them */
    char fault[256];  /* why the first link was lost */
};

struct link {
    int fd;
    enum stage stage;
    char *out; /* the handshake and the frames to send; freed once they are gone */
    size_t out_length, out_sent;
    size_t greeting; /* how much of `out` is the handshake */
    uint8_t header[14];
    uint8_t header_have;
    uint8_t opcode;
    uint64_t left; /* payload bytes of this frame that are still to come */
    uint8_t control_have;
    char control[MAX_CONTROL];
    uint8_t head_have;
    char head[HEAD];
    unsigned ready_seen;
    bool ready;
    struct search search;
    uint64_t tokens;
};

/* Append a masked frame to what the link will send. */
void link_push(struct link *link, uint8_t opcode, const char *payload, size_t length);

/* Send what can be sent without waiting. Returns false when the connection is lost. */
bool link_flush(struct link *link, struct plan *plan);

/* Take bytes that came in. Returns false when the connection is lost. */
bool link_take(struct link *link, struct plan *plan, const char *data, size_t length);

/* Give the link up, and remember why the first one was lost. */
void link_lose(struct link *link, struct plan *plan, const char *why, const char *detail);

#endif
