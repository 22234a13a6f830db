package org.authkit.verification;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.authkit.spi.Storage;

/**
 * A place at which the process ends as if its power had been cut: before or after one call to the outside. Every such place
 * passed is noted, so that a run which ends nowhere lists them all.
 */
final class Crash {
    static final int EXIT_CODE = 86;
    static final int NOWHERE = -1;

    private final int at;
    private final List<String> passed = Collections.synchronizedList(new ArrayList<>());
    private boolean armed;

    Crash(int at) {
        this.at = at;
    }

    /** From now on places count; what a start costs does not. */
    void arm() {
        armed = true;
    }

    List<String> passed() {
        return List.copyOf(passed);
    }

    Storage storage(Storage real) {
        return Intercepted.storage(real, (method, arguments, next) -> around(method, next));
    }

    <T> T around(String what, Callable<T> step) throws Exception {
        here("before " + what);
        T result = step.call();
        here("after " + what);
        return result;
    }

    private void here(String place) {
        if (!armed) {
            return;
        }
        if (passed.size() == at) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
        passed.add(place);
    }
}
