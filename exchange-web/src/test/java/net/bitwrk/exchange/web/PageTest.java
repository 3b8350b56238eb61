package net.bitwrk.exchange.web;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class PageTest {
    private static final String HOSTILE = "\"><script>alert('x')</script>&";

    @Test
    void makesMarkupOfNoText() {
        String html = Page.titled(HOSTILE)
                .heading(HOSTILE)
                .paragraph(HOSTILE)
                .link(HOSTILE, "/bid/" + HOSTILE)
                .table(new Page.Rows().columns(HOSTILE).line(HOSTILE).row(HOSTILE, HOSTILE))
                .html(false);
        assertFalse(html.contains("<script"), html);
        assertFalse(html.contains("'x'"), html);
        assertTrue(html.contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"), html);
    }

    @Test
    void leadsNowhereElse() {
        Page page = Page.titled("x");
        assertThrows(IllegalArgumentException.class, () -> page.link("x", "javascript:alert(1)"));
        assertThrows(IllegalArgumentException.class, () -> page.link("x", "//example.org/"));
    }

    @Test
    void tellsThatTheMoneyIsPlayMoney() {
        assertTrue(Page.titled("x").html(true).contains("play money"));
        assertFalse(Page.titled("x").html(false).contains("play money"));
    }
}
