package org.authkit.model;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Objects;

/**
 * An amount in the smallest unit of its currency: yen for JPY, cents for USD.
 *
 * @param minorUnits not negative
 * @param currency ISO 4217
 */
public record Money(long minorUnits, Currency currency) {
    public Money {
        Objects.requireNonNull(currency, "currency");
        if (minorUnits < 0) {
            throw new IllegalArgumentException("minorUnits: not negative");
        }
    }

    public static Money yen(long amount) {
        return new Money(amount, Currency.getInstance("JPY"));
    }

    /** Plain digits with the currency's own number of decimals, such as {@code 1200} or {@code 12.00}. */
    public String amount() {
        return BigDecimal.valueOf(minorUnits, Math.max(0, currency.getDefaultFractionDigits()))
                .toPlainString();
    }

    @Override
    public String toString() {
        return amount() + " " + currency.getCurrencyCode();
    }
}
