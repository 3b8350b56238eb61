package net.bitwrk.exchange.article;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the operator's list: an exact name, or a name with {@code *}, which stands for any characters but a slash.
 * Either also admits the name with {@code ~trusted}.
 */
record ArticlePattern(String text) implements Predicate<String> {
    private static final String TRUSTED = "~trusted";

    @Override
    public boolean test(String id) {
        String name = id.endsWith(TRUSTED) ? id.substring(0, id.length() - TRUSTED.length()) : id;
        return regex().matcher(name).matches();
    }

    private Pattern regex() {
        List<String> parts = List.of(text.split("\\*", -1));
        return Pattern.compile(
                String.join("[^/~]+", parts.stream().map(Pattern::quote).toList()));
    }

    /** Protocol section 8: Blender from 2.69 up, in four classes of cost. */
    static boolean isBlender(String id) {
        Matcher version = BLENDER.matcher(id);
        if (!version.matches()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        return major > 2 || major == 2 && minor >= 69;
    }

    /** Numbers as Blender writes them: no leading zeros. */
    private static final Pattern BLENDER = Pattern.compile(
            "net\\.bitwrk/blender/0/([1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})/(512M|2G|8G|32G)(~trusted)?");
}
