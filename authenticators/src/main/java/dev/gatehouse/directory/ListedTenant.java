package dev.gatehouse.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A tenant on the list.
 *
 * @param slug the organization's alias
 * @param name of the organization
 * @param displayName what people read
 */
record ListedTenant(
        String slug,
        String name,
        @JsonProperty("display_name") String displayName) {

    /** By what people read, without regard to case, character by character: the same on every server. */
    static final Comparator<ListedTenant> ORDER = Comparator.comparing(
                    (ListedTenant tenant) -> tenant.displayName.toLowerCase(Locale.ROOT))
            .thenComparing(ListedTenant::slug);

    /** @param displayNames values of the attribute, of which the first counts; the name where it is blank or there is none */
    static ListedTenant of(String slug, String name, List<String> displayNames) {
        String displayName = displayNames.isEmpty() ? "" : displayNames.get(0).strip();
        return new ListedTenant(slug, name, displayName.isEmpty() ? name : displayName);
    }
}
