package org.authkit.example.wallet;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.authkit.model.SessionToken;
import org.authkit.testkit.SoftwarePhone;

/** Speaks the wallet's API over real HTTP, as its app would. Immutable: {@link #withSession} and {@link #signing} return copies. */
public final class WalletClient {
    private static final Gson GSON = new Gson();
    private static final Pattern LINK = Pattern.compile("(\\S+)/([a-z]+)#([A-Za-z0-9_-]+)");

    /** The server's word. */
    public record Answer(int status, HttpHeaders headers, JsonObject body) {
        public boolean isOk() {
            return status == 200;
        }

        /** The stable code of a refusal or challenge; empty for a success. */
        public String code() {
            return body.has("code") ? body.get("code").getAsString() : "";
        }

        public boolean isChallenge() {
            return code().equals("PROOF_REQUIRED");
        }

        public String text(String member) {
            return body.get(member).getAsString();
        }

        /** The sets of proofs a challenge asks for, such as {@code [[device-uv], [device, password]]}. */
        public List<Set<String>> anyOf() {
            List<Set<String>> sets = new ArrayList<>();
            for (JsonElement set : body.getAsJsonArray("anyOf")) {
                Set<String> names = new TreeSet<>();
                ((JsonArray) set).forEach(name -> names.add(name.getAsString()));
                sets.add(names);
            }
            return sets;
        }

        public List<JsonObject> items() {
            List<JsonObject> items = new ArrayList<>();
            body.getAsJsonArray("items").forEach(item -> items.add(item.getAsJsonObject()));
            return items;
        }

        /** This answer, if it is a success. */
        public Answer ok() {
            if (!isOk()) {
                throw new AssertionError("expected a success, got " + status + " " + body);
            }
            return this;
        }

        /** This answer, if it is a challenge. */
        public Answer challenge() {
            if (!isChallenge()) {
                throw new AssertionError("expected a challenge, got " + status + " " + body);
            }
            return this;
        }

        @Override
        public String toString() {
            return status + " " + code();
        }
    }

    /** One message of the development mailbox. */
    public record Mail(
            long number, String channel, String to, String messageId, String template, String subject, String text) {

        /** The ticket in its link. */
        public String ticket() {
            return link(3);
        }

        /** The address its link begins with. */
        public String linkOrigin() {
            return link(1);
        }

        private String link(int group) {
            Matcher matcher = LINK.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("no link in " + template);
            }
            return matcher.group(group);
        }
    }

    private final HttpClient http;
    private final URI base;
    private final InstantSource clock;
    private final Optional<String> token;
    private final Optional<SoftwarePhone> phone;
    private final Map<String, String> headers;

    private WalletClient(
            HttpClient http,
            URI base,
            InstantSource clock,
            Optional<String> token,
            Optional<SoftwarePhone> phone,
            Map<String, String> headers) {
        this.http = http;
        this.base = base;
        this.clock = clock;
        this.token = token;
        this.phone = phone;
        this.headers = headers;
    }

    /**
     * @param base as {@link WalletServer#address} gives it
     * @param clock the client's own clock, for proofs that carry an instant
     */
    public static WalletClient of(URI base, InstantSource clock) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        Map<String, String> headers = Map.of("User-Agent", "WalletClient/1.0", "Accept-Language", "ja");
        return new WalletClient(http, base, clock, Optional.empty(), Optional.empty(), headers);
    }

    /** The same client with a session's token. */
    public WalletClient withSession(String sessionToken) {
        return new WalletClient(http, base, clock, Optional.of(sessionToken), phone, headers);
    }

    /** The same client, every request of which this phone proves in its {@code DPoP} header. */
    public WalletClient signing(SoftwarePhone signer) {
        return new WalletClient(http, base, clock, token, Optional.of(signer), headers);
    }

    /** The same client with one header replaced. */
    public WalletClient withHeader(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new WalletClient(http, base, clock, token, phone, changed);
    }

    /** Makes a call: {@code call("register", "email", "taro@example.jp")}. */
    public Answer call(String path, String... namesAndValues) {
        return call(path, members(namesAndValues));
    }

    public Answer call(String path, Map<String, String> members) {
        return send(path, "application/json", GSON.toJson(members));
    }

    /** Makes the same call again, answering a challenge with one proof: kind {@code password}, {@code totp}, {@code device}, {@code identity}. */
    public Answer answer(Answer challenge, String kind, String proof, String path, Map<String, String> members) {
        Map<String, String> all = new LinkedHashMap<>(members);
        all.put("challengeId", challenge.challenge().text("challengeId"));
        all.put("proofKind", kind);
        all.put("proof", proof);
        return call(path, all);
    }

    /** Sends any text as a body, for those who test what happens then. */
    public Answer send(String path, String contentType, String body) {
        URI uri = URI.create(base + "/api/" + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        phone.ifPresent(signer ->
                request.header("DPoP", signer.proveRequest("POST", uri, token.map(SessionToken::of), clock.instant())));
        HttpResponse<String> response = exchange(request.build());
        return new Answer(response.statusCode(), response.headers(), GSON.fromJson(response.body(), JsonObject.class));
    }

    /** The newest mail of a template to an address, waiting for it; {@code after} is the number of the last one seen. */
    public Mail mail(String to, String template, long after) {
        long seen = after;
        while (true) {
            List<Mail> news = newMail(to, seen);
            if (news.isEmpty()) {
                throw new AssertionError("no " + template + " to " + to);
            }
            List<Mail> wanted =
                    news.stream().filter(m -> m.template().equals(template)).toList();
            if (!wanted.isEmpty()) {
                return wanted.get(wanted.size() - 1);
            }
            seen = news.get(news.size() - 1).number();
        }
    }

    public Mail mail(String to, String template) {
        return mail(to, template, 0);
    }

    private List<Mail> newMail(String to, long after) {
        URI uri = URI.create(
                base + "/dev/mail/messages?after=" + after + "&to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        HttpResponse<String> response = exchange(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build());
        if (response.statusCode() != 200) {
            throw new AssertionError("mailbox: " + response.statusCode());
        }
        List<Mail> mails = new ArrayList<>();
        GSON.fromJson(response.body(), JsonObject.class)
                .getAsJsonArray("messages")
                .forEach(item -> mails.add(GSON.fromJson(item, Mail.class)));
        return mails;
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static Map<String, String> members(String... namesAndValues) {
        Map<String, String> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }
}
