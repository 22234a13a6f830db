package org.authkit.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A DataSource that counts what is sent to the database, and strikes before one of those steps, or after it. */
final class Sabotage {
    /** What happens at a step. */
    interface Strike {
        void on(Connection real) throws SQLException;
    }

    private final DataSource real;
    private final AtomicInteger steps = new AtomicInteger();
    private int first = Integer.MAX_VALUE;
    private int last = Integer.MAX_VALUE;
    private Strike before = connection -> {};
    private Strike after = connection -> {};

    Sabotage(DataSource real) {
        this.real = real;
    }

    /** Forgets the count and strikes before the steps from {@code first} to {@code last}, counted from 1. */
    void before(int first, int last, Strike strike) {
        plan(first, last);
        before = strike;
    }

    /** Forgets the count and strikes once step {@code step} was done. */
    void after(int step, Strike strike) {
        plan(step, step);
        after = strike;
    }

    private void plan(int from, int to) {
        steps.set(0);
        first = from;
        last = to;
        before = connection -> {};
        after = connection -> {};
    }

    /** How many executions and commits there were since the last plan. */
    int steps() {
        return steps.get();
    }

    DataSource source() {
        return proxy(DataSource.class, real, null);
    }

    private <T> T proxy(Class<T> type, T target, Connection connection) {
        InvocationHandler handler = (self, method, arguments) -> {
            boolean step =
                    method.getName().startsWith("execute") || method.getName().equals("commit");
            int number = step ? steps.incrementAndGet() : 0;
            boolean strikes = step && number >= first && number <= last;
            if (strikes) {
                before.on(connection);
            }
            Object result;
            try {
                result = method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (strikes) {
                after.on(connection);
            }
            return wrap(result, connection);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Object wrap(Object result, Connection connection) {
        if (result instanceof Connection borrowed) {
            return proxy(Connection.class, borrowed, borrowed);
        }
        if (result instanceof PreparedStatement statement && !(result instanceof CallableStatement)) {
            return proxy(PreparedStatement.class, statement, connection);
        }
        if (result instanceof Statement statement) {
            return proxy(Statement.class, statement, connection);
        }
        return result;
    }
}
