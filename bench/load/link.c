#include "link.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10 };

/* A constant mask is allowed to a client that is no browser: RFC 6455 section 10.3 guards proxies. */
static const uint8_t MASK[4] = {0x37, 0xfa, 0x21, 0x3d};

void link_push(struct link *link, uint8_t opcode, const char *payload, size_t length)
{
    if (length > 0xffff)
        abort(); /* what we send is small; the driver is told when it is not */
    char *out = realloc(link->out, link->out_length + length + 8);
    if (!out)
        abort();
    uint8_t *at = (uint8_t *)out + link->out_length;
    *at++ = 0x80 | opcode;
    if (length < 126) {
        *at++ = 0x80 | (uint8_t)length;
    } else {
        *at++ = 0x80 | 126;
        *at++ = (uint8_t)(length >> 8);
        *at++ = (uint8_t)length;
    }
    memcpy(at, MASK, sizeof MASK);
    at += sizeof MASK;
    for (size_t i = 0; i < length; i++)
        *at++ = (uint8_t)payload[i] ^ MASK[i % 4];
    link->out = out;
    link->out_length = (size_t)((char *)at - out);
}

bool link_flush(struct link *link, struct plan *plan)
{
    /* Until the server has said 101, nothing but the handshake may go out. */
    size_t allowed = link->stage == OPEN ? link->out_length : link->greeting;
    while (link->out_sent < allowed) {
        ssize_t sent =
            send(link->fd, link->out + link->out_sent, allowed - link->out_sent, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR))
            return true;
        if (sent < 0) {
            link_lose(link, plan, "send", strerror(errno));
            return false;
        }
        link->out_sent += (size_t)sent;
    }
    if (link->stage == OPEN) {
        free(link->out);
        link->out = NULL;
        link->out_length = link->out_sent = 0;
    }
    return true;
}

static void settle(struct link *link, struct plan *plan)
{
    if (!link->ready) {
        link->ready = true;
        plan->ready_links++;
    }
}

void link_lose(struct link *link, struct plan *plan, const char *why, const char *detail)
{
    if (link->stage == LOST)
        return;
    if (!plan->fault[0]) /* JSON holds it: quotes and control characters are left out */
        for (int i = snprintf(plan->fault, sizeof plan->fault, "%s: %.200s", why, detail); i-- > 0;)
            if (plan->fault[i] == '"' || plan->fault[i] == '\\' || plan->fault[i] < ' ')
                plan->fault[i] = ' ';
    close(link->fd);
    free(link->out);
    link->out = NULL;
    link->out_length = link->out_sent = 0;
    link->stage = LOST;
    plan->lost_links++;
}

/* Keep the beginning of frames until as many as wanted began in the way that means ready. */
static void look_for_ready(struct link *link, struct plan *plan, const char *data, size_t length)
{
    size_t wanted = strlen(plan->ready), room = wanted - link->head_have;
    if (link->head_have >= wanted)
        return;
    memcpy(link->head + link->head_have, data, length < room ? length : room);
    link->head_have += (uint8_t)(length < room ? length : room);
    if (link->head_have == wanted && memcmp(link->head, plan->ready, wanted) == 0 &&
        ++link->ready_seen == plan->ready_count)
        settle(link, plan);
}

static void take_payload(struct link *link, struct plan *plan, const char *data, size_t length,
                         int64_t now)
{
    if (link->opcode >= CLOSE) {
        memcpy(link->control + link->control_have, data, length);
        link->control_have += (uint8_t)length;
        return;
    }
    if (!link->ready && plan->ready[0])
        look_for_ready(link, plan, data, length);
    unsigned found = tally_search(&plan->tally, &plan->token, &link->search, data, length, now);
    if (!found)
        return;
    bool before = link->tokens < plan->target;
    link->tokens += found;
    if (before && link->tokens >= plan->target)
        plan->reached++;
}

static bool end_of_frame(struct link *link, struct plan *plan)
{
    uint8_t opcode = link->opcode;
    link->header_have = 0;
    link->head_have = 0;
    if (opcode == PING) {
        link_push(link, PONG, link->control, link->control_have);
        return link_flush(link, plan);
    }
    if (opcode == CLOSE) {
        unsigned code = link->control_have < 2 ? 1005
                                               : (unsigned)(uint8_t)link->control[0] << 8 |
                                                     (uint8_t)link->control[1];
        char detail[MAX_CONTROL + 32];
        snprintf(detail, sizeof detail, "%u %.*s", code,
                 link->control_have > 2 ? link->control_have - 2 : 0, link->control + 2);
        link_lose(link, plan, "closed", detail);
        return false;
    }
    if (opcode < CLOSE)
        plan->tally.frames++;
    return true;
}

/* Bytes a frame's header has, once its second byte is known; a server's frames carry no mask. */
static unsigned header_size(const struct link *link)
{
    if (link->header_have < 2)
        return 2;
    uint8_t size = link->header[1] & 0x7f;
    return size == 127 ? 10 : size == 126 ? 4 : 2;
}

static bool begin_frame(struct link *link, struct plan *plan)
{
    uint8_t opcode = link->header[0] & 0x0f;
    uint64_t size = link->header[1] & 0x7f;
    if (size >= 126) {
        unsigned bytes = header_size(link) - 2;
        size = 0;
        for (unsigned i = 0; i < bytes; i++)
            size = size << 8 | link->header[2 + i];
    }
    if (link->header[1] & 0x80 || (opcode >= CLOSE && size > MAX_CONTROL)) {
        link_lose(link, plan, "protocol", "a frame no server may send");
        return false;
    }
    link->opcode = opcode;
    link->left = size;
    link->control_have = 0;
    return size ? true : end_of_frame(link, plan);
}

static bool take_frames(struct link *link, struct plan *plan, const char *data, size_t length)
{
    int64_t now = now_ns();
    plan->tally.bytes += length;
    while (length) {
        if (link->left == 0) {
            link->header[link->header_have++] = (uint8_t)*data++;
            length--;
            if (link->header_have >= 2 && link->header_have == header_size(link) &&
                !begin_frame(link, plan))
                return false;
            continue;
        }
        size_t part = link->left < length ? (size_t)link->left : length;
        take_payload(link, plan, data, part, now);
        link->left -= part;
        data += part;
        length -= part;
        if (link->left == 0 && !end_of_frame(link, plan))
            return false;
    }
    return true;
}

/* The reply ends at an empty line; frames may follow it in the same read. */
static bool take_reply(struct link *link, struct plan *plan, const char *data, size_t length)
{
    static const char END[] = "\r\n\r\n";
    const char *end = memmem(data, length, END, 4);
    if (!end || length < 12 || end - data > MAX_REPLY || memcmp(data + 8, " 101", 4) != 0) {
        char line[64] = "";
        snprintf(line, sizeof line, "%.*s", (int)(length < 60 ? length : 60), data);
        link_lose(link, plan, "handshake", line);
        return false;
    }
    link->stage = OPEN;
    if (!plan->ready[0])
        settle(link, plan);
    if (!link_flush(link, plan))
        return false;
    size_t rest = length - (size_t)(end + 4 - data);
    return rest ? take_frames(link, plan, end + 4, rest) : true;
}

bool link_take(struct link *link, struct plan *plan, const char *data, size_t length)
{
    /* A reply of a few hundred bytes on loopback comes in one read; one that does not is refused. */
    return link->stage == OPEN ? take_frames(link, plan, data, length)
                               : take_reply(link, plan, data, length);
}
