package org.authkit.example.wallet;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.authkit.example.wallet.WalletClient.Answer;

/** Makes tampered reset requests from a seed: lists, doubles, extra members, separators, encodings, headers, random bytes. */
final class Tamper {
    private static final List<String> EVIL =
            List.of("evil@example.com", "evil@example.jp", "x@evil.example", "evil+taro@example.jp");
    private static final List<String> SEPARATORS = List.of(
            ",",
            ";",
            "|",
            " ",
            "\\r\\n",
            "\\r\\ncc:",
            "\\nbcc: ",
            "\\u0000",
            "%00",
            "%0d%0acc:",
            "\\t",
            "<",
            "\\u3000",
            "\\u2028",
            "/");
    private static final List<String> MEMBERS = List.of(
            "sendTo",
            "email",
            "email2",
            "to",
            "cc",
            "bcc",
            "destination",
            "login2",
            "Login",
            "login[]",
            "送付先メールアドレス",
            "contact");
    private static final List<String> HEADERS = List.of(
            "X-Forwarded-Host",
            "X-Forwarded-For",
            "Forwarded",
            "X-Original-Host",
            "X-Host",
            "Origin",
            "Referer",
            "X-Real-IP",
            "From",
            "Reply-To",
            "X-Forwarded-Proto",
            "True-Client-IP");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-8",
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/json;charset=shift_jis",
            "multipart/form-data; boundary=x");
    private static final List<String> LOOKALIKES = List.of(
            "t\\u0430ro@example.jp",
            "TARO@EXAMPLE.JP",
            "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ",
            "taro@examp\\u200dle.jp",
            "taro@example.jp.",
            "taro@ｅxample.jp",
            "tarо@example.jp");

    private final Random random;
    private final String owner;
    private long accepted;

    Tamper(long seed, String owner) {
        this.random = new Random(seed);
        this.owner = owner;
    }

    /** How many of the tampered requests the wallet answered with success. */
    long accepted() {
        return accepted;
    }

    void send(WalletClient wallet) {
        String body = "{\"login\":\"" + owner + "\"}";
        for (int i = random.nextInt(3); i >= 0; i--) {
            body = pick(mutations()).apply(body);
        }
        WalletClient client = random.nextInt(3) == 0 ? wallet.withHeader(pick(HEADERS), pick(EVIL)) : wallet;
        String type = random.nextInt(6) == 0 ? pick(TYPES) : TYPES.get(0);
        String path = random.nextInt(8) == 0
                ? "password/forgot?login=" + pick(EVIL) + "&email=" + pick(EVIL)
                : "password/forgot";
        Answer answer = sendAgainIfDropped(client, path, type, body);
        if (answer.isOk()) {
            accepted++;
        }
        if (answer.status() >= 500) {
            throw new AssertionError("the wallet broke on: " + body);
        }
    }

    /** A server may close a kept connection behind a body it refused to read; the next request on it is then made again. */
    private static Answer sendAgainIfDropped(WalletClient client, String path, String type, String body) {
        try {
            return client.send(path, type, body);
        } catch (UncheckedIOException dropped) {
            return client.send(path, type, body);
        }
    }

    private List<UnaryOperator<String>> mutations() {
        return List.of(
                body -> body,
                body -> "{\"login\":[\"" + owner + "\",\"" + pick(EVIL) + "\"]}",
                body -> "{\"login\":{\"0\":\"" + owner + "\",\"1\":\"" + pick(EVIL) + "\"}}",
                body -> "{\"login\":\"" + owner + "\",\"login\":\"" + pick(EVIL) + "\"}",
                body -> "{\"login\":\"" + pick(EVIL) + "\",\"login\":\"" + owner + "\"}",
                body -> "{\"login\":\"" + owner + "\",\"\\u006cogin\":\"" + pick(EVIL) + "\"}",
                body -> "{\"login\":\"" + owner + "\",\"" + pick(MEMBERS) + "\":\"" + pick(EVIL) + "\"}",
                body -> "{\"login\":\"" + owner + pick(SEPARATORS) + pick(EVIL) + "\"}",
                body -> "{\"login\":\"" + pick(EVIL) + pick(SEPARATORS) + owner + "\"}",
                body -> "{\"login\":\"" + pick(LOOKALIKES) + "\"}",
                body -> "{\"login\":\"" + pick(EVIL) + "\"}",
                body -> "login=" + owner + "&login=" + pick(EVIL),
                body -> "[" + body + ",{\"login\":\"" + pick(EVIL) + "\"}]",
                body -> body + body,
                this::flipOneCharacter,
                this::cut,
                this::insert);
    }

    private String flipOneCharacter(String body) {
        int at = random.nextInt(body.length());
        return body.substring(0, at) + (char) (0x20 + random.nextInt(0x5f)) + body.substring(at + 1);
    }

    private String cut(String body) {
        return body.substring(0, random.nextInt(body.length()) + 1);
    }

    private String insert(String body) {
        int at = random.nextInt(body.length());
        return body.substring(0, at) + pick(SEPARATORS) + pick(EVIL) + body.substring(at);
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
