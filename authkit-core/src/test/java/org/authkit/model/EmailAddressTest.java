package org.authkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "taro@example.jp, taro@example.jp",
        "Taro.Tanaka+Wallet@Example.CO.JP, taro.tanaka+wallet@example.co.jp",
        "TITI@EXAMPLE.JP, titi@example.jp",
        "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ, taro@example.jp",
        "taro@example。jp, taro@example.jp",
        "taro@日本語.jp, taro@xn--wgv71a119e.jp",
        "taro@XN--WGV71A119E.jp, taro@xn--wgv71a119e.jp",
        "a..b.@docomo.ne.jp, a..b.@docomo.ne.jp",
        ".a@docomo.ne.jp, .a@docomo.ne.jp",
        "a-_.b/c=d@ezweb.ne.jp, a-_.b/c=d@ezweb.ne.jp"
    })
    @Tag("attack:A3")
    @Tag("attack:A4")
    void one_mailbox_has_one_spelling(String typed, String canonical) {
        assertEquals(canonical, EmailAddress.of(typed).canonical());
        assertEquals(EmailAddress.of(canonical), EmailAddress.of(typed));
        assertEquals(
                EmailAddress.of(canonical).hashCode(), EmailAddress.of(typed).hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.jp@example.com",
                "a@example.jp,b@example.com",
                "a,b@example.jp",
                "a;b@example.jp",
                "a@example.jp\r\nBcc: b@example.com",
                "a\r\n@example.jp",
                "a\n@example.jp",
                "a\u0000@example.jp",
                "a@example.jp\u0000",
                "a@example.jp\n",
                " a@example.jp",
                "a@example.jp ",
                "a b@example.jp",
                "a\u3000b@example.jp",
                "\"a\"@example.jp",
                "\"a b\"@example.jp",
                "a(comment)@example.jp",
                "<a@example.jp>",
                "Taro <a@example.jp>",
                "[a@example.jp]",
                "a\\@example.jp",
                "a\u202e@example.jp",
                "a\u200b@example.jp"
            })
    @Tag("attack:A2")
    void what_could_be_read_as_two_addresses_or_a_header_is_refused(String typed) {
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.of(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mıke@example.jp", "mİke@example.jp", "míke@example.jp", "田中@example.jp", "mіke@example.jp"})
    @Tag("attack:A3")
    void letters_that_only_look_like_ascii_are_refused_in_the_local_part(String typed) {
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.of(typed));
    }

    @Test
    @Tag("attack:A3")
    void compatibility_letters_become_the_ascii_letters_the_mail_is_sent_to() {
        assertEquals("mike@example.jp", EmailAddress.of("mi\u212ae@example.jp").canonical(), "Kelvin sign");
        assertEquals("fish@example.jp", EmailAddress.of("\ufb01sh@example.jp").canonical(), "ligature");
        assertEquals("a@example.jp", EmailAddress.of("a\ufe6bexample.jp").canonical(), "small commercial at");
        // A character that NFKC turns into an @ counts as one.
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.of("a@b\ufe6bexample.jp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "az-AZ", "lt-LT", "ja-JP", "th-TH-u-nu-thai"})
    @ResourceLock(Resources.LOCALE)
    @Tag("attack:A4")
    void the_default_locale_changes_nothing(String tag) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            assertEquals(
                    "titi@mail.istanbul.tr",
                    EmailAddress.of("TITI@MAIL.ISTANBUL.TR").canonical());
            assertThrows(IllegalArgumentException.class, () -> EmailAddress.of("tİti@example.jp"));
            assertThrows(IllegalArgumentException.class, () -> EmailAddress.of("tıti@example.jp"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void lengths_are_those_of_rfc_5321() {
        String local = "l".repeat(64);
        String label = "d".repeat(63) + ".";
        String domain = label + label + "d".repeat(58) + ".jp";
        assertEquals(254, EmailAddress.of(local + "@" + domain).canonical().length());
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.of(local + "l@example.jp"));
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.of(local + "@d" + domain));
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.of("a@" + "d".repeat(64) + ".jp"));
        // One typed character may become eighteen: what counts is the canonical form.
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.of("\u33c2".repeat(40) + "@example.jp"));
        String wide = "東西南北春夏秋冬山川.";
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.of(local + "@" + wide.repeat(6) + "jp"));
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.of("東".repeat(300) + "@example.jp"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a@",
                "@example.jp",
                "a",
                "a@jp",
                "a@localhost",
                "a@.jp",
                "a@example..jp",
                "a@example.jp.",
                "a@-example.jp",
                "a@example-.jp",
                "a@exa_mple.jp",
                "a@[127.0.0.1]",
                "a@example.j",
                "a@exam ple.jp",
                "a@example.jp/",
                "a@xn--日本.jp"
            })
    void what_is_no_address_on_the_public_internet_is_refused(String typed) {
        assertThrows(IllegalArgumentException.class, () -> EmailAddress.of(typed));
    }

    @Test
    @Tag("attack:A2")
    @Tag("attack:A3")
    void whatever_is_accepted_is_one_plain_scalar_that_reads_back_as_itself() {
        Random random = new Random(20190701);
        int[] odd = ("@＠﹫..。｡,;:'\"()<>[]\\ \t\r\n\u0000\u007f\u0085\u00a0\u00ad\u200b\u200d\u202e\u2028\ufeff"
                        + "aZ09+-_~ıİKﬁßẞſςΣéЁ日本語ｶﾞ㏂℡Å①²٣😀\u0301\u0308\ud83d\udc00xn--")
                .codePoints()
                .toArray();
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder typed = new StringBuilder(i % 2 == 0 ? "taro@example.jp" : "a@日本語.jp");
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(typed.length() + 1);
                int c = random.nextInt(8) == 0 ? random.nextInt(0x3100) : odd[random.nextInt(odd.length)];
                typed.insert(at, Character.toChars(c));
            }
            String canonical;
            try {
                canonical = EmailAddress.of(typed.toString()).canonical();
            } catch (IllegalArgumentException refused) {
                continue;
            }
            accepted++;
            assertEquals(canonical, EmailAddress.of(canonical).canonical(), typed::toString);
            assertTrue(canonical.matches("[!#$%&'*+./0-9=?^_`a-z{}~-]+@[a-z0-9.-]+\\.[a-z0-9-]+"), canonical);
            assertTrue(canonical.length() <= 254, canonical);
        }
        assertTrue(accepted > 10_000, "the generator hardly makes addresses: " + accepted);
    }

    @Test
    void neither_the_masked_form_nor_an_exception_shows_the_address() {
        EmailAddress address = EmailAddress.of("taro.tanaka@example.jp");
        assertEquals("t***@example.jp", address.toString());
        assertEquals("t***@example.jp", address.masked());
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> EmailAddress.of("taro tanaka@example.jp"));
        assertFalse(String.valueOf(refused.getMessage()).contains("tanaka"));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("text: "));
    }
}
