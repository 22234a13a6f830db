package org.authkit.example.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** The two languages this wallet speaks. */
final class Language {
    private Language() {}

    /** What the client prefers; Japanese where it does not say, whatever the server's own default is. */
    static Locale of(HttpServletRequest request) {
        boolean english = request.getHeader("Accept-Language") != null
                && request.getLocale().getLanguage().equals("en");
        return english ? Locale.ENGLISH : Locale.JAPANESE;
    }
}
