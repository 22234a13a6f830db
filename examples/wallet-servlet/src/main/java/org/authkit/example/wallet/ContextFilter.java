package org.authkit.example.wallet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.authkit.model.Password;
import org.authkit.model.Proof;
import org.authkit.model.RequestContext;
import org.authkit.model.SessionToken;

/**
 * Makes the {@link RequestContext} of every API request, in one place. What it takes from where:
 *
 * <ul>
 *   <li>the client's address: the TCP peer. Behind a proxy, take it from the proxy's own header there, and from nobody else's;
 *   <li>the session: {@code Authorization: Bearer}. No cookie: a browser sends nothing by itself, so a foreign page has
 *       nothing to ride on, and the wallet's app and its pages use one API;
 *   <li>the URI: the configured origin and the path, never the {@code Host} header (attack A7);
 *   <li>a proof of the bound key over this request: the {@code DPoP} header (RFC 9449);
 *   <li>the answer to a challenge: the members {@code challengeId}, {@code proofKind} and {@code proof} of the body, which the
 *       client adds to the same call it made before.
 * </ul>
 */
final class ContextFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String CONTEXT = "wallet.context";
    private static final String BODY = "wallet.body";
    private static final Set<String> ANSWER = Set.of("challengeId", "proofKind", "proof");
    private static final int MAX_PROOF = 16 * 1024;

    @SuppressWarnings("serial") // Servlets are Serializable by an old habit; nobody ever stores one.
    private final Replies replies;

    private final String origin;

    ContextFilter(URI origin, Replies replies) {
        this.origin = origin.toString();
        this.replies = replies;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            if (!request.getMethod().equals("POST")) {
                response.setHeader("Allow", "POST");
                throw new BadRequestException(405, "every call is a POST");
            }
            if (!isJson(request.getContentType())) {
                throw new BadRequestException(415, "the content type is application/json");
            }
            Body body = Body.parse(request.getInputStream().readNBytes(Body.MAX_BYTES + 1));
            request.setAttribute(CONTEXT, context(request, body));
            request.setAttribute(BODY, body.without(ANSWER));
        } catch (BadRequestException e) {
            replies.badRequest(e).send(response);
            return;
        }
        chain.doFilter(request, response);
    }

    private RequestContext context(HttpServletRequest request, Body body) throws BadRequestException {
        RequestContext context = RequestContext.of(
                        request.getRemoteAddr(), header(request, "User-Agent").orElse(""))
                .withLocale(Language.of(request))
                .withHttp(new RequestContext.Http(request.getMethod(), uri(request), header(request, "DPoP")));
        Optional<String> authorization = header(request, "Authorization");
        if (authorization.isPresent()) {
            if (!authorization.get().startsWith("Bearer ")) {
                throw new BadRequestException("the Authorization header is Bearer and a token");
            }
            context = context.withSession(
                    SessionToken.of(authorization.get().substring(7).strip()));
        }
        return ANSWER.stream().anyMatch(body::has)
                ? context.answering(body.text("challengeId", MAX_PROOF), proof(body))
                : context;
    }

    private static Proof proof(Body body) throws BadRequestException {
        String proof = body.text("proof", MAX_PROOF);
        return switch (body.text("proofKind", 20)) {
            case "password" -> new Proof.PasswordAgain(Password.of(proof));
            case "totp" -> new Proof.Code("totp", proof);
            case "device" -> new Proof.Signature(proof);
            case "identity" -> new Proof.Supplied("identity", proof);
            default -> throw new BadRequestException("proofKind: password, totp, device or identity");
        };
    }

    private URI uri(HttpServletRequest request) throws BadRequestException {
        try {
            return URI.create(origin + request.getRequestURI());
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("the address is malformed");
        }
    }

    /** A header once or not at all: of two, each reader could believe another. */
    private static Optional<String> header(HttpServletRequest request, String name) throws BadRequestException {
        List<String> values = Collections.list(request.getHeaders(name));
        if (values.size() > 1) {
            throw new BadRequestException("a header is given twice");
        }
        return values.stream().findFirst();
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType.toLowerCase(Locale.ROOT).matches("application/json( *; *charset=\"?utf-8\"?)?");
    }

    static RequestContext contextOf(HttpServletRequest request) {
        return (RequestContext) request.getAttribute(CONTEXT);
    }

    static Body bodyOf(HttpServletRequest request) {
        return (Body) request.getAttribute(BODY);
    }
}
