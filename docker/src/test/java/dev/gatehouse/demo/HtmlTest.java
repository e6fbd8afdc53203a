package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void whatIsFilledInIsTextAndNeverMarkup() {
        String evil = "\"'><script>alert(1)</script>&amp;";

        Document page = Jsoup.parse(
                Html.of("<p title=\"{}\" lang='{}'>{}</p>", evil, evil, evil).markup());

        assertThat(page.select("script")).isEmpty();
        assertThat(page.select("p").text()).isEqualTo(evil);
        assertThat(page.select("p").attr("title")).isEqualTo(evil);
        assertThat(page.select("p").attr("lang")).isEqualTo(evil);
    }

    @Test
    void whatIsHtmlAlreadyIsTakenAsItIs() {
        Html inner = Html.join(List.of(Html.of("<b>{}</b>", "1 < 2"), Html.of("{}", "&")));

        assertThat(Html.of("<p>{}</p>", inner).markup()).isEqualTo("<p><b>1 &lt; 2</b>&amp;</p>");
    }

    @Test
    void aValueThatLooksLikeAGapIsNotFilledIn() {
        assertThat(Html.of("<p>{} {}</p>", "{}", "second").markup()).isEqualTo("<p>{} second</p>");
    }
}
