package dev.gyre.app;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/// What is done when the process is told to end. A JVM's own shutdown hooks know nothing of a second signal; the class that does,
/// `sun.misc.Signal` of the module `jdk.unsupported`, can't be named without a warning that can't be turned off.
final class Signals {

    /// What a shell adds to the number of a signal that ended a process.
    private static final int BY_SIGNAL = 128;

    private static final int TERM = 15;
    private static final int INT = 2;
    private static final int HUP = 1;

    private final Runnable end;
    private final AtomicBoolean told = new AtomicBoolean();

    private Signals(Runnable end) {
        this.end = end;
    }

    /// SIGTERM or Ctrl-C runs this, on a thread of its own; a second one ends the process at once.
    static void onEnd(Runnable end) {
        Signals signals = new Signals(end);
        try {
            hear("TERM", TERM, signals::heard);
            hear("INT", INT, signals::heard);
        } catch (ReflectiveOperationException without) {
            Runtime.getRuntime().addShutdownHook(new Thread(end, "stop"));
        }
    }

    /// SIGHUP runs this, on a thread of its own, instead of ending the process.
    static void onHangup(Runnable again) {
        try {
            hear("HUP", HUP, _ -> again.run());
        } catch (ReflectiveOperationException without) {
            // It ends the process then, as it does with every JVM.
        }
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    private static void hear(String name, int number, IntConsumer told)
            throws ReflectiveOperationException {
        Class<?> signals = Class.forName("sun.misc.Signal");
        Class<?> handlers = Class.forName("sun.misc.SignalHandler");
        InvocationHandler heard =
                (self, method, arguments) ->
                        switch (method.getName()) {
                            case "hashCode" -> number;
                            case "equals" -> self == arguments[0];
                            case "toString" -> name;
                            default -> {
                                told.accept(number);
                                yield null;
                            }
                        };
        Object ours =
                Proxy.newProxyInstance(
                        Signals.class.getClassLoader(), new Class<?>[] {handlers}, heard);
        Object signal = signals.getConstructor(String.class).newInstance(name);
        var handle = signals.getMethod("handle", signals, handlers);
        Object before = handle.invoke(null, signal, ours);
        if (handlers.getField("SIG_IGN").get(null).equals(before)) {
            // Started in the background by a shell that means it to outlive a Ctrl-C, or by nohup.
            handle.invoke(null, signal, before);
        }
    }

    private void heard(int number) {
        if (told.compareAndSet(false, true)) {
            end.run();
        } else {
            Runtime.getRuntime().halt(BY_SIGNAL + number);
        }
    }
}
