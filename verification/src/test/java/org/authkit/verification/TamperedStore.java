package org.authkit.verification;

import static org.authkit.verification.World.challenged;
import static org.authkit.verification.World.password;
import static org.authkit.verification.World.reason;
import static org.authkit.verification.World.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.authkit.AuthKit;
import org.authkit.model.AccountId;
import org.authkit.model.Challenge;
import org.authkit.model.EmailAddress;
import org.authkit.model.Event;
import org.authkit.model.Evidence;
import org.authkit.model.Reason;

/** A store with an insider in it, a kit that hears every event, and what must be true of an account that was edited. */
final class TamperedStore implements AutoCloseable {
    final Cluster cluster;
    final World world;
    final Tamper tamper;
    final AuthKit kit;
    final List<Event> heard = new CopyOnWriteArrayList<>();

    private TamperedStore(Cluster cluster, Tamper tamper, AuthKit.Builder builder) {
        this.cluster = cluster;
        this.world = cluster.world;
        this.tamper = tamper;
        this.kit = builder.listener(heard::add).build();
    }

    static TamperedStore open(Stores stores) {
        Cluster cluster = stores.open();
        if (stores == Stores.MEMORY) {
            MemoryTamper tamper = new MemoryTamper(cluster.nodes.get(0));
            return new TamperedStore(cluster, tamper, cluster.node(tamper.storage()));
        }
        return new TamperedStore(cluster, new SqlTamper(cluster.pool()), cluster.node(cluster.nodes.get(1)));
    }

    long alarms(String what) {
        return heard.stream()
                .filter(event -> event.kind() == Event.Kind.TAMPERING_DETECTED)
                .filter(event -> what.equals(event.details().get("what")))
                .count();
    }

    List<Event> recorded(AccountId account) {
        return kit.operator().events(Optional.of(account), Optional.empty(), 1000);
    }

    /** Sign-in looks like anybody's, on the right password and on the right phone too. */
    void signInGivesNothing(World.Customer customer) {
        Challenge stranger = challenged(
                kit.signIn().withPassword(EmailAddress.of("nobody@example.jp"), password(World.PASSWORD), request()));
        Challenge challenge =
                challenged(kit.signIn().withPassword(customer.login(), password(World.PASSWORD), request()));
        assertEquals(shape(stranger), shape(challenge));
        assertEquals(stranger.id().length(), challenge.id().length());
        assertEquals(
                Reason.WRONG_CREDENTIALS,
                reason(kit.signIn()
                        .withPassword(
                                customer.login(),
                                password(World.PASSWORD),
                                request()
                                        .answering(
                                                challenge.id(), customer.phone().answer(challenge)))));
    }

    private static Set<Set<Evidence>> shape(Challenge challenge) {
        return challenge.anyOf();
    }

    /** Nothing is granted, an event says why, and the row is kept as it was found. */
    void isSetAside(World.Customer customer) {
        assertEquals(Reason.UNAVAILABLE, reason(kit.sessions().authenticate(request(customer.session()))));
        signInGivesNothing(customer);
        assertEquals(Reason.UNAVAILABLE, reason(kit.operator().unfreeze(customer.account(), "case-1")));
        assertTrue(tamper.isSetAside(customer.account()));
        Event last = recorded(customer.account()).stream()
                .filter(event -> event.kind() == Event.Kind.TAMPERING_DETECTED)
                .findFirst()
                .orElseThrow();
        assertEquals("document", last.details().get("what"));
        assertEquals(1, heard.stream().filter(last::equals).count());
    }

    @Override
    public void close() {
        cluster.close();
    }
}
