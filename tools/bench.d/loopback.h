// What the origin and the hops share: they listen on every loopback address, and on no other.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>

enum { BACKLOG = 8192, ACCEPTED_AT_ONCE = 64 };

static inline int listen_on_loopback(int port) {
    int socket_fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    setsockopt(socket_fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    // 127.0.0.0/8 needs the wildcard address, which outside a namespace would be open to the network but for this.
    if (setsockopt(socket_fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3)) {
        perror("can't keep to loopback");
        exit(1);
    }
    if (bind(socket_fd, (struct sockaddr *)&any, sizeof any) || listen(socket_fd, BACKLOG)) {
        perror("can't listen");
        exit(1);
    }
    return socket_fd;
}

// Ends with whoever started it, is not ended by connections that break, and has one port as its argument.
static inline int begin_program(int count, char **arguments) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_IGN);
    int port = count == 2 ? atoi(arguments[1]) : 0;
    if (port < 1 || port > 65000) {
        fprintf(stderr, "usage: %s PORT\n", arguments[0]);
        exit(2);
    }
    return port;
}

static inline void watch(int poller, int fd, uint32_t events, void *whose) {
    struct epoll_event event = {.events = events, .data.ptr = whose};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event)) {
        perror("epoll");
        exit(1);
    }
}
