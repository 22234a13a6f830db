package org.authkit.example.wallet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;

/**
 * Guards the development pages: whoever reads the mailbox owns every account. Loopback peers only, and only by the wallet's own
 * name: a foreign page that points its name at this machine is refused. Behind a proxy every peer is loopback; there, use a
 * real mail server, which closes these pages.
 */
final class LoopbackOnly extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final String authority;

    LoopbackOnly(URI origin) {
        this.authority = origin.getAuthority();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // The peer's address is a literal, so this asks no name server.
        boolean loopback = InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        if (loopback && authority.equals(request.getHeader("Host"))) {
            chain.doFilter(request, response);
        } else {
            Replies.refused(403, "LOOPBACK_ONLY").send(response);
        }
    }
}
