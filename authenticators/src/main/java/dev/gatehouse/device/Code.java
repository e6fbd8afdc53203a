package dev.gatehouse.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Numbers that a person copies: the six digits of a mail, and the two of the page that waits. */
final class Code {

    private static final int CODES = 1_000_000;
    private static final int FIRST_NUMBER = 10;
    private static final int NUMBERS = 90;
    private static final int CHOICES = 3;
    private static final Pattern DIGITS = Pattern.compile("\\d{6}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s-]");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Code() {}

    /** @return six digits */
    static String random() {
        return String.format("%06d", RANDOM.nextInt(CODES));
    }

    /**
     * @param typed null for nothing; white space and hyphens in it do not count
     * @return empty for what is no code
     */
    static Optional<String> read(String typed) {
        return Optional.ofNullable(typed)
                .map(text -> SEPARATORS.matcher(text).replaceAll(""))
                .filter(text -> DIGITS.matcher(text).matches());
    }

    /** Of one login: the same code is another hash elsewhere. */
    static String hash(String login, String code) {
        return DeviceSecret.hash(login + ':' + code);
    }

    /** In constant time. */
    static boolean matches(String login, String code, String hash) {
        return MessageDigest.isEqual(
                hash(login, code).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    /** @return the number of a login, first, and the others that it is chosen among */
    static List<Integer> numbers() {
        return RANDOM.ints(FIRST_NUMBER, FIRST_NUMBER + NUMBERS)
                .boxed()
                .distinct()
                .limit(CHOICES)
                .toList();
    }

    /** @return the same numbers in an order that says nothing */
    static List<Integer> shuffled(List<Integer> numbers) {
        List<Integer> shuffled = new ArrayList<>(numbers);
        Collections.shuffle(shuffled, RANDOM);
        return List.copyOf(shuffled);
    }

    /** A person's address as far as the page may show it: {@code d•••@acme.example}. */
    static String masked(String address) {
        int at = address.lastIndexOf('@');
        return at < 1
                ? "•••"
                : Stream.of(address.substring(0, address.offsetByCodePoints(0, 1)), "•••", address.substring(at))
                        .reduce("", String::concat);
    }
}
