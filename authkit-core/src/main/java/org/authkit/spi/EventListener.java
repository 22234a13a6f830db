package org.authkit.spi;

import org.authkit.model.Event;

/** Hears every event after its commit, on the calling thread; for metrics. What it throws is logged and changes nothing. */
@FunctionalInterface
public interface EventListener {
    void on(Event event);
}
