package dev.gatehouse.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts that people read, in every language there is a file of. */
class TextsTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path MESSAGES = RESOURCES.resolve("theme-resources/messages");
    private static final Path REPOSITORY = Path.of("..");
    private static final String ENGLISH = "en";

    /** {@code messages_sv.properties}. */
    private static final Pattern FILE = Pattern.compile("messages_(.+)\\.properties");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)");

    /** A key, or what a key begins with: then it ends with a point. */
    private static final Pattern KEY = Pattern.compile("\"(gatehouse[A-Za-z]+(?:\\.[a-z_]*)?)\"");

    /** Where Keycloak's consoles show a text: they do not know the format of the others. */
    private static final Pattern OF_A_CONSOLE = Pattern.compile("gatehouse(?:-[a-z]+)+");

    private static final Pattern KEY_OF_A_CONSOLE = Pattern.compile("\"(" + OF_A_CONSOLE + ")\"");

    private static final Pattern LONE_QUOTE = Pattern.compile("(?<!')'(?:'')*(?!')");

    static List<String> languages() {
        return files(MESSAGES, "properties")
                .map(file -> FILE.matcher(file.getFileName().toString()).replaceFirst(match -> match.group(1)))
                .sorted()
                .toList();
    }

    private static Stream<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith('.' + suffix)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties texts(String language) {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(MESSAGES.resolve("messages_" + language + ".properties"))) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> keysOfTemplates() {
        return keys(files(RESOURCES, "ftl"), KEY);
    }

    private static Set<String> keysOfCode() {
        try (Stream<Path> modules = Files.list(REPOSITORY)) {
            List<Path> sources = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(folder -> files(folder, "java"))
                    .toList();
            Set<String> keys = keys(sources.stream(), KEY);
            keys.addAll(keys(sources.stream(), KEY_OF_A_CONSOLE));
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> keys(Stream<Path> files, Pattern pattern) {
        return files.flatMap(file -> pattern.matcher(read(file)).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void thereAreTheLanguagesOfThePlatforms() {
        assertThat(languages()).contains(ENGLISH, "sv", "de", "ar");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aLanguageHasEveryTextAndNoOther(String language) {
        assertThat(texts(language).stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(texts(ENGLISH).stringPropertyNames());
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aTextIsThereOnce(String language) {
        List<String> keys = read(MESSAGES.resolve("messages_" + language + ".properties"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        assertThat(keys).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aTextHasThePlaceholdersOfTheEnglishOne(String language) {
        Properties texts = texts(language);
        Properties english = texts(ENGLISH);
        for (String key : english.stringPropertyNames()) {
            assertThat(placeholders(texts.getProperty(key)))
                    .as("%s in %s", key, language)
                    .isEqualTo(placeholders(english.getProperty(key)));
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aTextIsNotEmptyAndKeepsItsQuotes(String language) {
        Properties texts = texts(language);
        for (String key : texts.stringPropertyNames()) {
            String text = texts.getProperty(key);
            assertThat(text).as("%s in %s", key, language).isNotBlank();
            if (OF_A_CONSOLE.matcher(key).matches()) {
                assertThat(text).as("%s in %s", key, language).doesNotContain("''");
            } else {
                assertThat(LONE_QUOTE.matcher(text).find())
                        .as("%s in %s has a quote that is not doubled: %s", key, language, text)
                        .isFalse();
                assertThatCode(() -> new MessageFormat(text, Locale.forLanguageTag(language)))
                        .as("%s in %s", key, language)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void whatPagesAndMailsSayIsThere() {
        Set<String> texts = texts(ENGLISH).stringPropertyNames();
        assertThat(keysOfTemplates())
                .isNotEmpty()
                .allMatch(key -> key.endsWith(".")
                        ? texts.stream().anyMatch(text -> text.startsWith(key))
                        : texts.contains(key));
    }

    @Test
    void everyTextIsSaidSomewhere() {
        Set<String> said = new TreeSet<>(keysOfTemplates());
        said.addAll(keysOfCode());
        assertThat(texts(ENGLISH).stringPropertyNames())
                .allMatch(text -> said.contains(text) || said.contains(text.substring(0, text.indexOf('.') + 1)));
    }

    @Test
    void theDaysOfTrustAreCountedAsPeopleDo() {
        assertThat(days("en", 1)).endsWith("for one day");
        assertThat(days("en", 30)).endsWith("for 30 days");
        assertThat(days("sv", 1)).endsWith("i en dag");
        assertThat(days("de", 2)).contains("2 Tage");
        assertThat(days("ar", 2)).endsWith("يومين");
        assertThat(days("ar", 10)).endsWith("10 أيام");
        assertThat(days("ar", 30)).endsWith("30 يومًا");
        assertThat(days("ar", 100)).endsWith("100 يوم");
        assertThat(days("ar", 365)).endsWith("365 يومًا");
    }

    private static String days(String language, int days) {
        return new MessageFormat(
                        texts(language).getProperty("gatehouseDeviceRemember"), Locale.forLanguageTag(language))
                .format(new Object[] {days, Integer.toString(days)});
    }
}
