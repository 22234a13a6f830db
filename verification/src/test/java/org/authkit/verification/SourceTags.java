package org.authkit.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code @Tag} annotations out of test sources, grouped by the class or method they stand on. */
final class SourceTags {
    /** A tag and the declaration it stands on, counted from the top of the file. */
    record Tag(String value, int declaration) {}

    private static final int CLAUSES_PER_TEST = 3;
    private static final Pattern TAG_OR_BODY = Pattern.compile("@Tag\\s*\\(\\s*(\"([^\"]*)\"|[^)\"]*)\\s*\\)|\\{");
    private static final Pattern TEST =
            Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|FuzzTest)\\b(?!\\s*\\()|"
                    + "@(ParameterizedTest|RepeatedTest|FuzzTest)\\s*\\(");
    private static final Pattern KNOWN =
            Pattern.compile("attack:A([1-9]|[1-3][0-9]|4[0-6])|req:[A-Za-z0-9._-]+|[a-z-]+");

    private SourceTags() {}

    static List<Tag> in(String source) {
        List<Tag> tags = new ArrayList<>();
        Matcher matcher = TAG_OR_BODY.matcher(source);
        int declaration = 0;
        boolean pending = false;
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                tags.add(new Tag(matcher.group(2) == null ? matcher.group(1).trim() : matcher.group(2), declaration));
                pending = true;
            } else if (pending) {
                declaration++;
                pending = false;
            }
        }
        return tags;
    }

    static List<String> complaints(String source) {
        List<String> complaints = new ArrayList<>();
        List<Tag> tags = in(source);
        for (Tag tag : tags) {
            if (!KNOWN.matcher(tag.value()).matches()) {
                complaints.add("not attack:A1 to attack:A46, req:ID or a plain word: " + tag.value());
            }
            long clauses = tags.stream()
                    .filter(other -> other.declaration() == tag.declaration())
                    .filter(other -> other.value().startsWith("req:"))
                    .count();
            if (clauses > CLAUSES_PER_TEST && tag.value().startsWith("req:")) {
                complaints.add("one of " + clauses + " clauses claimed by one test: " + tag.value());
            }
        }
        return complaints;
    }

    static boolean hasTests(String source) {
        return TEST.matcher(source).find();
    }
}
