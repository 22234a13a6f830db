package org.authkit.internal.account;

import static org.authkit.internal.account.Filled.T;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.authkit.internal.account.Records.ApprovalState;
import org.authkit.internal.account.Records.ContactRecord;
import org.authkit.internal.account.Records.Hold;
import org.authkit.internal.account.Records.PendingRecord;
import org.authkit.internal.account.Records.SessionRecord;
import org.authkit.model.Action;
import org.authkit.model.EmailAddress;
import org.authkit.model.PhoneNumber;
import org.authkit.model.Stage;
import org.authkit.model.VerifiedContact;
import org.authkit.policy.Settings;
import org.authkit.spi.Credential;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {
    private static final Settings SETTINGS = Settings.wallet();
    private static final Duration CEREMONY = SETTINGS.registrationLife();

    // ---- stage

    @ParameterizedTest
    @CsvSource({
        // imported, seconds against the ceremony's end, device bound, totp enrolled, expected
        "false, -1, false, false, NEW",
        "false,  0, false, false, BARE",
        "false,  1, false, false, BARE",
        "true,  -1, false, false, BARE",
        "true,   1, false, false, BARE",
        "false, -1, true,  false, BOUND",
        "false,  1, true,  false, BOUND",
        "true,  -1, true,  false, BOUND",
        "false, -1, false, true,  NEW",
        "false,  0, false, true,  BOUND",
        "true,  -1, false, true,  BOUND",
        "false, -1, true,  true,  BOUND",
        "true,   1, true,  true,  BOUND"
    })
    @Tag("attack:A29")
    void the_stage_follows_from_origin_age_and_what_was_ever_enrolled(
            boolean imported, int seconds, boolean device, boolean totp, Stage expected) {
        Account account = account(imported);
        if (device) {
            account.enroll(credential("d1", "device"), Action.BIND_DEVICE);
        }
        if (totp) {
            account.enroll(credential("t1", "totp"), Action.ENROLL_FACTOR);
        }
        Instant now = T.plus(CEREMONY).plusSeconds(seconds);
        assertEquals(expected, account.stage(now, SETTINGS));
        // What was bound stays bound when the credential is gone, and after it was stored.
        account.credentials().clear();
        assertEquals(expected, account.stage(now, SETTINGS));
        assertEquals(expected, AccountCodec.read(AccountCodec.write(account)).stage(now, SETTINGS));
    }

    @Test
    void time_never_runs_backwards_for_an_account() {
        Account account = account(false);
        assertEquals(T.plusSeconds(60), account.see(T.plusSeconds(60)));
        assertEquals(T.plusSeconds(60), account.see(T.minusSeconds(3600)));
        assertEquals(
                T.plusSeconds(60),
                AccountCodec.read(AccountCodec.write(account)).see(T));
    }

    // ---- epoch

    @Test
    @Tag("attack:A40")
    @Tag("req:ASVS-7.4.3")
    void a_moved_epoch_ends_sessions_set_ups_and_pending_changes() {
        Account account = Filled.account();
        SessionRecord session = account.sessions().get(0);
        account.moveEpoch();
        assertEquals(8, account.epoch());
        assertEquals(List.of(), account.sessions());
        assertEquals(List.of(), account.setups());
        assertEquals(List.of(), account.pending());
        assertEquals(List.of("p1", "p2"), account.abandoned, "their notices are called off");
        assertEquals(2, account.credentials().size(), "what was enrolled stays");
        assertFalse(session.isLive(session.createdAt(), account.epoch(), SETTINGS));
    }

    @Test
    void the_owner_s_own_session_can_be_spared() {
        Account account = Filled.account();
        SessionRecord own = account.sessions().get(0);
        account.moveEpochKeeping(own);
        assertEquals(1, account.sessions().size());
        assertTrue(account.session("e1").orElseThrow().isLive(Filled.at(13), account.epoch(), SETTINGS));
        assertTrue(account.session("e2").isEmpty());
    }

    // ---- sessions

    @Test
    @Tag("req:N63B-2.2.3-01")
    @Tag("req:ASVS-7.3.2")
    void a_session_ends_when_idle_too_long_or_too_old_or_of_another_epoch() {
        SessionRecord session = session("s", T, T);
        Duration idle = SETTINGS.sessionIdle();
        Duration life = SETTINGS.sessionLife();
        assertTrue(session.isLive(T.plus(idle).minusMillis(1), 0, SETTINGS));
        assertFalse(session.isLive(T.plus(idle), 0, SETTINGS));
        SessionRecord used = session.seenAt(T.plus(life).minusSeconds(1));
        assertTrue(used.isLive(T.plus(life).minusMillis(1), 0, SETTINGS));
        assertFalse(used.isLive(T.plus(life), 0, SETTINGS), "activity does not lengthen the life");
        assertFalse(session.isLive(T, 1, SETTINGS));
    }

    @Test
    void at_the_cap_the_session_used_longest_ago_ends() {
        Account account = account(false);
        int cap = SETTINGS.maxSessions();
        for (int i = 0; i < cap; i++) {
            account.addSession(session("s" + i, T.plusSeconds(i), T.plusSeconds(i)), SETTINGS);
        }
        account.seen("s0", T.plusSeconds(500));
        account.addSession(session("new", T.plusSeconds(600), T.plusSeconds(600)), SETTINGS);
        assertEquals(cap, account.sessions().size());
        assertTrue(account.session("s0").isPresent(), "the oldest one was used since");
        assertTrue(account.session("s1").isEmpty());
        assertTrue(account.session("new").isPresent());
    }

    // ---- contacts

    @Test
    @Tag("attack:A33")
    void a_contact_gains_power_a_day_after_its_owner_answered_and_not_a_moment_before() {
        Account account = account(false);
        account.contacts().add(new ContactRecord("c1", EmailAddress.of("new@example.jp"), T, false, null, null));
        Duration aging = SETTINGS.contactAging();
        assertEquals(List.of(), ids(account.recoveryContacts(T.plus(aging.multipliedBy(10)), SETTINGS)));
        Instant answered = T.plusSeconds(60);
        account.answered("c1", answered);
        assertEquals(
                List.of(), ids(account.recoveryContacts(answered.plus(aging).minusMillis(1), SETTINGS)));
        assertEquals(List.of("c1"), ids(account.recoveryContacts(answered.plus(aging), SETTINGS)));
        account.answered("c1", answered.plus(aging));
        assertEquals(
                List.of("c1"),
                ids(account.recoveryContacts(answered.plus(aging), SETTINGS)),
                "a second answer does not start the aging anew");
    }

    @Test
    void an_attested_contact_has_power_at_once_and_a_phone_number_receives_no_recovery() {
        Account account = account(true);
        account.contacts().add(new ContactRecord("c1", EmailAddress.of("old@example.jp"), T, true, null, null));
        account.contacts().add(new ContactRecord("c2", PhoneNumber.of("+819012345678"), T, true, null, null));
        assertEquals(List.of("c1", "c2"), ids(account.verifiedContacts(T, SETTINGS)));
        assertEquals(List.of("c1"), ids(account.recoveryContacts(T, SETTINGS)));
    }

    private static List<String> ids(List<VerifiedContact> contacts) {
        return contacts.stream().map(VerifiedContact::id).toList();
    }

    // ---- tidying

    @Test
    void what_time_has_ended_is_dropped_at_its_end_and_not_before() {
        Account account = Filled.account();
        account.epoch = 7;
        account.contacts()
                .add(new ContactRecord("claim", EmailAddress.of("x@example.jp"), Filled.at(0), false, null, null));
        account.tidy(Filled.at(8), SETTINGS);
        assertEquals(2, account.setups().size());
        account.tidy(Filled.at(9), SETTINGS);
        assertEquals(1, account.setups().size());
        assertEquals(1, account.sessions().size(), "the one of an older epoch is gone");
        account.tidy(Filled.at(19), SETTINGS);
        assertEquals(
                List.of("p2"), account.pending().stream().map(PendingRecord::id).toList());
        account.tidy(Filled.at(23), SETTINGS);
        assertEquals(1, account.holds().size());
        account.tidy(Filled.at(27), SETTINGS);
        assertEquals(1, account.approvals().size(), "the unredeemed one is past");
        assertTrue(account.wasConsumed("nonce1"));
        account.tidy(Filled.at(30), SETTINGS);
        assertFalse(account.wasConsumed("nonce1"));
        assertTrue(account.closedUntil(Action.BIND_DEVICE).isPresent());
        account.tidy(Filled.at(31), SETTINGS);
        assertTrue(account.closedUntil(Action.BIND_DEVICE).isEmpty());
        account.tidy(Filled.at(3599), SETTINGS);
        assertTrue(account.contact("claim").isPresent());
        account.tidy(Filled.at(3600), SETTINGS);
        assertTrue(account.contact("claim").isEmpty(), "an unanswered claim");
        assertEquals(2, account.contacts().size(), "attested and confirmed ones stay");
        assertEquals(1, account.approvals().size());
        account.tidy(Filled.at(29).plus(Duration.ofHours(24)), SETTINGS);
        assertEquals(List.of(), account.approvals());
        assertTrue(account.freeze().isPresent(), "a freeze has no end of its own");
    }

    @Test
    void a_redeemed_payment_weighs_on_the_cap_for_a_day_and_an_abandoned_one_until_it_lapses() {
        Records.ApprovalRecord approval = Filled.account().approvals().get(0);
        assertEquals(approval.expiresAt(), approval.countsUntil());
        assertEquals(
                approval.expiresAt().plus(Duration.ofHours(24)),
                approval.in(ApprovalState.REDEEMED).countsUntil());
        assertEquals(approval.expiresAt(), approval.in(ApprovalState.ABANDONED).countsUntil());
    }

    // ---- waits and holds

    @Test
    void the_clock_of_a_wait_starts_with_the_last_channel_s_notice() {
        PendingRecord pending = new PendingRecord(
                "p", Action.BIND_DEVICE, "", new TreeMap<>(), Map.of(), T, 72, Map.of(), Set.of("a", "b"), null, T);
        assertNull(pending.clockStarted());
        PendingRecord one = pending.noticed("a", T.plusSeconds(10));
        assertNull(one.clockStarted());
        PendingRecord both = one.noticed("b", T.plusSeconds(5));
        assertEquals(T.plusSeconds(10), both.clockStarted());
        assertEquals(
                T.plusSeconds(10),
                both.noticed("a", T.plusSeconds(99)).clockStarted(),
                "the same notice twice does not start it anew");
        PendingRecord nobody = new PendingRecord(
                "p", Action.BIND_DEVICE, "", new TreeMap<>(), Map.of(), T, 72, Map.of(), Set.of(), null, T);
        assertNull(nobody.clockStarted(), "a wait nobody hears of never starts");
        assertEquals("d9", both.approved("d9").approvedBy());
    }

    @Test
    void a_hold_of_no_length_is_none() {
        Account account = account(false);
        account.hold(Action.RESET_PASSWORD, T, Duration.ZERO, null);
        assertEquals(List.of(), account.holds());
        account.hold(Action.BIND_DEVICE, T, Duration.ofHours(24), "d1");
        assertEquals(List.of(new Hold(Action.BIND_DEVICE, T, T.plus(Duration.ofHours(24)), "d1")), account.holds());
    }

    @Test
    void a_credential_is_replaced_by_kind_and_id() {
        Account account = Filled.account();
        account.replace(new Credential("d1", "totp", "x", "evil", T));
        assertFalse(account.credential("d1").orElseThrow().state().equals("evil"));
        account.replace(account.credential("d1").orElseThrow().withState("next"));
        assertEquals("next", account.credential("d1").orElseThrow().state());
        assertEquals(1, account.credentials("totp").size());
    }

    @Test
    @Tag("req:ASVS-16.2.5")
    void records_do_not_print_hashes_or_states() {
        Account account = Filled.account();
        assertFalse(account.password().toString().contains("argon2"));
        assertFalse(account.sessions().toString().contains("h1"));
        assertFalse(account.setups().toString().contains("pending"));
        assertFalse(account.credentials().toString().contains("state"));
    }

    private static Account account(boolean imported) {
        return new Account(Filled.account().id(), T, imported, Locale.JAPANESE);
    }

    private static Credential credential(String id, String kind) {
        return new Credential(id, kind, "name", "state", T);
    }

    private static SessionRecord session(String id, Instant created, Instant seen) {
        return new SessionRecord(id, "hash", Action.SIGN_IN, Set.of(), null, null, "agent", created, seen, 0);
    }
}
