package org.authkit.verification;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import org.authkit.spi.Counters;
import org.authkit.spi.Storage;

/** A storage, its counters included, every call of which passes through one hand. */
final class Intercepted {
    /** Sees each call; decides whether to make it, and what comes back. */
    @FunctionalInterface
    interface Hand {
        Object call(String method, Object[] arguments, Callable<Object> real) throws Exception;
    }

    private Intercepted() {}

    static Storage storage(Storage real, Hand hand) {
        Counters counters = proxy(Counters.class, real.counters(), hand);
        return proxy(
                Storage.class,
                real,
                (method, arguments, next) -> method.equals("counters") ? counters : hand.call(method, arguments, next));
    }

    private static <T> T proxy(Class<T> type, T real, Hand hand) {
        InvocationHandler handler = (proxy, method, arguments) -> hand.call(
                method.getName(), arguments == null ? new Object[0] : arguments, () -> invoke(method, real, arguments));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Method method, Object real, Object[] arguments) throws Exception {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        }
    }
}
