package org.authkit.example.wallet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.authkit.example.wallet.Replies.Reply;
import org.authkit.spi.KeyUnavailableException;
import org.authkit.spi.StorageUnavailableException;

/** Hands each call to its route, once its body holds exactly what the route names. */
final class ApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger("org.authkit.example.wallet");

    @SuppressWarnings("serial") // never serialized, as in ContextFilter
    private final Map<String, Route> routes = new HashMap<>();

    @SuppressWarnings("serial")
    private final Replies replies;

    ApiServlet(List<Route> all, Replies replies) {
        this.replies = replies;
        all.forEach(route -> routes.put("/" + route.path(), route));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        reply(request).send(response);
    }

    private Reply reply(HttpServletRequest request) {
        Route route = routes.get(request.getPathInfo());
        if (route == null) {
            return Replies.refused(404, "NO_SUCH_CALL");
        }
        try {
            Body body = ContextFilter.bodyOf(request).only(route.members());
            return route.handler().handle(body, ContextFilter.contextOf(request));
        } catch (BadRequestException e) {
            return replies.badRequest(e);
        } catch (StorageUnavailableException | KeyUnavailableException e) {
            LOG.log(Level.ERROR, "a part is unavailable", e);
            return Replies.refused(503, "UNAVAILABLE");
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a call failed: " + route.path(), e);
            return Replies.refused(500, "INTERNAL");
        }
    }
}
