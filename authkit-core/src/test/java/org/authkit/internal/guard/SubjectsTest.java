package org.authkit.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.authkit.internal.account.Accounts;
import org.authkit.internal.account.Clock;
import org.authkit.internal.account.Ring;
import org.authkit.internal.account.StorageClock;
import org.authkit.internal.account.Vault;
import org.authkit.model.Action;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.model.SessionToken;
import org.authkit.policy.Settings;
import org.authkit.spi.MemoryStorage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTest {
    private final Clock clock = new Clock();
    private final MemoryStorage storage = new MemoryStorage(clock);
    private final Accounts accounts = new Accounts(
            storage,
            Vault.open(Ring.of("k1", 1), storage, new SecureRandom()),
            new StorageClock(clock, storage),
            List.of());
    private final Subjects subjects = new Subjects(accounts, Settings.wallet());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "x",
                "AAAAAAAAAAAAAAAAAAAAAA.secret",
                "AAAAAAAAAAAAAAAAAAAAAB.secret",
                "AAECAwQFBgcICQoLDA0ODw.secret",
                "AAECAwQFBgcICQoLDA0OD-.secret",
                "AAECAwQFBgcICQoLDA0OD\n.secret",
                "AAECAwQFBgcICQoLDA0OD\u0000.s",
                "日本語日本語日本語日本語日本語日本語日本語日.secret"
            })
    @Tag("attack:A31")
    void a_token_made_of_anything_at_all_is_simply_nobody_s(String text) {
        Call call = Call.bySession(
                Action.VIEW, RequestContext.of("203.0.113.7", "a").withSession(SessionToken.of(text)));
        assertEquals(
                Optional.of(Reason.NOT_SIGNED_IN),
                subjects.find(call, clock.instant()).refusal());
    }
}
