package org.authkit.internal.account;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.authkit.internal.account.Records.ApprovalRecord;
import org.authkit.internal.account.Records.ApprovalState;
import org.authkit.internal.account.Records.ContactRecord;
import org.authkit.internal.account.Records.Freeze;
import org.authkit.internal.account.Records.Hold;
import org.authkit.internal.account.Records.PasswordRecord;
import org.authkit.internal.account.Records.PendingRecord;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.internal.account.Records.Setup;
import org.authkit.model.AccountId;
import org.authkit.model.Action;
import org.authkit.model.EmailAddress;
import org.authkit.model.Evidence;
import org.authkit.model.Money;
import org.authkit.model.Payment;
import org.authkit.model.PhoneNumber;
import org.authkit.spi.Credential;

/** An account in which every field and list holds something, optional ones both ways. */
final class Filled {
    static final Instant T = Instant.parse("2026-01-01T00:00:00.123Z");

    private Filled() {}

    static Account account() {
        Account a = new Account(new AccountId("AAECAwQFBgcICQoLDA0ODw"), T, true, Locale.JAPAN);
        a.epoch = 7;
        a.latestSeen = at(1);
        a.deviceEverBound = true;
        a.factorEverEnrolled = true;
        a.logins.addAll(List.of("taro@example.jp", "+819012345678"));
        a.contacts.add(new ContactRecord("c1", EmailAddress.of("taro@日本語.jp"), at(2), true, null, null));
        a.contacts.add(new ContactRecord("c2", PhoneNumber.of("+819012345678"), at(3), false, at(4), at(5)));
        a.password = new PasswordRecord("$argon2id$v=19$x", at(6), Set.of(Evidence.EMAIL, Evidence.DEVICE), true);
        a.credentials.add(new Credential("d1", "device", "太郎の携帯 📱 \"{ticket}\"", "{\"k\":\"\\u0000\"}", at(7)));
        a.credentials.add(new Credential("t1", "totp", "認証アプリ", "state", at(8)));
        a.setups.add(new Setup("s1", "device", "新しい携帯", "p", "authkit-bind+jws", "{\"a\":\"b\"}", "e1", "w1", at(9)));
        a.setups.add(new Setup("s2", "totp", "", "p", "", "", null, null, at(10)));
        Set<Evidence> both = Set.of(Evidence.PASSWORD, Evidence.DEVICE_UV);
        a.sessions.add(new SessionRecord("e1", "h1", Action.SIGN_IN, both, "d1", "jkt", "すまほ 😀", at(11), at(12), 7));
        a.sessions.add(new SessionRecord("e2", "h2", Action.VIEW, Set.of(), null, null, "", at(13), at(14), 6));
        Map<Evidence, Instant> proved = new TreeMap<>(Map.of(Evidence.PASSWORD, at(15), Evidence.IDENTITY, at(16)));
        TreeMap<String, String> details = new TreeMap<>(Map.of("device", "見知らぬ携帯\n", "key", "jkt2"));
        a.pending.add(new PendingRecord(
                "p1",
                Action.BIND_DEVICE,
                "digest",
                details,
                proved,
                at(17),
                72,
                new TreeMap<>(Map.of("email:taro@example.jp", at(18))),
                Set.of("email:taro@example.jp", "app:d1"),
                "d1",
                at(19)));
        a.pending.add(new PendingRecord(
                "p2",
                Action.ADD_CONTACT,
                "digest2",
                new TreeMap<>(),
                Map.of(),
                at(20),
                0,
                Map.of(),
                Set.of(),
                null,
                at(21)));
        a.holds.add(new Hold(Action.RESET_PASSWORD, at(22), at(23), null));
        a.holds.add(new Hold(Action.BIND_DEVICE, at(24), at(25), "d1"));
        Money dollars = new Money(Long.MAX_VALUE, Currency.getInstance("USD"));
        a.approvals.add(new ApprovalRecord(
                "a1",
                "n1",
                "e1",
                "d1",
                Payment.pay("株式会社 髙﨑商店 🍣", Money.yen(1200), "o-1"),
                true,
                7,
                at(26),
                at(27),
                ApprovalState.ISSUED));
        a.approvals.add(new ApprovalRecord(
                "a2",
                "n2",
                "e1",
                "d1",
                new Payment(Action.TRANSFER, "\"/\\</script>", dollars, "o-2"),
                false,
                7,
                at(28),
                at(29),
                ApprovalState.REDEEMED));
        a.consumed.put("nonce1", at(30));
        a.closedPaths.put(Action.BIND_DEVICE, at(31));
        a.freeze = new Freeze("不正利用の疑い", at(32));
        return a;
    }

    static Instant at(long seconds) {
        return T.plusSeconds(seconds);
    }
}
