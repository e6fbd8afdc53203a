package dev.gatehouse.doors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One case of the matrix: somebody with an address of some kind comes to a door by a way. */
record Cell(Door door, Way way, Address address) {

    enum Door {
        REGISTRATION("registration"),
        FIRST_LOGIN("first login"),
        LOGIN("login"),
        PASSKEY("passkey"),
        RESET_CREDENTIALS("reset credentials"),
        DEVICE_GRANT("device grant"),
        EMAIL_CHANGE("e-mail change"),
        ADMIN_CHANGE("change by admin"),
        /** Through a flow, or a provider, that somebody forgot to gate. */
        TOKEN("token");

        private final String title;

        Door(String title) {
            this.title = title;
        }
    }

    enum Way {
        PASSWORD,
        BROKER
    }

    enum Address {
        OWN("own", "sundsvall.se"),
        ADMITTED("admitted", "admitted.example"),
        OTHER_TENANTS("other tenant's", "goteborg.se"),
        LOOK_ALIKE("look-alike", "sundsvall.se.evil.example"),
        UNVERIFIED("unverified", "sundsvall.se"),
        MISSING("missing", null);

        private final String title;
        private final String domain;

        Address(String title, String domain) {
            this.title = title;
            this.domain = domain;
        }
    }

    private static final String CANNOT_BE = "cannot be";

    /** What is expected of every case. */
    static Map<Cell, String> expected() {
        List<String[]> rows = rows();
        String[] header = rows.remove(0);
        Map<Cell, String> expected = new LinkedHashMap<>();
        for (String[] row : rows) {
            Door door = Arrays.stream(Door.values())
                    .filter(candidate -> candidate.title.equals(row[0]))
                    .findFirst()
                    .orElseThrow();
            for (int i = 2; i < header.length; i++) {
                String title = header[i];
                Address address = Arrays.stream(Address.values())
                        .filter(candidate -> candidate.title.equals(title))
                        .findFirst()
                        .orElseThrow();
                expected.put(new Cell(door, Way.valueOf(row[1].toUpperCase(java.util.Locale.ROOT)), address), row[i]);
            }
        }
        return expected;
    }

    static boolean canBe(String expected) {
        return !expected.equals(CANNOT_BE);
    }

    private static List<String[]> rows() {
        try (BufferedReader file =
                new BufferedReader(new InputStreamReader(Cell.class.getResourceAsStream("matrix.csv"), UTF_8))) {
            return new ArrayList<>(file.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split(" *, *"))
                    .toList());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Of somebody who is there for this case alone. */
    String username() {
        return (door + "-" + way + "-" + address)
                .toLowerCase(java.util.Locale.ROOT)
                .replace('_', '-');
    }

    /** @return null for none */
    String email() {
        return address.domain == null ? null : username() + "@" + address.domain;
    }

    /** What this person signs in with. */
    String login() {
        return email() == null ? username() : email();
    }

    boolean isVerified() {
        return address != Address.UNVERIFIED;
    }
}
