package org.authkit.verification;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.authkit.AuthKit;
import org.authkit.device.DeviceFactor;
import org.authkit.model.AccountId;
import org.authkit.model.Action;
import org.authkit.model.Challenge;
import org.authkit.model.Decision;
import org.authkit.model.Evidence;
import org.authkit.model.Reason;
import org.authkit.model.RequestContext;
import org.authkit.policy.Policy;
import org.authkit.policy.Waiver;
import org.authkit.spi.MemoryStorage;
import org.authkit.spi.Storage;
import org.authkit.testkit.CheapHashing;
import org.authkit.testkit.MovableClock;
import org.authkit.testkit.RecordingNotifier;
import org.authkit.testkit.SoftwareAuthenticator;
import org.authkit.testkit.SoftwarePhone;
import org.authkit.testkit.StatementIssuer;
import org.authkit.totp.TotpFactor;
import org.authkit.verification.WalkModel.Acct;
import org.authkit.verification.WalkModel.Held;

/** The world of a walk: people, what they hold, what lies about, and chance. */
class WalkWorld {
    static final List<String> PASSWORDS = List.of(
            "correct horse battery staple",
            "wholly different orange bicycle",
            "seven purple lanterns drift north",
            "quiet marble elephants singing low");

    /** Somebody, and what they hold. */
    static final class Actor {
        final String name;
        final List<String> passwords = new ArrayList<>(PASSWORDS.subList(0, 2));
        final Set<String> mailboxes = new HashSet<>();
        final List<SoftwarePhone> phones = new ArrayList<>();
        final List<SoftwareAuthenticator> apps = new ArrayList<>();
        final List<Held> sessions = new ArrayList<>();
        String target = "";
        boolean honest;
        boolean hoards;

        Actor(String name) {
            this.name = name;
        }
    }

    /** A ticket in somebody's mail. */
    record Mailed(String page, String ticket, String to, String account) {}

    /** A call that can be made again with an answer, and what its caller really proved on the way. */
    record Ask<R>(
            String verb,
            Actor actor,
            Action action,
            Optional<Acct> account,
            String arguments,
            Optional<Held> session,
            Set<Evidence> proved,
            String phone,
            long epoch,
            RequestContext context,
            Function<RequestContext, Decision<R>> call,
            BiConsumer<Ask<R>, R> allowed) {

        Ask<R> proving(Set<Evidence> more, String by) {
            Set<Evidence> all = new HashSet<>(proved);
            all.addAll(more);
            String device = more.contains(Evidence.DEVICE) ? by : phone;
            return new Ask<>(
                    verb, actor, action, account, arguments, session, all, device, epoch, context, call, allowed);
        }

        boolean isSameCall(Ask<?> other) {
            return verb.equals(other.verb)
                    && account.equals(other.account)
                    && arguments.equals(other.arguments)
                    && session.equals(other.session)
                    && epoch == other.epoch;
        }
    }

    /** A challenge nobody has answered yet. */
    record Open<R>(Ask<R> ask, Challenge challenge) {}

    final Random random;
    final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T09:00:00Z"));
    final RecordingNotifier notifier = new RecordingNotifier();
    final SeededRandom secrets;
    final StatementIssuer issuer;
    final DeviceFactor device = DeviceFactor.create();
    final TotpFactor totp = TotpFactor.issuer("Acme Wallet");
    final CheapHashing hashing = new CheapHashing();
    final WalkModel model = new WalkModel();
    final List<Actor> actors = new ArrayList<>();
    final List<Open<?>> open = new ArrayList<>();
    final List<Mailed> mails = new ArrayList<>();
    final Map<String, Integer> allowed;
    final Set<Reason> reasons;
    final AuthKit kit;
    private final Set<AccountId> edited = new HashSet<>();

    WalkWorld(long seed, boolean withIdentity, Map<String, Integer> allowed, EnumSet<Reason> reasons) {
        this.random = new Random(seed);
        this.secrets = new SeededRandom(seed);
        this.issuer = StatementIssuer.of(secrets);
        this.allowed = allowed;
        this.reasons = reasons;
        AuthKit.Builder builder = AuthKit.builder(vandalized(new MemoryStorage(clock)), notifier, TestKeys.fresh())
                .service("Acme Wallet")
                .factor(device)
                .factor(totp)
                .policy(Policy.wallet())
                .links(URI.create("https://wallet.example/"))
                .slowHash(hashing)
                .clock(clock)
                .random(secrets)
                .waive(Waiver.INSECURE_TEST_HASHING);
        this.kit = (withIdentity ? builder.supplier("identity", issuer.publicJwk()) : builder).build();
    }

    /** A storage in which somebody edits documents. */
    private Storage vandalized(Storage storage) {
        return (Storage) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(storage, arguments);
                        if (method.getName().equals("load")
                                && edited.contains(arguments[0])
                                && result instanceof Optional<?> found
                                && found.isPresent()
                                && found.get() instanceof Storage.Stored stored) {
                            byte[] body = stored.body().clone();
                            body[body.length / 2] ^= 1;
                            return Optional.of(
                                    new Storage.Stored(stored.account(), stored.version(), body, stored.quarantined()));
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    void edit(Acct account) {
        edited.add(new AccountId(account.id));
        account.quarantined = true;
    }

    Instant now() {
        return clock.instant();
    }

    // ---- chance
    // ------------------------------------------------------------------------------------------------------

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> Optional<T> any(List<T> from) {
        return from.isEmpty() ? Optional.empty() : Optional.of(from.get(random.nextInt(from.size())));
    }

    /** Mostly one's own, sometimes anything anybody has seen. */
    <T> Optional<T> mostly(List<T> own, List<T> all) {
        return chance(85) && !own.isEmpty() ? any(own) : any(all);
    }

    /** What somebody types; an honest owner mostly remembers. */
    String password(Actor actor) {
        Acct own = model.byLogin.get(actor.target);
        if (actor.honest && own != null && chance(80)) {
            return own.password;
        }
        return any(actor.passwords).orElse("nobody knows this one at all");
    }
}
