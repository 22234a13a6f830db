package org.authkit.example.wallet;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Denial;
import org.authkit.model.Evidence;
import org.authkit.model.Reason;

/**
 * Turns every {@link Decision} into an HTTP response: allowed is 200 with JSON; challenged is 401 with what the client needs to
 * make the same call again; denied is a problem detail (RFC 9457) whose {@code code} is the reason's stable name.
 */
final class Replies {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final String PROBLEM = "application/problem+json";

    private final InstantSource clock;

    Replies(InstantSource clock) {
        this.clock = clock;
    }

    /** A response, ready to be sent. */
    record Reply(int status, String contentType, Map<String, String> headers, Map<String, ?> body) {
        void send(HttpServletResponse response) throws IOException {
            byte[] json = GSON.toJson(body).getBytes(StandardCharsets.UTF_8);
            response.setStatus(status);
            response.setContentType(contentType);
            response.setContentLength(json.length);
            headers.forEach(response::setHeader);
            response.getOutputStream().write(json);
        }
    }

    <R> Reply of(Decision<R> decision, Function<? super R, ? extends Map<String, ?>> onAllowed) {
        return decision.fold(value -> ok(onAllowed.apply(value)), Replies::challenged, this::denied);
    }

    /** For verbs that have nothing to say but yes. */
    Reply done(Decision<?> decision) {
        return of(decision, nothing -> Map.of());
    }

    static Reply ok(Map<String, ?> body) {
        return new Reply(200, "application/json", Map.of(), body);
    }

    /** The client answers by repeating its call with the id, a kind of proof and the proof added to the body. */
    private static Reply challenged(Challenge challenge) {
        Map<String, Object> body = problem(401, "PROOF_REQUIRED");
        body.put("challengeId", challenge.id());
        body.put("action", challenge.action().code());
        body.put("anyOf", anyOf(challenge));
        body.put("statementType", challenge.statementType());
        body.put("statement", challenge.statement());
        body.put("expiresAt", challenge.expiresAt().toString());
        challenge.pending().ifPresent(id -> body.put("pending", id));
        // RFC 9470 §3: more than this session is needed.
        return new Reply(
                401, PROBLEM, Map.of("WWW-Authenticate", "Bearer error=\"insufficient_user_authentication\""), body);
    }

    private static List<List<String>> anyOf(Challenge challenge) {
        return challenge.anyOf().stream()
                .map(set -> set.stream().sorted().map(Evidence::toString).toList())
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }

    private Reply denied(Denial denial) {
        Map<String, Object> body =
                problem(status(denial.reason()), denial.reason().name());
        Map<String, String> headers = new LinkedHashMap<>();
        if (status(denial.reason()) == 401) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        denial.retryAt().ifPresent(at -> {
            body.put("retryAt", at.toString());
            headers.put("Retry-After", seconds(at));
        });
        return new Reply(status(denial.reason()), PROBLEM, headers, body);
    }

    private String seconds(Instant until) {
        Duration wait = Duration.between(clock.instant(), until).plusMillis(999);
        return Long.toString(Math.max(1, wait.toSeconds()));
    }

    private static int status(Reason reason) {
        return switch (reason) {
            case NOT_SIGNED_IN, WRONG_CREDENTIALS, WRONG_PROOF, CHALLENGE_INVALID -> 401;
            case NOT_PERMITTED, ON_HOLD, FROZEN, VETOED, CAP_EXCEEDED -> 403;
            case NOT_FOUND -> 404;
            case LIMIT_REACHED, APPROVAL_INVALID -> 409;
            case TICKET_INVALID -> 410;
            case PASSWORD_UNACCEPTABLE -> 422;
            case TOO_MANY_ATTEMPTS -> 429;
            case UNAVAILABLE -> 503;
        };
    }

    // ---- what the wallet itself refuses

    Reply badRequest(BadRequestException e) {
        Map<String, Object> body = problem(e.status(), "BAD_REQUEST");
        body.put("detail", Optional.ofNullable(e.getMessage()).orElse(""));
        return new Reply(e.status(), PROBLEM, Map.of(), body);
    }

    static Reply refused(int status, String code) {
        return new Reply(status, PROBLEM, Map.of(), problem(status, code));
    }

    private static Map<String, Object> problem(int status, String code) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", code.replace('_', ' ').toLowerCase(java.util.Locale.ROOT));
        body.put("status", status);
        body.put("code", code);
        return body;
    }
}
