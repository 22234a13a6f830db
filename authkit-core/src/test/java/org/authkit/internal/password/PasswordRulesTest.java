package org.authkit.internal.password;

import static org.authkit.internal.password.PasswordRules.Problem.COMMON;
import static org.authkit.internal.password.PasswordRules.Problem.CONTEXT_WORD;
import static org.authkit.internal.password.PasswordRules.Problem.MALFORMED;
import static org.authkit.internal.password.PasswordRules.Problem.TOO_LONG;
import static org.authkit.internal.password.PasswordRules.Problem.TOO_SHORT;
import static org.authkit.internal.password.PasswordRules.Problem.TRIVIAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.authkit.internal.password.PasswordRules.Problem;
import org.authkit.model.Password;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static final List<String> PERSON =
            List.of("Taro.Tanaka+wallet@Example-Shop.co.jp", "+819012345678", "田中 太郎");
    private static final Set<String> SERVICE = Set.of("Acme Wallet", "acmepay.example.jp", "アクメ");

    private final PasswordRules rules = new PasswordRules(12, SERVICE);

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 15, 64})
    @Tag("req:ASVS-6.2.1")
    @Tag("req:N63B-3.1.1.2-1-01")
    @Tag("req:N63B-3.1.1.2-4-02")
    void the_floor_counts_code_points(int floor) {
        final PasswordRules floored = new PasswordRules(floor, Set.of());
        for (final String letters : List.of("qgzrmwkt", "ねゃゆひえろをむ", "😀🐟🌵🚲🎺🧀🪑🗻", "éàüñøßçî")) {
            final int[] all = letters.codePoints().toArray();
            final Random random = new Random(floor);
            final StringBuilder text = new StringBuilder();
            for (int i = 1; i < floor; i++) {
                text.appendCodePoint(all[random.nextInt(all.length)]);
            }
            assertEquals(Optional.of(TOO_SHORT), floored.check(Password.of(text), List.of()), text::toString);
            text.appendCodePoint(all[random.nextInt(all.length)]);
            assertEquals(Optional.empty(), floored.check(Password.of(text), List.of()), text::toString);
        }
    }

    @Test
    @Tag("req:ASVS-6.2.1")
    @Tag("req:ASVS-6.2.9")
    void a_floor_below_8_or_above_64_cannot_be_stated() {
        assertThrows(IllegalArgumentException.class, () -> new PasswordRules(7, Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new PasswordRules(65, Set.of()));
    }

    @Test
    @Tag("req:ASVS-6.2.5")
    @Tag("req:N63B-3.1.1.1-01")
    @Tag("req:N63B-3.1.1.2-5-01")
    void no_kind_of_character_is_demanded_or_forbidden() {
        for (final String fine : List.of(
                "qgzrmwktvbxh",
                "839201746352",
                "QGZRMWKTVBXH",
                "){~=;>/_^]?[",
                "  q g z r m ",
                "ねゃゆひえろをむぺぽざぢ",
                "ｶﾏｷﾘﾉﾊﾈﾄｿﾗﾏﾒﾓ",
                "מפתחותאבודיםבים",
                "🐟🌵🚲🎺🧀🪑🗻🥁🧲🪁🦔🧭",
                "e\u0323\u0302g\u0331zrmwktvbxh",
                "qgz\0rmw\0ktvbx")) {
            assertPasses(fine);
        }
    }

    @Test
    @Tag("req:N63B-3.1.1.2-3-01")
    void every_printable_ascii_character_is_taken() {
        for (char c = 0x20; c <= 0x7e; c++) {
            assertPasses("qgzrmwktvbxh" + c + "dp");
        }
    }

    @Test
    void what_cannot_be_hashed_cannot_be_chosen() {
        assertRefused(TOO_LONG, "x".repeat(129));
        assertRefused(TOO_LONG, "x".repeat(1 << 20));
        assertRefused(MALFORMED, "correct horse \ud83d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leavemealone",
                "LeaveMeAlone",
                "ＬｅａｖｅＭｅＡｌｏｎｅ",
                "l34v3m34l0n3",
                "leave\u200bmealone",
                "passwordpassword",
                "password-password",
                "p-a-s-s-w-o-r-d",
                "monkey!!!!!!!!!!!!",
                "P@ssw0rd2024!",
                "ＰＡＳＳＷＯＲＤ２０２４",
                "1password1password1",
                "password12345",
                "2024password!",
                "dragonmonkey99",
                "sunshine flower",
                "letmeinletmein",
                "Yamadatarou0401",
                "aishiteru2024",
                "ﾊﾟｽﾜｰﾄﾞ20240401",
                "パスワード20240401",
                "ぱすわーどひみつ1234",
                "山田花子19850401",
                "ｻｸﾗｻｸﾗ 2024!!"
            })
    @Tag("req:ASVS-6.2.4")
    @Tag("req:N63B-3.1.1.2-02")
    @Tag("req:N63B-3.1.1.2-03")
    void common_passwords_and_what_guessers_make_of_common_words_are_refused(String candidate) {
        assertRefused(COMMON, candidate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acmewallet2026", "Acme-Wallet-2026!", "4cm3w4ll3t!!!", "wallet.acme.1", "acmewalletacmewallet",
                        "welcome2acmewallet",
                "acmepay.example", "taro.tanaka1985", "Tanaka19851231", "tanakataro-acme", "TANAKATANAKA1",
                        "taro@example-shop",
                "example-shop12", "０９０-1234-5678", "09012345678!", "+819012345678", "田中太郎19850401", "アクメうぉれっとアクメ!!",
                "ｱｸﾒうぉれっと2026", "acmedragon2026"
            })
    @Tag("req:ASVS-6.2.11")
    void the_services_and_the_persons_own_words_are_refused(String candidate) {
        assertRefused(CONTEXT_WORD, candidate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaaaaaaaaaaa",
                "ああああああああああああ",
                "😀😀😀😀😀😀😀😀😀😀😀😀",
                "abababababab",
                "abcabcabcabca",
                "xK9!xK9!xK9!",
                "qwertyuiop12",
                "QWERTYUIOP[]",
                "1qaz2wsx3edc",
                "zaq12wsxcde3",
                "asdfghjkl;:]",
                "123456789012",
                "098765432109",
                "abcdefghijkl",
                "lkjihgfedcba",
                "あいうえおかきくけこさし",
                "アイウエオカキクケコサシ",
                "ｱｲｳｴｵｶｷｸｹｺｻｼ",
                "いろはにほへとちりぬるを",
                "aaaabbbbcccc",
                "qwerasdfzxcv",
                "１２３４５６７８９０１２",
                "qwe123asd456zxc"
            })
    @Tag("req:ASVS-6.2.4")
    void patterns_from_end_to_end_are_refused(String candidate) {
        assertRefused(TRIVIAL, candidate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "password lamp orchid",
                "dragonXk29fLq!",
                "my acme wallet is red",
                "tanaka eats 12 pears",
                "qwertyuiop but longer",
                "abc defenestration",
                "さくらのきのしたでねるねこ",
                "田中さんの青い自転車に乗る犬",
                "monkey7Gq#vL2pz"
            })
    @Tag("req:N63B-3.1.1.2-02")
    void a_listed_word_inside_a_longer_password_is_no_reason_to_refuse_it(String candidate) {
        assertPasses(candidate);
    }

    @Test
    @Tag("req:N63B-3.1.1.2-02")
    void random_passwords_are_not_refused() {
        final Random random = new Random(63);
        for (int i = 0; i < 5_000; i++) {
            final StringBuilder text = new StringBuilder();
            for (int length = 0; length < 12; length++) {
                text.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(36)));
            }
            assertPasses(text.toString());
        }
    }

    @Test
    @Tag("req:ASVS-6.2.11")
    void context_words_of_one_person_do_not_bind_another() {
        assertEquals(Optional.empty(), rules.check(Password.of("kuwabara.zenzo.1985"), PERSON));
        assertEquals(
                Optional.of(CONTEXT_WORD),
                rules.check(Password.of("kuwabara.zenzo.1985"), List.of("kuwabara.zenzo@example.jp")));
    }

    @Test
    @Tag("attack:A24")
    void texts_built_to_make_the_search_branch_end_within_its_budget() {
        for (final String hostile : List.of(
                "l0v3love1ove".repeat(5) + "qz",
                "dragonlovemonkeyblue".repeat(3) + "qzx",
                "a1!".repeat(21) + "z",
                "ﷺ".repeat(127) + "x",
                "tarotanaka1".repeat(5) + "zqj",
                "1l!|".repeat(15) + "qzx")) {
            rules.check(Password.of(hostile), PERSON);
        }
        assertPasses("dragonlovemonkeyblue".repeat(3) + "qzx");
    }

    private void assertRefused(Problem problem, String candidate) {
        assertEquals(Optional.of(problem), rules.check(Password.of(candidate), PERSON), candidate);
    }

    private void assertPasses(String candidate) {
        assertEquals(Optional.empty(), rules.check(Password.of(candidate), PERSON), candidate);
    }
}
