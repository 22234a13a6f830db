package org.authkit.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("req:DPOP-4.3-01")
class HttpUriTest {

    @ParameterizedTest
    @CsvSource({
        "https://a.example/b, https://a.example/b",
        "HTTPS://A.Example/b, https://a.example/b",
        "https://a.example, https://a.example/",
        "https://a.example:443/b, https://a.example/b",
        "https://a.example:0443/b, https://a.example/b",
        "https://a.example:/b, https://a.example/b",
        "https://a.example:80/b, https://a.example:80/b",
        "http://a.example:80/b, http://a.example/b",
        "http://a.example:443/b, http://a.example:443/b",
        "https://a.example:8443/b, https://a.example:8443/b",
        "https://a.example/%7eb/%2d, https://a.example/~b/-",
        "https://a.example/%c3%a9, https://a.example/%C3%A9",
        "https://a.example/é, https://a.example/%C3%A9",
        "https://a.example/a%2fb, https://a.example/a%2Fb",
        "https://a.example/a/./b/../c, https://a.example/a/c",
        "https://a.example/a/%2e%2E/c, https://a.example/c",
        "https://a.example/../../a, https://a.example/a",
        "https://a.example/a/.., https://a.example/",
        "https://a.example/a/., https://a.example/a/",
        "https://a.example/a//.., https://a.example/a/",
        "https://a.example/B, https://a.example/B",
        "https://a.example/b/, https://a.example/b/",
        "https://a_b.example/b, https://a_b.example/b",
        "https://[2001:DB8::1]:443/b, https://[2001:db8::1]/b"
    })
    void equivalent_addresses_have_one_text(String given, String normal) {
        assertEquals(Optional.of(normal), HttpUri.ofClaim(given));
        assertEquals(Optional.of(normal), HttpUri.ofRequest(URI.create(given)));
        assertEquals(Optional.of(normal), HttpUri.ofClaim(normal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/b",
                "//a.example/b",
                "a.example/b",
                "https:",
                "https:/b",
                "https:b",
                "https:///b",
                "https://:443/b",
                "https://user@a.example/b",
                "https://a.example:x/b",
                "https://a.example:123456/b",
                "https://a%2eexample/b",
                "ftp://a.example/b",
                "file:///b",
                "https://a.example/%zz",
                "https://a.example/ b",
                "https://a.example/b\n",
                "https://a.example/b?c",
                "https://a.example/b?",
                "https://a.example/b#c"
            })
    void what_is_no_plain_http_address_is_refused_in_a_claim(String given) {
        assertEquals(Optional.empty(), HttpUri.ofClaim(given));
    }

    @Test
    @Tag("req:DPOP-4.3-9-01")
    void a_requests_query_and_fragment_are_left_out() {
        assertEquals(
                Optional.of("https://a.example/b"), HttpUri.ofRequest(URI.create("https://a.example/b?c=/../d#e")));
        assertEquals(Optional.empty(), HttpUri.ofRequest(URI.create("/b")));
    }

    @Test
    void an_address_of_more_than_2048_characters_is_refused_in_a_claim() {
        assertEquals(Optional.empty(), HttpUri.ofClaim("https://a.example/" + "b".repeat(2048)));
    }
}
