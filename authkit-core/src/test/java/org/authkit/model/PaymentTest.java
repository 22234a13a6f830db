package org.authkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Currency;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentTest {
    private static final Money PRICE = Money.yen(1200);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "セブン-イレブン 神田駅前店",
                "株式会社 髙﨑商店",
                "Café Zoë",
                "🐟 すし 😀",
                "☕\ufe0f 喫茶",
                "葛\udb40\udd00飾区",
                "مقهى",
                "𠮷野家"
            })
    void a_payee_may_be_written_in_any_script_and_with_emoji(String payee) {
        assertEquals(payee, Payment.pay(payee, PRICE, "o-1").payee());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x061c, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f,
                0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xd83d,
                0xdc00, 0xfeff, 0xfff9, 0xe0001, 0xe0041, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0
            })
    @Tag("attack:A34")
    void no_invisible_or_direction_changing_character_hides_in_a_payee(int codePoint) {
        String hidden = Character.toString(codePoint);
        for (String payee : new String[] {hidden + "Shop", "Sh" + hidden + "op", "Shop" + hidden, hidden}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Payment.pay(payee, PRICE, "o-1"),
                    () -> Integer.toHexString(codePoint));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u3000\u3000", "\u00a0", "\u2007 \u202f", "\ufe0f", "\u0301"})
    void a_payee_shows_something(String payee) {
        assertThrows(IllegalArgumentException.class, () -> Payment.pay(payee, PRICE, "o-1"));
    }

    @Test
    void a_payee_has_at_most_140_characters_however_many_units_they_take() {
        assertEquals(280, Payment.pay("😀".repeat(140), PRICE, "o-1").payee().length());
        assertThrows(IllegalArgumentException.class, () -> Payment.pay("😀".repeat(141), PRICE, "o-1"));
        assertThrows(IllegalArgumentException.class, () -> Payment.pay("あ".repeat(141), PRICE, "o-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "注文1", "a\n", "\u007f", "é"})
    void a_reference_is_printable_ascii(String reference) {
        assertThrows(IllegalArgumentException.class, () -> Payment.pay("Shop", PRICE, reference));
    }

    @Test
    void a_reference_has_at_most_64_characters() {
        assertEquals(64, Payment.pay("Shop", PRICE, "r".repeat(64)).reference().length());
        assertThrows(IllegalArgumentException.class, () -> Payment.pay("Shop", PRICE, "r".repeat(65)));
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void only_money_actions_make_a_payment(Action action) {
        boolean money = action == Action.PAY || action == Action.TOP_UP || action == Action.TRANSFER;
        assertEquals(money, action.movesMoney());
        if (money) {
            assertEquals(action, new Payment(action, "Shop", PRICE, "o-1").action());
        } else {
            assertThrows(IllegalArgumentException.class, () -> new Payment(action, "Shop", PRICE, "o-1"));
        }
    }

    @Test
    void money_is_never_negative_and_a_payment_never_zero() {
        assertThrows(IllegalArgumentException.class, () -> Money.yen(-1));
        assertThrows(IllegalArgumentException.class, () -> Money.yen(Long.MIN_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Payment.pay("Shop", Money.yen(0), "o-1"));
        assertEquals("0", Money.yen(0).amount());
    }

    @Test
    void amounts_print_with_the_currency_s_own_decimals() {
        assertEquals("1200", PRICE.amount());
        assertEquals("1200 JPY", PRICE.toString());
        assertEquals("12.00", new Money(1200, Currency.getInstance("USD")).amount());
        assertEquals("0.05", new Money(5, Currency.getInstance("USD")).amount());
        assertEquals("1.200", new Money(1200, Currency.getInstance("KWD")).amount());
        assertEquals("7", new Money(7, Currency.getInstance("XXX")).amount());
        assertEquals("9223372036854775807", Money.yen(Long.MAX_VALUE).amount());
    }
}
