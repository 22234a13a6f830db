package org.authkit.model;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything a call knows about the request behind it, passed explicitly to every verb. Immutable: each {@code with} method
 * returns a changed copy. Build it once per request, in one place.
 */
public final class RequestContext {
    private static final int MAX_TEXT = 256;

    /**
     * An answer to a challenge.
     *
     * @param challengeId the id of the challenge
     * @param proof one proof
     */
    public record Answer(String challengeId, Proof proof) {
        public Answer {
            Objects.requireNonNull(challengeId, "challengeId");
            Objects.requireNonNull(proof, "proof");
        }
    }

    /**
     * The HTTP request itself and, optionally, a proof of possession over it (RFC 9449 form) by a bound device key.
     *
     * @param method such as {@code POST}
     * @param uri scheme, host and path as the client addressed them, configured by the wallet rather than read from headers
     * @param proof the {@code DPoP} header's value
     */
    public record Http(String method, URI uri, Optional<String> proof) {
        public Http {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(uri, "uri");
            Objects.requireNonNull(proof, "proof");
        }

        /** Without the proof and the address's query, which could be replayed. */
        @Override
        public String toString() {
            return "Http[" + method + "]";
        }
    }

    private final String clientAddress;
    private final String userAgent;
    private final Locale locale;
    private final Optional<SessionToken> session;
    private final Optional<Answer> answer;
    private final Optional<Http> http;

    private RequestContext(
            String clientAddress,
            String userAgent,
            Locale locale,
            Optional<SessionToken> session,
            Optional<Answer> answer,
            Optional<Http> http) {
        this.clientAddress = clientAddress;
        this.userAgent = userAgent;
        this.locale = locale;
        this.session = session;
        this.answer = answer;
        this.http = http;
    }

    /**
     * @param clientAddress the peer's IP address as the wallet trusts it
     * @param userAgent the client's own description; shown to the customer in lists, never trusted
     */
    public static RequestContext of(String clientAddress, String userAgent) {
        return new RequestContext(
                clip(clientAddress),
                clip(userAgent),
                Locale.JAPANESE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Controls of both sets, line separators, direction marks and halves of pairs become blanks: they forge log lines. */
    private static String clip(String text) {
        String cut = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
        return cut.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", " ");
    }

    public RequestContext withLocale(Locale newLocale) {
        return new RequestContext(
                clientAddress, userAgent, Objects.requireNonNull(newLocale, "newLocale"), session, answer, http);
    }

    public RequestContext withSession(SessionToken token) {
        return new RequestContext(clientAddress, userAgent, locale, Optional.of(token), answer, http);
    }

    /** The same request, now carrying one proof for a challenge. */
    public RequestContext answering(String challengeId, Proof proof) {
        return new RequestContext(
                clientAddress, userAgent, locale, session, Optional.of(new Answer(challengeId, proof)), http);
    }

    public RequestContext withHttp(Http request) {
        return new RequestContext(clientAddress, userAgent, locale, session, answer, Optional.of(request));
    }

    public String clientAddress() {
        return clientAddress;
    }

    public String userAgent() {
        return userAgent;
    }

    public Locale locale() {
        return locale;
    }

    public Optional<SessionToken> session() {
        return session;
    }

    public Optional<Answer> answer() {
        return answer;
    }

    public Optional<Http> http() {
        return http;
    }

    @Override
    public String toString() {
        return "RequestContext[" + clientAddress + "]";
    }
}
