// Upstream proxies for the rotation over hops: one on every loopback address, at this port.
//
// Understands CONNECT and requests with a whole URL, and only moves octets after the first head. It leaves from the address that
// the proxy dialled, so that the origin can tell which hop was taken. One thread on epoll, edge-triggered.
#define _GNU_SOURCE
#include "loopback.h"
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <unistd.h>

enum { HEAD_BYTES = 4096, EVENTS = 512 };
enum state { READS_HEAD, DIALS, OPEN };

// One side of a pair, and what was read from it that the other has not taken yet.
struct side {
    struct pair *pair;
    int fd, readable, ended, told;
    char *unsent;
    size_t unsent_length, unsent_from;
};

struct pair {
    struct side client, origin;
    enum state state;
    int tunnels, dead;
    size_t filled;
    char *head;
    struct pair *next; // of those to be freed
};

static int poller;
static char buffer[1 << 18];
static struct pair *graveyard;
static const uint32_t ALL_EVENTS = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

static void end(struct pair *pair) {
    if (pair->dead) {
        return;
    }
    pair->dead = 1;
    pair->next = graveyard; // freed after this turn: it may still have events in it
    graveyard = pair;
    close(pair->client.fd);
    if (pair->origin.fd >= 0) {
        close(pair->origin.fd);
    }
    free(pair->client.unsent);
    free(pair->origin.unsent);
    free(pair->head);
}

static struct side *other(struct side *side) {
    return side == &side->pair->client ? &side->pair->origin : &side->pair->client;
}

static int keep(struct side *from, const char *rest, size_t length) {
    from->unsent = malloc(length);
    if (!from->unsent) {
        return 0;
    }
    memcpy(from->unsent, rest, length);
    from->unsent_from = 0;
    from->unsent_length = length;
    return 1;
}

// Moves what can be moved from this side to the other; 0 when one of them is broken.
static int move(struct side *from) {
    struct side *to = other(from);
    for (;;) {
        while (from->unsent) {
            ssize_t sent = send(to->fd, from->unsent + from->unsent_from, from->unsent_length - from->unsent_from, MSG_NOSIGNAL);
            if (sent < 0) {
                return errno == EAGAIN;
            }
            from->unsent_from += (size_t)sent;
            if (from->unsent_from == from->unsent_length) {
                free(from->unsent);
                from->unsent = NULL;
            }
        }
        if (from->ended) {
            if (!from->told) {
                from->told = 1;
                shutdown(to->fd, SHUT_WR);
            }
            return 1;
        }
        if (!from->readable) {
            return 1;
        }
        ssize_t got = recv(from->fd, buffer, sizeof buffer, 0);
        if (got < 0) {
            from->readable = 0;
            return errno == EAGAIN;
        }
        from->ended = got == 0;
        ssize_t sent = got ? send(to->fd, buffer, (size_t)got, MSG_NOSIGNAL) : 0;
        if (sent < 0 && errno != EAGAIN) {
            return 0;
        }
        sent = sent < 0 ? 0 : sent;
        if (sent < got && !keep(from, buffer + sent, (size_t)(got - sent))) {
            return 0;
        }
    }
}

static void dial(struct pair *pair, struct sockaddr_in *target) {
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in dialled;
    socklen_t length = sizeof dialled;
    getsockname(pair->client.fd, (struct sockaddr *)&dialled, &length);
    dialled.sin_port = 0;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    pair->origin.fd = fd;
    if (fd < 0 || bind(fd, (struct sockaddr *)&dialled, sizeof dialled) ||
        (connect(fd, (struct sockaddr *)target, sizeof *target) && errno != EINPROGRESS)) {
        end(pair);
        return;
    }
    pair->state = DIALS;
    watch(poller, fd, ALL_EVENTS, &pair->origin);
}

// An IPv4 address and a port; 0 when it is something else.
static int parse_target(const char *text, struct sockaddr_in *target) {
    char host[INET_ADDRSTRLEN] = "";
    size_t length = strspn(text, "0123456789.");
    if (length == 0 || length >= sizeof host) {
        return 0;
    }
    memcpy(host, text, length);
    target->sin_family = AF_INET;
    target->sin_port = htons((uint16_t)(text[length] == ':' ? atoi(text + length + 1) : 80));
    return inet_pton(AF_INET, host, &target->sin_addr) == 1;
}

static void read_head(struct pair *pair) {
    ssize_t got = 0;
    if (!pair->head && !(pair->head = malloc(HEAD_BYTES + 1))) {
        end(pair);
        return;
    }
    while (!memmem(pair->head, pair->filled, "\r\n\r\n", 4)) {
        got = recv(pair->client.fd, pair->head + pair->filled, HEAD_BYTES - pair->filled, 0);
        if (got < 0 && errno == EAGAIN) {
            return;
        }
        if (got <= 0) { // closed, broken, or the head is too long
            end(pair);
            return;
        }
        pair->filled += (size_t)got;
        pair->head[pair->filled] = 0;
    }
    struct sockaddr_in target = {0};
    pair->tunnels = !strncmp(pair->head, "CONNECT ", 8);
    const char *space = strchr(pair->head, ' ');
    const char *before = pair->tunnels ? " " : " http://";
    if (space && !strncmp(space, before, strlen(before)) && parse_target(space + strlen(before), &target)) {
        dial(pair, &target);
    } else {
        end(pair);
    }
}

static void dialled(struct pair *pair) {
    static const char established[] = "HTTP/1.1 200 OK\r\n\r\n";
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(pair->origin.fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error) {
        end(pair);
        return;
    }
    if (pair->tunnels) {
        send(pair->client.fd, established, sizeof established - 1, MSG_NOSIGNAL);
    } else {
        send(pair->origin.fd, pair->head, pair->filled, MSG_NOSIGNAL);
    }
    free(pair->head);
    pair->head = NULL;
    pair->state = OPEN;
    pair->client.readable = pair->origin.readable = 1;
}

static void happened(struct side *side, uint32_t events) {
    struct pair *pair = side->pair;
    if (pair->dead) {
        return;
    }
    if (pair->state == READS_HEAD) {
        read_head(pair);
        return;
    }
    if (pair->state == DIALS) {
        if (side == &pair->origin) {
            dialled(pair);
        }
        if (pair->dead || pair->state != OPEN) {
            return;
        }
    }
    if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) {
        side->readable = 1;
    }
    if (!move(side) || !move(other(side)) || (pair->client.told && pair->origin.told)) {
        end(pair);
    }
}

static void accept_some(int listener) {
    for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
        int one = 1, fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (fd < 0) {
            return;
        }
        struct pair *pair = calloc(1, sizeof *pair);
        if (!pair) {
            close(fd);
            return;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        pair->client = (struct side){.pair = pair, .fd = fd};
        pair->origin = (struct side){.pair = pair, .fd = -1};
        watch(poller, fd, ALL_EVENTS, &pair->client);
    }
}

int main(int count, char **arguments) {
    int listener = listen_on_loopback(begin_program(count, arguments));
    static struct epoll_event events[EVENTS];
    poller = epoll_create1(0);
    watch(poller, listener, EPOLLIN, NULL);
    for (;;) {
        int ready = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.ptr) {
                happened(events[i].data.ptr, events[i].events);
            } else {
                accept_some(listener);
            }
        }
        while (graveyard) {
            struct pair *buried = graveyard;
            graveyard = buried->next;
            free(buried);
        }
    }
}
