package org.authkit.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.authkit.model.Reason;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.verification.WalkModel.Acct;
import org.authkit.verification.WalkWorld.Actor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random walks over every public verb by people who hold different things (attack A9). A model of its own watches each step;
 * {@code -Dauthkit.seed=…} walks the same walk again, {@code -Dauthkit.long=true} a longer one.
 */
class RandomWalkTest {
    private static final int WORLDS = Boolean.getBoolean("authkit.long") ? 400 : 64;
    private static final int STEPS = 2400;

    private final Map<String, Integer> allowed = new TreeMap<>();
    private final EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);

    @Test
    @Tag("attack:A9")
    @Tag("req:ASVS-6.3.4")
    void a_hundred_thousand_random_steps_allow_nothing_without_its_proofs() {
        long seed = Long.getLong("authkit.seed", 7_2019L);
        System.out.println("seed of the walks: " + seed);
        int steps = 0;
        for (int i = 0; i < WORLDS; i++) {
            long own = seed * 1000 + i;
            WalkMoneyVerbs walk = new WalkMoneyVerbs(own, i % 4 != 3, allowed, reasons);
            people(walk);
            int step = 0;
            try {
                for (; step < STEPS; step++) {
                    step(walk, step);
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", world " + i + ", step " + step + ": " + e.getMessage(), e);
            }
            steps += step;
        }
        System.out.println(steps + " steps, allowed: " + allowed);
        assertTrue(steps >= 100_000);
        TreeSet<String> rare = new TreeSet<>(Surface.verbs());
        rare.removeIf(verb -> allowed.getOrDefault(verb, 0) >= 100);
        assertEquals(new TreeSet<>(), rare, "verbs that were allowed less than 100 times, of " + allowed);
        assertEquals(EnumSet.complementOf(reasons), EnumSet.noneOf(Reason.class), "reasons that were never given");
    }

    private static void people(WalkMoneyVerbs walk) {
        for (String name : List.of("anna", "bert")) {
            Actor owner = actor(walk, name, name + "@example.jp");
            owner.honest = true;
            owner.mailboxes.add(owner.target);
            owner.hoards = name.equals("bert") && walk.chance(30);
        }
        actor(walk, "thief with password", "anna@example.jp");
        Actor mailbox = actor(walk, "thief with mailbox", "anna@example.jp");
        mailbox.passwords.clear();
        mailbox.mailboxes.add("anna@example.jp");
        actor(walk, "thief with both", "anna@example.jp").mailboxes.add("anna@example.jp");
        Actor stranger = actor(walk, "stranger", "carl@example.jp");
        stranger.mailboxes.add("carl@example.jp");
        actor(walk, "passer-by", "bert@example.jp").passwords.clear();
    }

    private static Actor actor(WalkMoneyVerbs walk, String name, String target) {
        Actor actor = new Actor(name);
        actor.target = target;
        actor.phones.add(SoftwarePhone.of("phone of " + name, walk.secrets));
        walk.actors.add(actor);
        return actor;
    }

    private static void step(WalkMoneyVerbs walk, int step) {
        boolean settlingIn = step < 150;
        if (!settlingIn && walk.chance(7)) {
            walk.clock.advance(walk.leap());
        }
        if (step == STEPS - 60) {
            walk.any(new ArrayList<Acct>(walk.model.byLogin.values())).ifPresent(walk::edit);
        }
        Actor actor = settlingIn || walk.chance(55)
                ? walk.actors.get(walk.random.nextInt(2))
                : walk.any(walk.actors).orElseThrow();
        boolean honest = !walk.open.isEmpty()
                && walk.open.get(walk.open.size() - 1).ask().actor().honest;
        if (!walk.open.isEmpty() && walk.chance(honest ? 58 : 30)) {
            walk.answer();
        } else if (settlingIn || (actor.honest && walk.chance(72))) {
            walk.purpose(actor);
        } else {
            verb(walk, actor);
        }
        walk.deliver();
    }

    private static void verb(WalkMoneyVerbs walk, Actor actor) {
        int dice = walk.random.nextInt(100);
        if (dice < 4) {
            walk.register(actor);
        } else if (dice < 8) {
            walk.confirm(actor);
        } else if (dice < 20) {
            walk.signIn(actor);
        } else if (dice < 26) {
            walk.sessions(actor);
        } else if (dice < 29) {
            walk.requestReset(actor);
        } else if (dice < 33) {
            walk.completeReset(actor);
        } else if (dice < 36) {
            walk.changePassword(actor);
        } else if (dice < 40) {
            walk.operate(actor);
        } else if (dice < 44) {
            walk.beginPhone(actor);
        } else if (dice < 49) {
            walk.beginPhoneByLogin(actor);
        } else if (dice < 53) {
            walk.beginApp(actor);
        } else if (dice < 61) {
            walk.confirmSetup(actor);
        } else if (dice < 64) {
            walk.listFactors(actor);
        } else if (dice < 67) {
            walk.removeFactor(actor);
        } else if (dice < 74) {
            walk.pending(actor);
        } else if (dice < 75) {
            walk.veto(actor);
        } else if (dice < 78) {
            walk.listContacts(actor);
        } else if (dice < 84) {
            walk.addContact(actor);
        } else if (dice < 87) {
            walk.confirmContact(actor);
        } else if (dice < 90) {
            walk.removeContact(actor);
        } else if (dice < 96) {
            walk.approvePayment(actor);
        } else {
            walk.settle(actor);
        }
    }
}
