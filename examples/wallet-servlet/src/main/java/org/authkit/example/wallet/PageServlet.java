package org.authkit.example.wallet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Serves the pages and their files from a fixed list, rendered once at the start. The only thing a visitor chooses is the
 * language; that choice is the only cookie, and it holds no secret.
 */
final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final List<String> PAGES = List.of(
            "index",
            "register",
            "confirm",
            "sign-in",
            "home",
            "settings",
            "forgot",
            "reset",
            "contact",
            "veto",
            "new-phone",
            "mail");
    private static final List<String> SCRIPTS = List.of("api", "ask", "bind", "page", "phone", "session", "text");
    private static final String COOKIE = "lang";
    private static final int YEAR_SECONDS = 365 * 24 * 3600;

    /** By path, for pages with the language in front. */
    private final HashMap<String, byte[]> contents = new HashMap<>();

    PageServlet(Pages pages) {
        for (Locale language : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
            for (String name : pages.present(PAGES)) {
                put(language.getLanguage() + path(name), pages.page(name, language));
            }
            put("/static/text-" + language.getLanguage() + ".json", pages.scriptWords(language));
        }
        put("/static/wallet.css", Pages.file("static/wallet.css"));
        PAGES.forEach(this::script);
        SCRIPTS.forEach(this::script);
    }

    private static String path(String name) {
        return switch (name) {
            case "index" -> "/";
            case "mail" -> "/dev/mail";
            default -> "/" + name;
        };
    }

    private void script(String name) {
        put("/static/" + name + ".js", Pages.file("static/" + name + ".js"));
    }

    private void put(String path, String content) {
        contents.put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        byte[] file = contents.get(path);
        if (file != null && path.startsWith("/static/")) {
            send(response, 200, type(path), file);
            return;
        }
        String language = language(request, response);
        byte[] page = contents.get(language + path);
        byte[] start = contents.getOrDefault(language + "/", new byte[0]);
        response.setHeader("Vary", "Accept-Language, Cookie");
        response.setHeader("Content-Language", language);
        if (page == null) {
            send(response, 404, "text/html", start);
        } else {
            send(response, 200, "text/html", page);
        }
    }

    private static String language(HttpServletRequest request, HttpServletResponse response) {
        String chosen = request.getParameter("lang");
        if ("ja".equals(chosen) || "en".equals(chosen)) {
            Cookie cookie = new Cookie(COOKIE, chosen);
            cookie.setPath("/");
            cookie.setMaxAge(YEAR_SECONDS);
            cookie.setHttpOnly(true);
            cookie.setAttribute("SameSite", "Lax");
            response.addCookie(cookie);
            return chosen;
        }
        Cookie[] cookies = request.getCookies();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(COOKIE) && cookie.getValue().equals("en")) {
                return "en";
            }
            if (cookie.getName().equals(COOKIE) && cookie.getValue().equals("ja")) {
                return "ja";
            }
        }
        return Language.of(request).getLanguage();
    }

    private static String type(String path) {
        Map<String, String> types = Map.of("css", "text/css", "js", "text/javascript", "json", "application/json");
        return types.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private static void send(HttpServletResponse response, int status, String type, byte[] content) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }
}
