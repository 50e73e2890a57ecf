/* crowd: many readers of one WebSocket server, in one thread, told what to do on standard input.
 *
 *   crowd PORT PREFIX UNIT_NS [READY COUNT]
 *
 * Counts the tokens (PREFIX and decimal digits: a time in UNIT_NS since 1970) in what it receives,
 * and how late they were. A link is ready when COUNT frames began with READY, or else once open.
 * Only 127.0.0.1 is ever connected to. Commands, one a line; answers are JSON, one a line:
 *
 *   link<TAB>PATH[<TAB>HEADER]...[<TAB><TAB>FRAME...]   add a reader; no answer
 *   open        connect all; answers once every link is ready or lost
 *   reset       counters to zero; no answer
 *   expect N    answers once every link has N tokens since the reset
 *   report      answers at once
 *
 * It ends with its standard input.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "link.h"

#define MAX_LINKS 18000
#define MAX_LINE (64 * 1024)
#define AT_ONCE 24 /* handshakes under way: fewer than a hub lets one address have */
#define EVENTS 512
#define CHUNK (256 * 1024)

static struct plan plan;
static struct link *links;
static unsigned link_count, next_link;
static bool opening, expecting;
static int port, poller;
static int64_t cpu_before;

static void die(const char *why)
{
    fprintf(stderr, "crowd: %s\n", why);
    exit(2);
}

static int64_t cpu_us(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000LL + used.ru_utime.tv_usec +
           used.ru_stime.tv_usec;
}

static void answer(const char *event)
{
    const struct tally *tally = &plan.tally;
    uint64_t least = UINT64_MAX, most = 0;
    for (unsigned i = 0; i < link_count; i++) {
        least = links[i].tokens < least ? links[i].tokens : least;
        most = links[i].tokens > most ? links[i].tokens : most;
    }
    printf("{\"event\":\"%s\",\"links\":%u,\"ready\":%u,\"lost\":%u,\"fault\":\"%s\","
           "\"frames\":%" PRIu64 ",\"bytes\":%" PRIu64 ",\"tokens\":%" PRIu64
           ",\"least\":%" PRIu64 ",\"most\":%" PRIu64 ",\"first_ns\":%" PRId64
           ",\"last_ns\":%" PRId64 ",\"p50_us\":%" PRId64 ",\"p99_us\":%" PRId64
           ",\"max_us\":%" PRId64 ",\"cpu_us\":%" PRId64 "}\n",
           event, link_count, plan.ready_links, plan.lost_links, plan.fault, tally->frames,
           tally->bytes, tally->tokens, link_count ? least : 0, most, tally->first_ns,
           tally->last_ns, tally_percentile(tally, 0.5), tally_percentile(tally, 0.99),
           tally->worst_us, cpu_us() - cpu_before);
    fflush(stdout);
}

static void watch(struct link *link, uint32_t events, int operation)
{
    struct epoll_event event = {.events = events, .data.ptr = link};
    if (epoll_ctl(poller, operation, link->fd, &event) < 0)
        die("epoll_ctl failed");
}

static void begin(struct link *link)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int one = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    link->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (link->fd < 0)
        die("no more file descriptors");
    setsockopt(link->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    link->stage = CONNECTING;
    if (connect(link->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS)
        link_lose(link, &plan, "connect", strerror(errno));
    else
        watch(link, EPOLLIN | EPOLLOUT, EPOLL_CTL_ADD);
}

/* Keep AT_ONCE handshakes under way until every link is ready or lost. */
static void go_on_opening(void)
{
    if (!opening)
        return;
    while (next_link < link_count &&
           next_link < plan.ready_links + plan.lost_links + AT_ONCE)
        begin(&links[next_link++]);
    if (plan.ready_links + plan.lost_links >= link_count) {
        opening = false;
        answer("open");
    }
}

static void serve(struct link *link, uint32_t events)
{
    static char chunk[CHUNK];
    if (link->stage == LOST)
        return;
    if (link->stage == CONNECTING) {
        link->stage = GREETING;
        if (!link_flush(link, &plan))
            return;
        watch(link, EPOLLIN, EPOLL_CTL_MOD); /* what we send is small and fits the socket's buffer */
    }
    if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
        return;
    ssize_t got = recv(link->fd, chunk, sizeof chunk, 0);
    if (got > 0)
        link_take(link, &plan, chunk, (size_t)got);
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        link_lose(link, &plan, "receive", got ? strerror(errno) : "end of stream");
}

static void add_link(char *line)
{
    char greeting[MAX_LINE], *field, *path = strsep(&line, "\t");
    bool frames = false;
    if (link_count == MAX_LINKS)
        die("too many links");
    struct link *link = &links[link_count++];
    int length = snprintf(greeting, sizeof greeting,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                          path, port);
    struct link sends = {0};
    while ((field = strsep(&line, "\t"))) {
        if (frames)
            link_push(&sends, 1, field, strlen(field));
        else if (!*field)
            frames = true;
        else if (length < (int)sizeof greeting)
            length += snprintf(greeting + length, sizeof greeting - (size_t)length, "%s\r\n", field);
    }
    if (length + 2 >= (int)sizeof greeting)
        die("headers too long");
    memcpy(greeting + length, "\r\n", 2);
    link->greeting = (size_t)length + 2;
    link->out_length = link->greeting + sends.out_length;
    link->out = malloc(link->out_length);
    if (!link->out)
        die("out of memory");
    memcpy(link->out, greeting, link->greeting);
    if (sends.out)
        memcpy(link->out + link->greeting, sends.out, sends.out_length);
    free(sends.out);
}

static void reset(void)
{
    plan.tally = (struct tally){0};
    plan.target = plan.reached = 0;
    for (unsigned i = 0; i < link_count; i++)
        links[i].tokens = 0;
    cpu_before = cpu_us();
}

static void expect(uint64_t target)
{
    plan.target = target;
    plan.reached = 0;
    for (unsigned i = 0; i < link_count; i++)
        plan.reached += links[i].tokens >= target;
    expecting = true;
}

static void obey(char *line)
{
    if (strncmp(line, "link\t", 5) == 0)
        add_link(line + 5);
    else if (strcmp(line, "open") == 0)
        opening = true;
    else if (strcmp(line, "reset") == 0)
        reset();
    else if (strncmp(line, "expect ", 7) == 0)
        expect(strtoull(line + 7, NULL, 10));
    else if (strcmp(line, "report") == 0)
        answer("report");
    else
        die("no such command");
}

/* Returns false at the end of standard input. */
static bool read_commands(void)
{
    static char buffer[MAX_LINE];
    static size_t have;
    ssize_t got = read(0, buffer + have, sizeof buffer - have);
    if (got <= 0)
        return got < 0 && (errno == EAGAIN || errno == EINTR);
    have += (size_t)got;
    char *line = buffer, *end;
    while ((end = memchr(line, '\n', have - (size_t)(line - buffer)))) {
        *end = 0;
        obey(line);
        line = end + 1;
    }
    have -= (size_t)(line - buffer);
    memmove(buffer, line, have);
    if (have == sizeof buffer)
        die("a line too long");
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 4 && argc != 6)
        die("usage: crowd PORT PREFIX UNIT_NS [READY COUNT]");
    port = atoi(argv[1]);
    plan.token = (struct token){argv[2], strlen(argv[2]), strtoll(argv[3], NULL, 10)};
    if (port < 1 || port > 65535 || !plan.token.length || plan.token.length > 200 ||
        plan.token.unit_ns < 1)
        die("bad arguments");
    if (argc == 6) {
        snprintf(plan.ready, sizeof plan.ready, "%s", argv[4]);
        plan.ready_count = (unsigned)atoi(argv[5]);
    }
    links = calloc(MAX_LINKS, sizeof *links);
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event input = {.events = EPOLLIN}, events[EVENTS];
    if (!links || poller < 0 || fcntl(0, F_SETFL, O_NONBLOCK) < 0 ||
        epoll_ctl(poller, EPOLL_CTL_ADD, 0, &input) < 0)
        die("cannot begin");
    for (;;) {
        int count = epoll_wait(poller, events, EVENTS, -1);
        if (count < 0 && errno != EINTR)
            die("epoll_wait failed");
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr)
                serve(events[i].data.ptr, events[i].events);
            else if (!read_commands())
                return 0;
        }
        go_on_opening();
        if (expecting && plan.reached + plan.lost_links >= link_count) {
            expecting = false;
            answer("expect");
        }
    }
}
