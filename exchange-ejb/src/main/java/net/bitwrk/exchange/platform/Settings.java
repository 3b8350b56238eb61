package net.bitwrk.exchange.platform;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.money.FeeRate;
import net.bitwrk.protocol.money.Money;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the operator decides (design section 7, operations guide), read and checked once, at deployment: an exchange with
 * a wrong setting does not start.
 *
 * @param startingCapital booked for every new account; empty where the setting is {@code none}
 * @param playMoney whether the operator says that the money of this exchange is worth nothing
 * @param fee what the buyer pays on top of the price
 * @param trustedAccount signs deposits and deposit addresses
 * @param checkWorkerHost whether a worker URL must name the address its message came from
 * @param trustedProxies whose {@code X-Forwarded-For} counts
 * @param maxOpenBids of one participant
 * @param articles names and patterns; empty: those of protocol section 8
 * @param motd message of the day, HTML
 */
public record Settings(
        Optional<Money> startingCapital,
        boolean playMoney,
        FeeRate fee,
        Optional<Address> trustedAccount,
        boolean checkWorkerHost,
        List<AddressRange> trustedProxies,
        int maxOpenBids,
        List<String> articles,
        String motd) {
    /** Protocol section 8: as long as no trusted account is set. */
    static final String DEFAULT_STARTING_CAPITAL = "BTC 1";

    /** A 0.7 client has one for each article and side unless its user wants more. */
    private static final int DEFAULT_MAX_OPEN_BIDS = 1000;

    private static final String DEFAULT_MOTD = "Welcome.";
    private static final String NONE = "none";

    public Settings {
        trustedProxies = List.copyOf(trustedProxies);
        articles = List.copyOf(articles);
        if (startingCapital.isPresent() && trustedAccount.isPresent() && !playMoney) {
            throw new InvalidSetting(
                    "settings starting-capital and trusted-account together would give real money away;"
                            + " set starting-capital to none, or play-money to true");
        }
    }

    /** The settings that nothing was set for. */
    public static Settings defaults() {
        return from(name -> Optional.empty());
    }

    /** @throws InvalidSetting if one of them is wrong, or two contradict each other */
    static Settings from(SettingSource source) {
        var reader = new Reader(source);
        source.read("trust-root").ifPresent(text -> {
            throw new InvalidSetting(
                    "setting trust-root '" + text + "' cannot be kept: this version knows no relations,"
                            + " so anybody may sell ~trusted articles; take it out");
        });
        Optional<Address> trustedAccount = reader.value("trusted-account", text -> Address.parse("address", text));
        return new Settings(
                reader.startingCapital(trustedAccount.isPresent()),
                reader.flag("play-money", false),
                reader.value("fee", text -> FeeRate.parse("rate", text)).orElse(FeeRate.STANDARD),
                trustedAccount,
                reader.flag("check-worker-host", true),
                reader.list("trusted-proxies", text -> AddressRange.parse("address", text)),
                reader.value("max-open-bids", Reader::count).orElse(DEFAULT_MAX_OPEN_BIDS),
                reader.list("articles", Reader::article),
                source.read("motd").orElse(DEFAULT_MOTD));
    }

    private record Reader(SettingSource source) {
        Optional<Money> startingCapital(boolean trustedAccountIsSet) {
            String fallback = trustedAccountIsSet ? NONE : DEFAULT_STARTING_CAPITAL;
            String text = source.read("starting-capital").orElse(fallback);
            return text.equals(NONE)
                    ? Optional.empty()
                    : Optional.of(checked("starting-capital", text, Reader::capital));
        }

        private static Money capital(String text) {
            Money capital = Money.parse("amount", text);
            if (capital.amount() <= 0) {
                throw new Malformed("amount", text, "a positive amount, or 'none'");
            }
            return capital;
        }

        boolean flag(String name, boolean fallback) {
            return value(name, Reader::truth).orElse(fallback);
        }

        private static boolean truth(String text) {
            return switch (text) {
                case "true", "on", "yes" -> true;
                case "false", "off", "no" -> false;
                default -> throw new Malformed("value", text, "'true' or 'false'");
            };
        }

        /** A name, maybe with some {@code *} in it; it admits the same with {@code ~trusted}, which must not be in it. */
        private static String article(String text) {
            String expected = "names like 'foobar' or patterns like 'net.example/*/0', without '~trusted'";
            if (text.endsWith("~trusted")) {
                throw new Malformed("article", text, expected);
            }
            try {
                new ArticleId(text.replace('*', 'x'));
            } catch (Malformed e) {
                throw new Malformed("article", text, expected);
            }
            return text;
        }

        private static int count(String text) {
            if (!text.matches("[1-9][0-9]{0,8}")) {
                throw new Malformed("value", text, "a number from 1 to 999999999");
            }
            return Integer.parseInt(text);
        }

        /** Elements are separated by white space or commas. */
        <T> List<T> list(String name, Function<String, T> parse) {
            return source.read(name).stream()
                    .flatMap(text -> Arrays.stream(text.split("[\\s,]+")))
                    .filter(element -> !element.isEmpty())
                    .map(element -> checked(name, element, parse))
                    .toList();
        }

        <T> Optional<T> value(String name, Function<String, T> parse) {
            return source.read(name).map(text -> checked(name, text, parse));
        }

        private static <T> T checked(String name, String text, Function<String, T> parse) {
            try {
                return parse.apply(text);
            } catch (Malformed e) {
                throw new InvalidSetting("setting " + name + ": " + e.getMessage());
            }
        }
    }
}
