// The origin of the benchmark: one thread on epoll, three ports on every loopback address.
//
//   PORT      HTTP/1.1: /small has 1,000 octets of body, /large 10 MiB; /distinct tells how many addresses requests or
//             connections have come from since it was last asked
//   PORT + 1  echo
//   PORT + 2  bulk: the first octet D has it send until it is closed, U has it drop what it gets
#define _GNU_SOURCE
#include "loopback.h"
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

enum { HEAD_BYTES = 8192, EVENTS = 512, SMALL = 1000, LARGE = 10 << 20, CHUNK = 1 << 20 };
enum kind { HTTP, ECHO, BULK };

struct connection {
    int fd;
    enum kind kind;
    int listens;
    int filled;          // octets in `received`
    int floods;          // bulk under way
    int closes;          // after what is under way
    int waits_to_write;
    int64_t large_left;  // of a large body, or of a flood: then it never ends
    uint32_t peer;       // its address, in network order
    char *unsent;
    size_t unsent_length, unsent_from;
    char received[HEAD_BYTES];
};

static int poller, large_file;
static char scratch[1 << 16];
static char small_answer[2048], large_head[256];
static size_t small_length, large_length;

// Which of 127.x.y.z: the lower two octets tell them apart.
static uint8_t seen[1 << 13];
static int distinct;

static void see(const struct connection *c) {
    uint32_t low = ntohl(c->peer) & 0xffff;
    if (!(seen[low >> 3] & (1 << (low & 7)))) {
        seen[low >> 3] |= (uint8_t)(1 << (low & 7));
        distinct++;
    }
}

static void drop(struct connection *c) {
    close(c->fd);
    free(c->unsent);
    free(c);
}

static void wait_to_write(struct connection *c, int writes) {
    if (c->waits_to_write != writes) {
        c->waits_to_write = writes;
        struct epoll_event event = {.events = writes ? EPOLLOUT : EPOLLIN, .data.ptr = c};
        epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event);
    }
}

enum sent { BROKEN = -1, BLOCKED, ALL };

static enum sent send_rest(struct connection *c) {
    int more = MSG_NOSIGNAL | (c->large_left ? MSG_MORE : 0);
    while (c->unsent_from < c->unsent_length) {
        ssize_t sent = send(c->fd, c->unsent + c->unsent_from, c->unsent_length - c->unsent_from, more);
        if (sent < 0) {
            return errno == EAGAIN ? BLOCKED : BROKEN;
        }
        c->unsent_from += (size_t)sent;
    }
    c->unsent_length = c->unsent_from = 0;
    while (c->large_left > 0) {
        off_t from = c->floods ? 0 : LARGE - c->large_left;
        ssize_t sent = sendfile(c->fd, large_file, &from, c->floods ? CHUNK : (size_t)c->large_left);
        if (sent <= 0) {
            return sent < 0 && errno == EAGAIN ? BLOCKED : BROKEN;
        }
        if (c->floods) {
            return BLOCKED; // one chunk a turn, so that all floods have theirs
        }
        c->large_left -= sent;
    }
    return ALL;
}

// Sends what the socket takes, and keeps the rest; 0 when there is no memory.
static int put(struct connection *c, const char *text, size_t length) {
    if (c->unsent_length == 0) {
        ssize_t sent = send(c->fd, text, length, MSG_NOSIGNAL | (c->large_left ? MSG_MORE : 0));
        if (sent == (ssize_t)length) {
            return 1;
        }
        if (sent > 0) {
            text += sent;
            length -= (size_t)sent;
        }
    }
    char *grown = realloc(c->unsent, c->unsent_length + length);
    if (!grown) {
        return 0;
    }
    c->unsent = grown;
    memcpy(c->unsent + c->unsent_length, text, length);
    c->unsent_length += length;
    return 1;
}

static int ends_with(const char *path, size_t length, const char *end) {
    size_t most = strlen(end);
    return length >= most && !memcmp(path + length - most, end, most);
}

// The path may have a scheme and a host before it: some proxies send it as they got it.
static int answer(struct connection *c, const char *path, size_t length) {
    if (ends_with(path, length, "/large")) {
        c->large_left = LARGE;
        return put(c, large_head, large_length);
    }
    if (ends_with(path, length, "/distinct")) {
        char number[16], text[160];
        int digits = snprintf(number, sizeof number, "%d", distinct);
        int all = snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", digits, number);
        memset(seen, 0, sizeof seen);
        distinct = 0;
        return put(c, text, (size_t)all);
    }
    see(c);
    return put(c, small_answer, small_length);
}

// Answers all whole requests that have come; 0: to be dropped.
static int serve(struct connection *c) {
    while (!c->large_left && c->unsent_length == 0) {
        char *end = memmem(c->received, (size_t)c->filled, "\r\n\r\n", 4);
        if (!end) {
            return c->filled < HEAD_BYTES;
        }
        int head = (int)(end + 4 - c->received);
        end[3] = 0;
        char *path = strchr(c->received, ' ');
        char *version = path ? strchr(path + 1, ' ') : NULL;
        if (!version) {
            return 0;
        }
        if (!strncmp(version, " HTTP/1.0", 9)) {
            c->closes = !strcasestr(version, "\r\nconnection: keep-alive");
        } else {
            c->closes = strcasestr(version, "\r\nconnection: close") != NULL;
        }
        if (!answer(c, path + 1, (size_t)(version - path - 1))) {
            return 0;
        }
        memmove(c->received, c->received + head, (size_t)(c->filled - head));
        c->filled -= head;
        enum sent sent = send_rest(c);
        if (sent != ALL) {
            wait_to_write(c, 1);
            return sent == BLOCKED;
        }
        if (c->closes) {
            shutdown(c->fd, SHUT_WR);
            return 1;
        }
    }
    return 1;
}

// 0: to be dropped.
static int writable(struct connection *c, uint32_t events) {
    enum sent sent = send_rest(c);
    if (sent == BLOCKED) {
        return !(events & (EPOLLHUP | EPOLLERR));
    }
    if (sent == BROKEN) {
        return 0;
    }
    wait_to_write(c, 0);
    if (c->kind == HTTP && c->closes) {
        shutdown(c->fd, SHUT_WR);
        return 1;
    }
    return c->kind != HTTP || serve(c);
}

static ssize_t receive(struct connection *c) {
    if (c->kind == HTTP) {
        return recv(c->fd, c->received + c->filled, (size_t)(HEAD_BYTES - c->filled), 0);
    }
    if (c->floods) {
        return recv(c->fd, NULL, CHUNK, MSG_TRUNC); // dropped by the system, without a copy
    }
    return recv(c->fd, scratch, sizeof scratch, 0);
}

// 0: to be dropped.
static int readable(struct connection *c) {
    ssize_t got = receive(c);
    if (got <= 0) {
        return got < 0 && errno == EAGAIN;
    }
    if (c->kind == HTTP) {
        c->filled += (int)got;
        return serve(c);
    }
    if (c->kind == ECHO) {
        int kept = put(c, scratch, (size_t)got);
        wait_to_write(c, c->unsent_length > 0);
        return kept;
    }
    if (!c->floods) {
        c->floods = 1;
        if (scratch[0] == 'D') {
            c->large_left = LARGE;
            wait_to_write(c, 1);
        }
    }
    return 1;
}

static void accept_some(const struct connection *listener) {
    for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        int one = 1, fd = accept4(listener->fd, (struct sockaddr *)&from, &length, SOCK_NONBLOCK);
        if (fd < 0) {
            return;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct connection *c = malloc(sizeof *c);
        if (!c) {
            close(fd);
            return;
        }
        memset(c, 0, offsetof(struct connection, received));
        c->fd = fd;
        c->kind = listener->kind;
        c->peer = from.sin_addr.s_addr;
        if (c->kind != HTTP) {
            see(c);
        }
        watch(poller, fd, EPOLLIN, c);
    }
}

static void write_answers(void) {
    static const char head[] = "HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/plain\r\n"
                               "Cache-Control: no-store\r\nContent-Length: %d\r\n\r\n";
    small_length = (size_t)snprintf(small_answer, sizeof small_answer, head, SMALL);
    memset(small_answer + small_length, 'b', SMALL);
    small_length += SMALL;
    large_length = (size_t)snprintf(large_head, sizeof large_head, head, LARGE);
    large_file = memfd_create("body", 0);
    memset(scratch, 'x', sizeof scratch);
    for (int64_t i = 0; i < LARGE; i += (int64_t)sizeof scratch) {
        if (write(large_file, scratch, sizeof scratch) != sizeof scratch) {
            perror("can't make the large body");
            exit(1);
        }
    }
}

int main(int count, char **arguments) {
    int port = begin_program(count, arguments);
    static struct connection listeners[3];
    static struct epoll_event events[EVENTS];
    write_answers();
    poller = epoll_create1(0);
    for (int i = 0; i < 3; i++) {
        listeners[i].fd = listen_on_loopback(port + i);
        listeners[i].kind = (enum kind)i;
        listeners[i].listens = 1;
        watch(poller, listeners[i].fd, EPOLLIN, &listeners[i]);
    }
    for (;;) {
        int ready = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            struct connection *c = events[i].data.ptr;
            if (c->listens) {
                accept_some(c);
            } else if (!(c->waits_to_write ? writable(c, events[i].events) : readable(c))) {
                drop(c);
            }
        }
    }
}
