package org.authkit.example.wallet;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.authkit.AuthKit;
import org.authkit.spi.KeyRing;

/**
 * What the server is started with. Immutable: each {@code with} method returns a changed copy. The command line sets the first
 * group only; the second is how tests start the same server in their own process.
 */
public final class Settings {
    // What an operator decides.
    private String host = "127.0.0.1";
    private int port = 8080;
    private Optional<URI> origin = Optional.empty();
    private Path data = Path.of("data");
    private Optional<String> database = Optional.empty();
    private Optional<String> smtp = Optional.empty();
    private Optional<String> identity = Optional.empty();

    // What tests put in place of the ambient world.
    private Optional<DataSource> dataSource = Optional.empty();
    private Optional<KeyRing> keys = Optional.empty();
    private Optional<InstantSource> clock = Optional.empty();
    private Optional<SecureRandom> random = Optional.empty();
    private UnaryOperator<AuthKit.Builder> customizer = UnaryOperator.identity();

    private Settings() {}

    private Settings(Settings from) {
        this.host = from.host;
        this.port = from.port;
        this.origin = from.origin;
        this.data = from.data;
        this.database = from.database;
        this.smtp = from.smtp;
        this.identity = from.identity;
        this.dataSource = from.dataSource;
        this.keys = from.keys;
        this.clock = from.clock;
        this.random = from.random;
        this.customizer = from.customizer;
    }

    /** Port 8080 on this machine only, an H2 file under {@code data}, mail to a mailbox on a development page. */
    public static Settings defaults() {
        return new Settings();
    }

    /** The address to listen on; anything but loopback also needs {@link #withOrigin}. */
    public Settings withHost(String address) {
        Settings copy = new Settings(this);
        copy.host = Objects.requireNonNull(address, "address");
        return copy;
    }

    /** @param number 0 takes a free one */
    public Settings withPort(int number) {
        Settings copy = new Settings(this);
        copy.port = number;
        return copy;
    }

    /** Where customers reach the wallet, such as {@code https://wallet.example}: links in mail begin with it. */
    public Settings withOrigin(URI address) {
        Settings copy = new Settings(this);
        copy.origin = Optional.of(address);
        return copy;
    }

    /** The folder for the H2 file and the keys. */
    public Settings withData(Path folder) {
        Settings copy = new Settings(this);
        copy.data = Objects.requireNonNull(folder, "folder");
        return copy;
    }

    /** A JDBC URL, such as {@code jdbc:postgresql://localhost/wallet?user=wallet&password=…}. */
    public Settings withDatabase(String url) {
        Settings copy = new Settings(this);
        copy.database = Optional.of(url);
        return copy;
    }

    /** A real mail server, {@code host:port}, in place of the embedded one; the development mailbox is then closed. */
    public Settings withSmtp(String hostAndPort) {
        Settings copy = new Settings(this);
        copy.smtp = Optional.of(hostAndPort);
        return copy;
    }

    /** The public key (JWK) whose statements of identity are believed. */
    public Settings withIdentity(String publicJwk) {
        Settings copy = new Settings(this);
        copy.identity = Optional.of(publicJwk);
        return copy;
    }

    /** For tests: a database opened elsewhere, and closed there. */
    public Settings withDataSource(DataSource source) {
        Settings copy = new Settings(this);
        copy.dataSource = Optional.of(source);
        return copy;
    }

    /** For tests: keys that live outside {@code data}. */
    public Settings withKeys(KeyRing ring) {
        Settings copy = new Settings(this);
        copy.keys = Optional.of(ring);
        return copy;
    }

    /** For tests: the clock of this node and of the storage. The command line offers no such thing. */
    public Settings withClock(InstantSource source) {
        Settings copy = new Settings(this);
        copy.clock = Optional.of(source);
        return copy;
    }

    /** For tests: the source of secrets. */
    public Settings withRandom(SecureRandom source) {
        Settings copy = new Settings(this);
        copy.random = Optional.of(source);
        return copy;
    }

    /** For tests: the last word on the builder, such as cheap hashing or a listener. The command line offers no such thing. */
    public Settings withCustomizer(UnaryOperator<AuthKit.Builder> change) {
        Settings copy = new Settings(this);
        copy.customizer = Objects.requireNonNull(change, "change");
        return copy;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    Optional<URI> origin() {
        return origin;
    }

    Path data() {
        return data;
    }

    Optional<String> database() {
        return database;
    }

    Optional<String> smtp() {
        return smtp;
    }

    Optional<String> identity() {
        return identity;
    }

    Optional<DataSource> dataSource() {
        return dataSource;
    }

    Optional<KeyRing> keys() {
        return keys;
    }

    Optional<InstantSource> clock() {
        return clock;
    }

    Optional<SecureRandom> random() {
        return random;
    }

    UnaryOperator<AuthKit.Builder> customizer() {
        return customizer;
    }
}
