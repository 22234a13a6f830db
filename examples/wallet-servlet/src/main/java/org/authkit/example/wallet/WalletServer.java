package org.authkit.example.wallet;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.authkit.AuthKit;
import org.authkit.Background;
import org.authkit.spi.KeyRing;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The wallet's server: {@link #main} for people, {@link #start} for tests in their own process. Everything that starts from the
 * ambient world — clock, randomness, threads, files — starts here. Thread-safe.
 */
public final class WalletServer implements AutoCloseable {
    private static final int POOL = 10;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final URI address;
    private final AuthKit kit;
    private final Ledger ledger;
    private final Optional<Mailbox> mailbox;

    /** Starts from the command line; {@code --help} names the settings. */
    public static void main(String[] arguments) {
        try {
            Optional<Settings> settings = CommandLine.parse(arguments, System.getenv());
            if (settings.isEmpty()) {
                System.out.println(CommandLine.HELP);
            } else {
                announce(start(settings.get()));
            }
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("wallet: " + e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()));
            System.exit(2);
        }
    }

    private static void announce(WalletServer server) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "wallet-shutdown"));
        System.out.println("Open " + server.address() + "/");
        if (server.mailbox.isPresent()) {
            System.out.println("Mail to customers arrives at " + server.address() + "/dev/mail");
        }
        System.out.println("Stop with Ctrl-C.");
    }

    /**
     * Starts a server; it is ready to answer when this returns.
     *
     * @throws IOException when the port is taken or {@code data} cannot be written
     */
    public static WalletServer start(Settings settings) throws IOException {
        return new WalletServer(settings);
    }

    private WalletServer(Settings settings) throws IOException {
        // Behind a proxy, which any other address means, every peer is loopback and the mail page would show all to
        // all.
        String customers = settings.origin().map(URI::getHost).orElse("localhost");
        if (settings.smtp().isEmpty() && !List.of("localhost", "127.0.0.1").contains(customers)) {
            throw new IllegalArgumentException("--origin: customers elsewhere need a real mail server, --smtp");
        }
        try {
            InstantSource clock = settings.clock().orElseGet(InstantSource::system);
            SecureRandom random = settings.random().orElseGet(SecureRandom::new);
            DataSource database =
                    settings.dataSource().isPresent() ? settings.dataSource().get() : keep(pool(settings));
            KeyRing keys = settings.keys().isPresent()
                    ? settings.keys().get()
                    : Embedding.keys(folder(settings.data().resolve("keys")).resolve("authkit.keys"), random);

            Server server = new Server();
            open.push(server::stop);
            ServerConnector connector = connector(server, settings);
            this.address = settings.origin().orElse(URI.create("http://localhost:" + connector.getLocalPort()));

            Optional<DevMail> devMail =
                    settings.smtp().isPresent() ? Optional.empty() : Optional.of(keep(DevMail.start()));
            this.mailbox = devMail.map(DevMail::mailbox);
            Inbox inbox = new Inbox();
            SmtpNotifier notifier = notifier(settings, devMail, inbox);

            Embedding authkit = Embedding.build(database, notifier, keys, address, settings);
            this.kit = keep(authkit.kit());
            this.ledger = Ledger.open(database);
            deliverInBackground();

            Replies replies = new Replies(clock);
            List<Route> routes = new ArrayList<>(new AccountRoutes(kit, replies, inbox).routes());
            routes.addAll(new SecurityRoutes(authkit, replies).routes());
            routes.addAll(new MoneyRoutes(kit, replies, ledger).routes());
            server.setHandler(site(routes, replies));
            server.start();
        } catch (Exception e) {
            close();
            throw e instanceof IOException io ? io : new IOException("the wallet did not start", e);
        }
    }

    private static ServerConnector connector(Server server, Settings settings) throws IOException {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        server.addConnector(connector);
        connector.open(); // before AuthKit is built: links in mail need the port
        return connector;
    }

    private ServletContextHandler site(List<Route> routes, Replies replies) {
        ServletContextHandler site = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        filter(site, new SecurityHeaders("https".equals(address.getScheme())), "/*");
        filter(site, new ContextFilter(address, replies), "/api/*");
        serve(site, new ApiServlet(routes, replies), "/api/*");
        serve(site, new PageServlet(new Pages(kit.policy().passwordFloor(), mailbox.isPresent())), "/");
        filter(site, new LoopbackOnly(address), "/dev/*");
        mailbox.ifPresent(mails -> serve(site, new DevMailServlet(mails), "/dev/mail/messages"));
        return site;
    }

    private static void filter(ServletContextHandler site, Filter filter, String path) {
        site.addFilter(new FilterHolder(filter), path, EnumSet.of(DispatcherType.REQUEST));
    }

    private static void serve(ServletContextHandler site, HttpServlet servlet, String path) {
        site.addServlet(new ServletHolder(servlet), path);
    }

    private static SmtpNotifier notifier(Settings settings, Optional<DevMail> devMail, Inbox inbox) {
        if (devMail.isPresent()) {
            return new SmtpNotifier(
                    devMail.get().host(),
                    devMail.get().port(),
                    inbox,
                    Optional.of(devMail.get().mailbox()));
        }
        URI smtp = URI.create("smtp://" + settings.smtp().orElseThrow());
        return new SmtpNotifier(smtp.getHost(), smtp.getPort() < 0 ? 25 : smtp.getPort(), inbox, Optional.empty());
    }

    /** The wallet owns the threads: AuthKit's due work runs on this one. */
    private void deliverInBackground() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "wallet-background");
            thread.setDaemon(true);
            return thread;
        });
        open.push(() -> {
            executor.shutdown();
            executor.awaitTermination(5, TimeUnit.SECONDS); // a run in progress still needs mail and database
        });
        keep(Background.start(kit, executor));
    }

    private static HikariDataSource pool(Settings settings) throws IOException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(
                settings.database().isPresent()
                        ? settings.database().get()
                        : "jdbc:h2:file:"
                                + folder(settings.data()).resolve("wallet").toAbsolutePath()
                                + ";WRITE_DELAY=0"); // H2 else keeps half a second of commits in memory
        config.setMaximumPoolSize(POOL);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new HikariDataSource(config);
    }

    /** A folder only its owner may enter, where the file system knows such a thing. */
    private static Path folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        boolean posix =
                Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                : Files.createDirectories(folder);
    }

    private <C extends AutoCloseable> C keep(C resource) {
        open.push(resource);
        return resource;
    }

    /** Where the wallet answers, without a slash at the end, such as {@code http://localhost:8080}. */
    public URI address() {
        return address;
    }

    /** The AuthKit inside, for tests that look behind the API. */
    public AuthKit kit() {
        return kit;
    }

    /** The books. */
    public Ledger ledger() {
        return ledger;
    }

    /**
     * Mail that arrived at the embedded mail server.
     *
     * @throws IllegalStateException when a real mail server was configured
     */
    public Mailbox mailbox() {
        return mailbox.orElseThrow(() -> new IllegalStateException("mail goes to a real server"));
    }

    /** Stops in the opposite order of starting. */
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.getLogger("org.authkit.example.wallet").log(System.Logger.Level.WARNING, "closing failed", e);
            }
        }
    }
}
