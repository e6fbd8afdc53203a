package dev.gatehouse.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The list as its JSON stands in the README.
 *
 * @param tenants at most {@value #MOST}
 * @param truncated true where there are more; left out of the JSON where there are not
 */
record Listing(
        List<ListedTenant> tenants,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean truncated) {

    /** How many tenants one answer holds. */
    static final int MOST = 500;

    static Listing of(List<ListedTenant> tenants, boolean truncated) {
        return new Listing(tenants.stream().sorted(ListedTenant.ORDER).toList(), truncated);
    }
}
