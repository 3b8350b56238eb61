package net.bitwrk.exchange.platform;

import net.bitwrk.protocol.money.FeeRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class SettingsTest {
    private static final String ADDRESS = "14S5jMMRy9PhbpyZhHgpgxU4cpkaAsChaM";

    private static Settings with(Map<String, String> set) {
        return Settings.from(name -> Optional.ofNullable(set.get(name)));
    }

    @Test
    void givesPlayMoneyToNewAccountsByDefault() {
        Settings settings = Settings.defaults();
        assertEquals("BTC 1", settings.startingCapital().orElseThrow().toString());
        assertEquals(FeeRate.STANDARD, settings.fee());
        assertTrue(settings.checkWorkerHost());
        assertFalse(settings.playMoney());
        assertEquals("Welcome.", settings.motd());
    }

    @Test
    void givesNothingByDefaultWhereSomebodyIsTrustedWithDeposits() {
        assertEquals(Optional.empty(), with(Map.of("trusted-account", ADDRESS)).startingCapital());
    }

    @Test
    void refusesStartingCapitalBesideDepositsUnlessItIsPlayMoney() {
        var both = Map.of("trusted-account", ADDRESS, "starting-capital", "mBTC 5");
        String reason = assertThrows(InvalidSetting.class, () -> with(both)).getMessage();
        assertTrue(reason.contains("starting-capital") && reason.contains("trusted-account"), reason);

        var play = Map.of("trusted-account", ADDRESS, "starting-capital", "mBTC 5", "play-money", "true");
        assertEquals("mBTC 5", with(play).startingCapital().orElseThrow().toString());
        assertTrue(with(play).playMoney());
    }

    @ParameterizedTest
    @CsvSource({
        "starting-capital, BTC 0",
        "starting-capital, BTC -1",
        "starting-capital, much",
        "play-money, maybe",
        "fee, 3",
        "fee, 101 %",
        "trusted-account, nobody",
        "trust-root, 14S5jMMRy9PhbpyZhHgpgxU4cpkaAsChaM",
        "check-worker-host, 1",
        "trusted-proxies, localhost",
        "trusted-proxies, 10.0.0.0/33",
        "trusted-proxies, 10.0.0/8",
        "max-open-bids, 0",
        "max-open-bids, many",
        "articles, /fnord",
        "articles, net.example/*/",
        "articles, fn%ord",
        "articles, foobar~trusted",
    })
    void namesAWrongSettingAndItsValue(String name, String value) {
        String reason = assertThrows(InvalidSetting.class, () -> with(Map.of(name, value)))
                .getMessage();
        assertTrue(reason.contains(name) && reason.contains(value), reason);
    }

    @Test
    void readsListsOfProxiesAndArticles() {
        Settings settings = with(Map.of("trusted-proxies", "10.0.0.0/8, ::1", "articles", "fnord\n foobar"));
        assertEquals("[10.0.0.0/8, ::1]", settings.trustedProxies().toString());
        assertEquals(java.util.List.of("fnord", "foobar"), settings.articles());
    }

    @Test
    void aBlankPropertyHidesNoVariable() {
        var source = SettingSource.of(
                Map.of("bitwrk.motd", "  ", "bitwrk.fee", "1 %")::get,
                Map.of("BITWRK_MOTD", "Hello.", "BITWRK_FEE", "2 %")::get);
        assertEquals(Optional.of("Hello."), source.read("motd"));
        assertEquals(Optional.of("1 %"), source.read("fee"));
        assertEquals(Optional.empty(), source.read("articles"));
    }

    @Test
    void readsPatternsOfArticles() {
        assertEquals(
                java.util.List.of("net.bitwrk/blender/0/*/512M", "x*"),
                with(Map.of("articles", "net.bitwrk/blender/0/*/512M x*")).articles());
    }

    @Test
    void readsAPropertyOfTheProcess() {
        System.setProperty("bitwrk.motd", " Hello. ");
        try {
            assertEquals(Optional.of("Hello."), SettingSource.ofProcess().read("motd"));
        } finally {
            System.clearProperty("bitwrk.motd");
        }
    }
}
