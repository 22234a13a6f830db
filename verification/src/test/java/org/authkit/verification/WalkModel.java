package org.authkit.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.authkit.model.Action;
import org.authkit.model.Evidence;
import org.authkit.model.Payment;
import org.authkit.spi.Message;
import org.authkit.testkit.SoftwareAuthenticator;

/**
 * What really happened in a walk, kept without asking AuthKit: who knows, holds and proved what. It restates the rules of
 * the wallet in its own words and throws on the first thing that was allowed without its proofs.
 */
final class WalkModel {
    static final Duration CEREMONY = Duration.ofMinutes(15);
    static final Duration DAY = Duration.ofHours(24);

    /** A phone bound to an account. */
    record Bound(Instant at, boolean inCeremony) {}

    /** An address of an account: when it gains power, and when it was taken away. */
    static final class Address {
        Instant powerFrom = Instant.MAX;
        boolean confirmed;
        Instant claimedAt = Instant.MIN;
    }

    /** A session as its holder was told. */
    static final class Held {
        final Acct account;
        final String id;
        final String token;
        final Instant at;
        final long epoch;
        final boolean ceremony;
        final String phone;
        boolean ended;
        Instant used;

        Held(Acct account, String id, String token, Instant at, boolean ceremony, String phone) {
            this.account = account;
            this.id = id;
            this.token = token;
            this.at = at;
            this.epoch = account.epoch;
            this.ceremony = ceremony;
            this.phone = phone;
            this.used = at;
        }

        /** Whether its holder has reason to think it still works. */
        boolean looksLive(Instant now) {
            return isLive(now) && now.isBefore(used.plus(Duration.ofMinutes(60)));
        }

        boolean isLive(Instant now) {
            return !ended && epoch == account.epoch && now.isBefore(at.plus(DAY));
        }
    }

    /** A change that waits, as far as its asker knows. */
    static final class Waits {
        final Set<Evidence> proved = new HashSet<>();
        final Action action;
        final String arguments;
        final long epoch;
        Instant strongestSince = Instant.MAX;
        boolean approved;
        boolean stopped;

        Waits(Action action, String arguments, long epoch) {
            this.action = action;
            this.arguments = arguments;
            this.epoch = epoch;
        }
    }

    /** An approval. */
    record Approval(Acct account, Payment payment, String phone, Instant at, long epoch) {}

    /** One account. */
    static final class Acct {
        final String login;
        final Instant createdAt;
        final boolean imported;
        String id = "";
        String password = "";
        long epoch;
        boolean frozen;
        boolean quarantined;
        boolean everBound;
        boolean everEnrolled;
        final Map<String, Bound> phones = new HashMap<>();
        final Set<String> formerPhones = new HashSet<>();
        final Map<String, SoftwareAuthenticator> apps = new HashMap<>();
        final Map<String, Address> addresses = new HashMap<>();
        final Set<String> formerAddresses = new HashSet<>();
        final Map<String, Waits> waiting = new LinkedHashMap<>();
        final Set<String> spentCodes = new HashSet<>();
        final List<Map.Entry<Instant, Long>> redeemed = new ArrayList<>();

        Acct(String login, Instant createdAt, boolean imported) {
            this.login = login;
            this.createdAt = createdAt;
            this.imported = imported;
        }

        boolean bound(Instant now) {
            return everBound || (everEnrolled && !fresh(now));
        }

        boolean fresh(Instant now) {
            return !everBound && !imported && now.isBefore(createdAt.plus(CEREMONY));
        }

        Set<String> verified(Instant now) {
            Set<String> verified = new TreeSet<>();
            addresses.forEach((address, state) -> {
                if (!now.isBefore(state.powerFrom)) {
                    verified.add(address);
                }
            });
            return verified;
        }

        void epochMoves() {
            epoch++;
            waiting.clear();
        }
    }

    final Map<String, Acct> byLogin = new HashMap<>();
    final Map<String, Held> sessions = new LinkedHashMap<>();
    final Map<String, Approval> approvals = new HashMap<>();
    final Set<String> redeemed = new HashSet<>();
    final Set<String> typedAtRegistration = new HashSet<>();
    final Set<String> spentTickets = new HashSet<>();

    /** Everything that must hold for any allowed call about this account. */
    static void requireOpen(Acct account, String verb) {
        require(!account.frozen, verb + " was allowed on a frozen account");
        require(!account.quarantined, verb + " was allowed on an account that was set aside");
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    void requireLive(Held session, Instant now, String verb) {
        requireOpen(session.account, verb);
        require(session.looksLive(now), verb + " was allowed to a session that had ended");
        session.used = now;
    }

    // ---- the rules, in other words than the policy's
    private static boolean has(Set<Evidence> proved, Evidence... all) {
        return proved.containsAll(Set.of(all));
    }

    /** Whether what was proved is enough, the account standing where it stands. */
    static boolean enough(Action action, Acct account, Set<Evidence> proved, Instant now) {
        boolean phoneWithUser = has(proved, Evidence.DEVICE_UV) || has(proved, Evidence.PASSWORD, Evidence.DEVICE);
        boolean unopposed = proved.contains(Evidence.unopposed(Duration.ofDays(3)));
        boolean shortly = unopposed || proved.contains(Evidence.unopposed(DAY));
        boolean ceremony = account.fresh(now) && has(proved, Evidence.REGISTRATION);
        boolean bound = account.bound(now);
        boolean bare = !bound && !account.fresh(now);
        boolean first = bare
                && has(proved, Evidence.PASSWORD)
                && (has(proved, Evidence.IDENTITY)
                        || (unopposed && account.addresses.keySet().stream().anyMatch(a -> a.startsWith("+"))));
        boolean strongest = bound && (phoneWithUser || (unopposed && has(proved, Evidence.PASSWORD, Evidence.TOTP)));
        return switch (action) {
            case SIGN_IN ->
                has(proved, Evidence.PASSWORD)
                        && (!bound || has(proved, Evidence.DEVICE) || has(proved, Evidence.TOTP));
            case PAY, TOP_UP, TRANSFER, APPROVE_DEVICE -> bound && phoneWithUser;
            case BIND_DEVICE ->
                ceremony
                        || first
                        || (bound
                                && has(proved, Evidence.PASSWORD)
                                && (has(proved, Evidence.OLD_DEVICE)
                                        || (shortly && has(proved, Evidence.IDENTITY))
                                        || (unopposed && has(proved, Evidence.TOTP))));
            case ENROLL_FACTOR, ADD_CONTACT -> ceremony || first || strongest;
            case REMOVE_DEVICE -> strongest;
            case REMOVE_FACTOR -> ceremony || strongest;
            case REMOVE_CONTACT -> strongest || (bare && has(proved, Evidence.PASSWORD, Evidence.IDENTITY));
            case CHANGE_PASSWORD ->
                bound ? phoneWithUser || has(proved, Evidence.PASSWORD, Evidence.TOTP) : has(proved, Evidence.PASSWORD);
            case RESET_PASSWORD ->
                has(proved, Evidence.EMAIL) && (!bound || has(proved, Evidence.DEVICE) || has(proved, Evidence.TOTP));
            case VIEW, VETO -> true;
        };
    }

    /** What waiting adds: the old phone's word, or time in which everybody who was told kept silent. */
    static Set<Evidence> awaited(Acct account, Action action, String arguments, Instant now) {
        Set<Evidence> awaited = new HashSet<>();
        for (Waits waits : account.waiting.values()) {
            if (waits.action != action
                    || !waits.arguments.equals(arguments)
                    || waits.stopped
                    || waits.epoch != account.epoch) {
                continue;
            }
            awaited.addAll(waits.proved);
            if (waits.approved) {
                awaited.add(Evidence.OLD_DEVICE);
            }
            if (!waits.strongestSince.equals(Instant.MAX)) {
                Duration waited = Duration.between(waits.strongestSince, now);
                for (Duration wait : List.of(DAY, Duration.ofDays(3))) {
                    if (waited.compareTo(wait) >= 0) {
                        awaited.add(Evidence.unopposed(wait));
                    }
                }
            }
        }
        return awaited;
    }

    // ---- money
    void redeem(String id, Payment payment, Instant now) {
        Approval approval = Optional.ofNullable(approvals.get(id))
                .orElseThrow(() -> new AssertionError("money moved on an approval nobody signed"));
        Acct account = approval.account();
        requireOpen(account, "redeem");
        require(redeemed.add(id), "an approval was redeemed twice");
        require(approval.payment().equals(payment), "another payment was redeemed than the one that was signed");
        require(approval.epoch() == account.epoch, "an approval outlived a change of the account");
        require(now.isBefore(approval.at().plus(Duration.ofMinutes(5))), "an approval outlived its five minutes");
        Bound phone = account.phones.get(approval.phone());
        require(phone != null, "money moved by a phone that is not bound");
        Duration age = Duration.between(phone.at(), now);
        require(phone.inCeremony() || age.compareTo(DAY) >= 0, "a new phone paid within its first day");
        long cap = age.compareTo(DAY) < 0 ? 10_000 : age.compareTo(Duration.ofDays(7)) < 0 ? 50_000 : 100_000;
        long sum = payment.money().minorUnits()
                + account.redeemed.stream()
                        .filter(spent -> now.minus(DAY).isBefore(spent.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        require(sum <= cap, "a day cost " + sum + " of " + cap);
        account.redeemed.add(Map.entry(approval.at(), payment.money().minorUnits()));
    }

    /** Somebody was told of a change that waits: its time counts from the first word. */
    void told(String account, Instant now) {
        byLogin.values().stream()
                .filter(a -> a.id.equals(account))
                .flatMap(a -> a.waiting.values().stream())
                .filter(waits -> waits.strongestSince.equals(Instant.MAX))
                .forEach(waits -> waits.strongestSince = now);
    }

    // ---- messages
    /** A message may go where somebody typed their own address to be asked, or where an account proved to live. */
    void requireKnownDestination(Message message, Instant now) {
        String to = message.destination();
        String template = message.template();
        if (template.startsWith("registration")) {
            require(typedAtRegistration.contains(to), template + " to an address nobody registered");
            return;
        }
        Acct account = byLogin.values().stream()
                .filter(a -> a.id.equals(message.account().orElseThrow().value()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("a message about an account nobody made"));
        if (message.channel() == Message.Channel.APP) {
            boolean own = account.phones.containsKey(to) || account.formerPhones.contains(to);
            require(own && !template.equals("reset"), template + " to a phone that was never bound");
        } else if (template.equals("contact-confirm")) {
            require(account.addresses.containsKey(to), "a stray confirmation");
        } else if (template.equals("reset")) {
            require(account.verified(now).contains(to), "a reset mail outside the verified set");
            require(!account.frozen, "a reset mail for a frozen account");
        } else {
            require(
                    account.verified(now).contains(to) || account.formerAddresses.contains(to),
                    template + " outside the verified set");
        }
    }
}
