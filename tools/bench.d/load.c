// The load: requests or tunnels through a proxy, or without one, by one thread on epoll. Ends by itself.
//
// Prints a line "#" when the warm-up is over and the measuring begins, and at its end one line of JSON.
// See usage() for its arguments; `./bench` is what gives them.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ECHO_BYTES = 64, EVENTS = 512, HEAD_BYTES = 4096, FAILURES_TOLD = 3, FAILURES_BORNE = 2000, PROBES = 200 };
static const uint64_t SECOND = 1000000000;
static const size_t CHUNK = 1 << 20;

enum mode { REQUESTS, TUNNELS, BULK, IDLE };
enum way { DIRECT, CONNECT, SOCKS5 };

// What a connection waits for.
enum step { CONNECTED, TUNNEL_REPLY, SOCKS_METHOD, SOCKS_REPLY, HEAD, BODY, ECHOED, FLOWING, HELD };

struct connection {
    int fd;
    enum step step;
    int filled;          // octets in `received`
    int until_close;     // the body ends with the connection
    int closes;          // no further request on it
    int64_t left;        // of the body
    uint64_t begun;      // when this unit of work began, in ns
    uint32_t target;     // its address, in network order
    char received[HEAD_BYTES];
};

static enum mode mode;
static enum way way;
static int connections = 64, fresh, upload, sources = 32, targets, to_hold;
static double seconds = 3, warm = 1;
static const char *path = "/small";
static struct sockaddr_in proxy, origin;
static int through_proxy;

static int poller;
static char request[1024];
static int request_length;
static char zeros[1 << 16];

static int measuring, given_up, failures_told;
static uint64_t done, errors, reconnects, octets;

// Of the mode that holds tunnels: what is under way, and those that are held.
static enum { OPENING, ASKED, ANSWERED } phase;
static struct connection **held;
static int opened, holding;

static void usage(void) {
    fputs("usage: load requests|tunnels|bulk|idle --target HOST:PORT [--proxy HOST:PORT]\n"
          "  --way direct|connect|socks5   how tunnels are opened\n"
          "  --connections N               at a time (64)\n"
          "  --secs S --warm S             how long is measured, and what goes before (3, 1)\n"
          "  --path PATH                   what is asked for (/small)\n"
          "  --fresh                       a connection for each request\n"
          "  --upload                      bulk: send instead of receive\n"
          "  --hold N                      idle: how many tunnels\n"
          "  --sources N                   client addresses, 127.0.0.2 and up (32)\n"
          "  --targets N                   target addresses, 127.0.2.1 and up, instead of the target's own\n",
          stderr);
    exit(2);
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

// How long units of work took: 64 steps for each power of two, in units of 100 ns, so that a quantile is right to 2 %.
enum { STEPS = 64, POWERS = 48 };
static uint32_t histogram[POWERS * STEPS];

static void took(uint64_t nanoseconds) {
    uint64_t value = nanoseconds / 100 + STEPS;
    int power = 63 - __builtin_clzll(value);
    int at = (power - 6) * STEPS + (int)((value >> (power - 6)) & (STEPS - 1));
    if (at < POWERS * STEPS) {
        histogram[at]++;
    }
}

// In microseconds; 0 when there is nothing.
static double quantile(double part) {
    uint64_t all = 0, passed = 0;
    for (int i = 0; i < POWERS * STEPS; i++) {
        all += histogram[i];
    }
    for (int i = 0; all > 0 && i < POWERS * STEPS; i++) {
        passed += histogram[i];
        if ((double)passed >= part * (double)all) {
            return (double)(((uint64_t)(STEPS + i % STEPS) << (i / STEPS)) - STEPS) / 10;
        }
    }
    return 0;
}

static void forget_times(void) { memset(histogram, 0, sizeof histogram); }

static void wait_for(struct connection *c, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event);
}

static void begin(struct connection *c) {
    static uint32_t turn;
    int one = 1;
    turn++;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) {
        perror("load: socket");
        exit(1);
    }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (sources > 0) {
        // Many client addresses: one alone runs out of ports, since each connection leaves its port unusable for a minute.
        struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + turn % (uint32_t)sources)};
        setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
        if (bind(c->fd, (struct sockaddr *)&from, sizeof from)) {
            perror("load: bind");
            exit(1);
        }
    }
    c->target = targets ? htonl(0x7f000201 + turn % (uint32_t)targets) : origin.sin_addr.s_addr;
    c->filled = 0;
    c->step = CONNECTED;
    c->closes = 0;
    c->begun = now();
    struct sockaddr_in to = through_proxy ? proxy : origin;
    if (!through_proxy && mode != REQUESTS) {
        to.sin_addr.s_addr = c->target;
    }
    if (connect(c->fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS) {
        perror("load: connect");
        exit(1);
    }
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = c};
    epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event);
}

static void begin_new(void) {
    struct connection *c = calloc(1, sizeof *c);
    if (!c) {
        perror("load");
        exit(1);
    }
    begin(c);
}

static void begin_again(struct connection *c) {
    close(c->fd);
    begin(c);
}

static void fail(struct connection *c, const char *why) {
    if (failures_told++ < FAILURES_TOLD) {
        int shown = c->filled < 120 ? c->filled : 120;
        fprintf(stderr, "load: %s (step %d, %s): %.*s\n", why, c->step, strerror(errno), shown, c->received);
    }
    errors++;
    if (errors > FAILURES_BORNE && errors > done) {
        given_up = 1;
    }
    // A proxy that refuses all must not have this spin.
    struct timespec pause = {0, 200000};
    nanosleep(&pause, NULL);
    begin_again(c);
}

// These few octets always fit into a socket that is new, or was drained.
static int say(struct connection *c, const void *text, int length) {
    if (send(c->fd, text, (size_t)length, MSG_NOSIGNAL) == length) {
        return 1;
    }
    fail(c, "can't send");
    return 0;
}

static void send_request(struct connection *c) {
    c->step = HEAD;
    c->filled = 0;
    if (!fresh) {
        c->begun = now();
    }
    say(c, request, request_length);
}

// The way is open: what goes through it?
static void use_tunnel(struct connection *c) {
    c->filled = 0;
    if (mode != BULK) {
        c->step = ECHOED;
        say(c, zeros, ECHO_BYTES);
        return;
    }
    char command[ECHO_BYTES] = {upload ? 'U' : 'D'};
    c->step = FLOWING;
    if (say(c, command, sizeof command) && upload) {
        wait_for(c, EPOLLOUT);
    }
}

static void connected(struct connection *c) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error) {
        errno = error;
        fail(c, "can't connect");
        return;
    }
    wait_for(c, EPOLLIN);
    if (mode == REQUESTS) {
        send_request(c);
    } else if (way == DIRECT) {
        use_tunnel(c);
    } else if (way == SOCKS5) {
        c->step = SOCKS_METHOD;
        say(c, "\5\1\0", 3);
    } else {
        char text[160], host[INET_ADDRSTRLEN];
        int port = ntohs(origin.sin_port);
        inet_ntop(AF_INET, &c->target, host, sizeof host);
        int length = snprintf(text, sizeof text, "CONNECT %s:%d HTTP/1.1\r\nHost: %s:%d\r\n\r\n", host, port, host, port);
        c->step = TUNNEL_REPLY;
        say(c, text, length);
    }
}

static void count_unit(struct connection *c) {
    if (measuring) {
        done++;
        took(now() - c->begun);
    }
}

static void answered(struct connection *c) {
    count_unit(c);
    if (!fresh && !c->closes) {
        send_request(c);
        return;
    }
    if (!fresh && measuring) {
        reconnects++;
    }
    begin_again(c);
}

static void echoed(struct connection *c) {
    count_unit(c);
    if (mode != IDLE) {
        begin_again(c);
    } else if (phase == OPENING) {
        c->step = HELD;
        c->filled = 0;
        held[holding++] = c;
        if (opened < to_hold) {
            opened++;
            begin_new();
        }
    } else {
        c->step = HELD;
        phase = ANSWERED;
    }
}

static void read_head(struct connection *c) {
    char *end = memmem(c->received, (size_t)c->filled, "\r\n\r\n", 4);
    if (!end) {
        if (c->filled == HEAD_BYTES - 1) {
            fail(c, "the head is too long");
        }
        return;
    }
    if (memcmp(c->received + 8, " 200", 4)) {
        fail(c, "not answered with 200");
        return;
    }
    int head = (int)(end + 4 - c->received);
    *end = 0;
    const char *length = strcasestr(c->received, "\r\ncontent-length:");
    int old = c->received[7] == '0'; // HTTP/1.0
    c->closes = old ? !strcasestr(c->received, "connection: keep-alive") : strcasestr(c->received, "connection: close") != NULL;
    *end = '\r';
    if (measuring) {
        octets += (uint64_t)c->filled;
    }
    if (length) {
        c->until_close = 0;
        c->left = atoll(length + 17) - (c->filled - head);
        c->step = BODY;
        if (c->left <= 0) {
            answered(c);
        }
    } else if (c->closes) {
        c->until_close = 1;
        c->step = BODY;
    } else if (c->filled >= head + 5 && !memcmp(c->received + c->filled - 5, "0\r\n\r\n", 5)) {
        answered(c); // small and chunked
    }
}

// Of bodies and bulk nothing is copied: MSG_TRUNC has the system drop it.
static void drop_body(struct connection *c) {
    ssize_t got = recv(c->fd, NULL, c->until_close ? CHUNK : (size_t)c->left, MSG_TRUNC);
    if (got < 0 && errno == EAGAIN) {
        return;
    }
    if (got == 0 && c->until_close) {
        c->closes = 1;
        answered(c);
        return;
    }
    if (got <= 0) {
        fail(c, "the body was cut off");
        return;
    }
    if (measuring) {
        octets += (uint64_t)got;
    }
    c->left -= got;
    if (!c->until_close && c->left <= 0) {
        answered(c);
    }
}

static void drop_bulk(struct connection *c) {
    ssize_t got = recv(c->fd, NULL, CHUNK, MSG_TRUNC);
    if (got > 0 && measuring) {
        octets += (uint64_t)got;
    } else if (got == 0 || (got < 0 && errno != EAGAIN)) {
        fail(c, "the tunnel was cut off");
    }
}

static void send_bulk(struct connection *c) {
    for (int i = 0; i < 4; i++) {
        ssize_t sent = send(c->fd, zeros, sizeof zeros, MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno != EAGAIN) {
                fail(c, "the tunnel was cut off");
            }
            return;
        }
        if (measuring) {
            octets += (uint64_t)sent;
        }
    }
}

static void ended(struct connection *c, ssize_t how) {
    if (c->step == HELD) {
        errors++;
        close(c->fd);
        c->fd = -1;
    } else if (c->step == HEAD && c->filled == 0 && !fresh && how == 0) {
        // It was idle, so to speak: a proxy may close it, and the request goes by another.
        if (measuring) {
            reconnects++;
        }
        begin_again(c);
    } else {
        fail(c, "closed too soon");
    }
}

static void ask_socks(struct connection *c) {
    char text[10] = {5, 1, 0, 1};
    memcpy(text + 4, &c->target, 4);
    memcpy(text + 8, &origin.sin_port, 2);
    c->step = SOCKS_REPLY;
    c->filled = 0;
    say(c, text, sizeof text);
}

static void readable(struct connection *c) {
    if (c->step == FLOWING) {
        drop_bulk(c);
        return;
    }
    if (c->step == BODY) {
        drop_body(c);
        return;
    }
    ssize_t got = recv(c->fd, c->received + c->filled, (size_t)(HEAD_BYTES - 1 - c->filled), 0);
    if (got < 0 && errno == EAGAIN) {
        return;
    }
    if (got <= 0) {
        ended(c, got);
        return;
    }
    c->filled += (int)got;
    c->received[c->filled] = 0;
    switch (c->step) {
    case TUNNEL_REPLY:
        if (c->filled < 12 || memcmp(c->received + c->filled - 4, "\r\n\r\n", 4)) {
            return;
        }
        if (memcmp(c->received + 8, " 200", 4)) {
            fail(c, "CONNECT was refused");
        } else {
            use_tunnel(c);
        }
        return;
    case SOCKS_METHOD:
        if (c->filled >= 2) {
            if (c->received[1]) {
                fail(c, "SOCKS wants a password");
            } else {
                ask_socks(c);
            }
        }
        return;
    case SOCKS_REPLY:
        if (c->filled >= 10) {
            if (c->received[1]) {
                fail(c, "SOCKS refused");
            } else {
                use_tunnel(c);
            }
        }
        return;
    case ECHOED:
        if (c->filled >= ECHO_BYTES) {
            echoed(c);
        }
        return;
    case HEAD:
        read_head(c);
        return;
    case HELD:
        c->filled = 0;
        return;
    case CONNECTED:
    case BODY:
    case FLOWING:
        return; // not here
    }
}

static int phase_is_over(int current) {
    return current >= 0 && ((int)phase != current || (current == OPENING && holding + (int)errors >= to_hold));
}

// Until this time, or until the phase is another (-1: there are none).
static void run(uint64_t until, int current) {
    static struct epoll_event events[EVENTS];
    for (;;) {
        uint64_t time = now();
        if (time >= until || given_up || phase_is_over(current)) {
            return;
        }
        uint64_t left = (until - time) / 1000000 + 1;
        int ready = epoll_wait(poller, events, EVENTS, left > 100 ? 100 : (int)left);
        for (int i = 0; i < ready; i++) {
            struct connection *c = events[i].data.ptr;
            if (c->step == CONNECTED) {
                connected(c);
            } else if (c->step == FLOWING && upload) {
                send_bulk(c);
            } else {
                readable(c);
            }
        }
    }
}

static uint64_t after(double time) { return now() + (uint64_t)(time * (double)SECOND); }

static double used_cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void measure(void) {
    for (int i = 0; i < connections; i++) {
        begin_new();
    }
    run(after(warm), -1);
    uint64_t failed_before = given_up ? errors : 0; // one that gave up has measured nothing
    errors = 0;
    puts("#");
    fflush(stdout);
    double cpu = used_cpu();
    uint64_t begun = now();
    measuring = 1;
    run(after(seconds), -1);
    double took_seconds = (double)(now() - begun) / (double)SECOND;
    cpu = used_cpu() - cpu;
    printf("{\"done\":%" PRIu64 ",\"secs\":%.4f,\"p50_us\":%.1f,\"p99_us\":%.1f,\"octets\":%" PRIu64 ",\"errors\":%" PRIu64
           ",\"reconnects\":%" PRIu64 ",\"load_cpu\":%.3f}\n",
           done, took_seconds, quantile(.5), quantile(.99), octets, errors + failed_before, reconnects, cpu);
}

static int next_word(void) {
    char line[64];
    fflush(stdout);
    return fgets(line, sizeof line, stdin) != NULL;
}

// Opens tunnels and tells; at a line on stdin has some of them echo, and tells; ends at the next.
static void hold(void) {
    held = calloc((size_t)to_hold + 1, sizeof *held);
    if (!held) {
        perror("load");
        exit(1);
    }
    uint64_t begun = now();
    measuring = 1;
    while (opened < connections && opened < to_hold) {
        opened++;
        begin_new();
    }
    run(after(seconds), OPENING);
    printf("{\"held\":%d,\"errors\":%" PRIu64 ",\"secs\":%.3f}\n", holding, errors, (double)(now() - begun) / (double)SECOND);
    if (!next_word()) {
        return;
    }
    forget_times();
    uint64_t tried = done;
    for (int i = 0; i < PROBES && holding > 0; i++) {
        struct connection *c = held[(i * 7919) % holding]; // spread over all
        if (c->fd < 0) {
            continue;
        }
        phase = ASKED;
        c->begun = now();
        use_tunnel(c);
        run(after(2), ASKED);
        if (phase != ANSWERED) {
            break; // its answer, if it comes, must not count for another
        }
    }
    printf("{\"echoes\":%" PRIu64 ",\"errors\":%" PRIu64 ",\"p50_us\":%.1f,\"p99_us\":%.1f}\n", done - tried, errors, quantile(.5),
           quantile(.99));
    next_word();
}

static void parse_address(const char *text, struct sockaddr_in *address) {
    char host[INET_ADDRSTRLEN] = "";
    const char *colon = strrchr(text, ':');
    if (!colon || colon - text >= (long)sizeof host) {
        usage();
    }
    memcpy(host, text, (size_t)(colon - text));
    address->sin_family = AF_INET;
    address->sin_port = htons((uint16_t)atoi(colon + 1));
    if (inet_pton(AF_INET, host, &address->sin_addr) != 1) {
        usage();
    }
}

static enum mode parse_mode(const char *text) {
    static const char *const names[] = {"requests", "tunnels", "bulk", "idle"};
    for (int i = 0; text && i < 4; i++) {
        if (!strcmp(text, names[i])) {
            return (enum mode)i;
        }
    }
    usage();
    return REQUESTS;
}

static void parse(int count, char **arguments) {
    static const struct option options[] = {
        {"proxy", 1, NULL, 'p'},   {"target", 1, NULL, 't'}, {"way", 1, NULL, 'k'},    {"connections", 1, NULL, 'c'},
        {"secs", 1, NULL, 's'},    {"warm", 1, NULL, 'w'},   {"path", 1, NULL, 'u'},   {"fresh", 0, NULL, 'x'},
        {"upload", 0, NULL, 'U'},  {"hold", 1, NULL, 'n'},   {"sources", 1, NULL, 'S'}, {"targets", 1, NULL, 'D'},
        {NULL, 0, NULL, 0},
    };
    mode = parse_mode(count > 1 ? arguments[1] : NULL);
    optind = 2;
    for (int option; (option = getopt_long(count, arguments, "", options, NULL)) >= 0;) {
        switch (option) {
        case 'p': through_proxy = 1; parse_address(optarg, &proxy); break;
        case 't': parse_address(optarg, &origin); break;
        case 'k': way = optarg[0] == 'c' ? CONNECT : optarg[0] == 's' ? SOCKS5 : DIRECT; break;
        case 'c': connections = atoi(optarg); break;
        case 's': seconds = atof(optarg); break;
        case 'w': warm = atof(optarg); break;
        case 'u': path = optarg; break;
        case 'x': fresh = 1; break;
        case 'U': upload = 1; break;
        case 'n': to_hold = atoi(optarg); break;
        case 'S': sources = atoi(optarg); break;
        case 'D': targets = atoi(optarg); break;
        default: usage();
        }
    }
    if (!origin.sin_port || connections < 1 || strlen(path) > 200) {
        usage();
    }
}

static void write_request(void) {
    char host[INET_ADDRSTRLEN], authority[64];
    inet_ntop(AF_INET, &origin.sin_addr, host, sizeof host);
    snprintf(authority, sizeof authority, "%s:%d", host, ntohs(origin.sin_port));
    request_length = snprintf(request, sizeof request,
                              "GET %s%s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: bench/1\r\nAccept: */*\r\n%s\r\n",
                              through_proxy ? "http://" : "", through_proxy ? authority : "", path, authority,
                              fresh ? "Connection: close\r\n" : "");
}

int main(int count, char **arguments) {
    parse(count, arguments);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    alarm((unsigned)(warm + seconds) + 60); // whatever happens, it ends
    signal(SIGPIPE, SIG_IGN);
    write_request();
    poller = epoll_create1(0);
    if (mode == IDLE) {
        hold();
    } else {
        measure();
    }
    return 0;
}
