package dev.gatehouse.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void isSortedByWhatPeopleReadAndThenByTheSlug() {
        Listing listing = Listing.of(
                List.of(
                        tenant("z", "Örebro"),
                        tenant("c", "bo"),
                        tenant("b", "Alfa"),
                        tenant("d", "Ö"),
                        tenant("a", "alfa")),
                false);
        assertThat(listing.tenants()).extracting(ListedTenant::slug).containsExactly("a", "b", "c", "d", "z");
    }

    @Test
    void isSortedTheSameWhateverTheLanguageOfTheServer() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            Listing listing = Listing.of(List.of(tenant("b", "IJ"), tenant("a", "ik")), false);
            assertThat(listing.tenants()).extracting(ListedTenant::slug).containsExactly("b", "a");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void saysThatThereAreMoreOnlyWhereThereAre() throws JsonProcessingException {
        assertThat(JSON.writeValueAsString(Listing.of(List.of(), false))).isEqualTo("{\"tenants\":[]}");
        assertThat(JSON.writeValueAsString(Listing.of(List.of(tenant("a", "A")), true)))
                .isEqualTo(
                        "{\"tenants\":[{\"slug\":\"a\",\"name\":\"name\",\"display_name\":\"A\"}],\"truncated\":true}");
    }

    @Test
    void showsTheNameOfATenantThatHasNoOther() {
        assertThat(ListedTenant.of("a", "A", List.of()).displayName()).isEqualTo("A");
        assertThat(ListedTenant.of("a", "A", List.of(" ")).displayName()).isEqualTo("A");
        assertThat(ListedTenant.of("a", "A", List.of(" Municipality of A ", "other"))
                        .displayName())
                .isEqualTo("Municipality of A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\0", "a\r\nb", "\u0085"})
    void noTenantHasASlugLikeThis(String slug) {
        assertThat(Slug.isPossible(slug)).isFalse();
    }

    @Test
    void noTenantHasASlugLongerThanItsColumn() {
        assertThat(Slug.isPossible("a".repeat(255))).isTrue();
        assertThat(Slug.isPossible("a".repeat(256))).isFalse();
    }

    private static ListedTenant tenant(String slug, String displayName) {
        return ListedTenant.of(slug, "name", List.of(displayName));
    }
}
