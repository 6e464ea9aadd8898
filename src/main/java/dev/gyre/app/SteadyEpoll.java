package dev.gyre.app;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

import org.jspecify.annotations.Nullable;

/// Epoll that never forgets a socket.
///
/// Netty 4.2 (up to 4.2.20 at least) deletes a socket from epoll when nothing is to be waited for, and does not know it any
/// more afterwards. That is the state of a connection whose peer has said all: the next time it is to be waited for, because
/// what is written to it does not fit, changing the deleted entry fails, and Netty closes the connection with all that waited
/// to be sent. So a socket that waits for nothing stays here with the one flag that wakes nobody, `EPOLLET`.
///
/// All calls go to the handler that is wrapped, on the threads they come on.
final class SteadyEpoll implements IoHandler {

    private final IoHandler epoll;

    private SteadyEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory factory = EpollIoHandler.newFactory();
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return new SteadyEpoll(factory.newHandler(executor));
            }

            @Override
            public boolean isChangingThreadSupported() {
                return factory.isChangingThreadSupported();
            }
        };
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Steady(epoll.register(handle));
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }

    /// Submits no `NONE` once epoll knows the socket. Before that, `NONE` rightly keeps an unconnected socket away from it.
    private static final class Steady implements IoRegistration {

        private final IoRegistration registration;
        private volatile boolean known;

        Steady(IoRegistration registration) {
            this.registration = registration;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
        public <T> @Nullable T attachment() {
            return registration.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            if (!ops.equals(EpollIoOps.NONE)) {
                known = true;
                return registration.submit(ops);
            }
            return registration.submit(known ? EpollIoOps.EPOLLET : ops);
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            return registration.cancel();
        }
    }
}
