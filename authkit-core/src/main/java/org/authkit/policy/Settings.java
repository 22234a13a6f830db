package org.authkit.policy;

import java.time.Duration;

/**
 * The policy's lives and sizes; every default and bound is from the numbers of NIST SP 800-63B-4, ASVS 5.0 and RTS 2018/389.
 *
 * @param registrationLife how long a registration ticket, and after it the ceremony, lasts
 * @param resetLife how long a reset ticket lasts; at most 24 hours (63B-4 §4.2.1.2)
 * @param contactLife how long a contact's confirmation ticket lasts; at most 24 hours
 * @param challengeLife how long a challenge can be answered; at most 10 minutes
 * @param approvalLife how long an approved payment can be redeemed
 * @param pendingLife how long a pending change lives beyond its own wait
 * @param contactAging how long after its confirmation a contact gains recovery power
 * @param independenceAge how long evidence obtained through X does not combine with X
 * @param vetoCloses how long a veto closes its path
 * @param sessionIdle a session ends this long after its last use; at most 1 hour (63B-4 §2.2.3)
 * @param sessionLife a session ends this long after its start; at most 24 hours (63B-4 §2.2.3)
 * @param maxSessions how many sessions one account holds
 * @param maxContacts how many contacts one account holds; at least 2 (63B-4 §4.6)
 */
public record Settings(
        Duration registrationLife,
        Duration resetLife,
        Duration contactLife,
        Duration challengeLife,
        Duration approvalLife,
        Duration pendingLife,
        Duration contactAging,
        Duration independenceAge,
        Duration vetoCloses,
        Duration sessionIdle,
        Duration sessionLife,
        int maxSessions,
        int maxContacts) {

    /** What a wallet starts from. */
    public static Settings wallet() {
        return new Settings(
                Duration.ofMinutes(15),
                Duration.ofMinutes(30),
                Duration.ofHours(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofDays(3),
                Duration.ofHours(24),
                Duration.ofHours(24),
                Duration.ofDays(30),
                Duration.ofMinutes(60),
                Duration.ofHours(24),
                20,
                6);
    }

    public Settings {
        atMost("registrationLife", registrationLife, Duration.ofHours(24));
        atMost("resetLife", resetLife, Duration.ofHours(24));
        atMost("contactLife", contactLife, Duration.ofHours(24));
        atMost("challengeLife", challengeLife, Duration.ofMinutes(10));
        atMost("approvalLife", approvalLife, Duration.ofMinutes(15));
        notNegative("pendingLife", pendingLife);
        notNegative("contactAging", contactAging);
        notNegative("independenceAge", independenceAge);
        notNegative("vetoCloses", vetoCloses);
        atMost("sessionIdle", sessionIdle, Duration.ofHours(1));
        atMost("sessionLife", sessionLife, Duration.ofHours(24));
        if (maxContacts < 2 || maxContacts > 10) {
            throw new IllegalArgumentException("maxContacts: 2 to 10");
        }
        if (maxSessions < 1 || maxSessions > 50) {
            throw new IllegalArgumentException("maxSessions: 1 to 50");
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": not negative");
        }
    }

    private static void atMost(String name, Duration value, Duration cap) {
        if (value.isNegative() || value.isZero() || value.compareTo(cap) > 0) {
            throw new IllegalArgumentException(name + ": above zero and at most " + cap);
        }
    }
}
