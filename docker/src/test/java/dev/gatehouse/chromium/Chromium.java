package dev.gatehouse.chromium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * One real browser with one tab, its own cookies and a user-data folder that goes when it is closed. What is waited for has
 * {@link #PATIENCE}; whoever needs more than these few verbs takes the {@link #driver()}.
 */
public final class Chromium implements AutoCloseable {

    /** How long a page may take to become what a test waits for. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOAD = Duration.ofSeconds(60);

    /** Warns at each start that it has no classes for just this version's protocol; none are used. Kept, or its level is lost. */
    private static final Logger PROTOCOL_CLASSES = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    static {
        PROTOCOL_CLASSES.setLevel(Level.SEVERE);
    }

    private final Path folder;
    private final ChromeDriver driver;
    private final List<LogEntry> console = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();

    private Chromium(Path folder, ChromeDriver driver) {
        this.folder = folder;
        this.driver = driver;
    }

    static Chromium start(Programs programs, Look look) {
        try {
            Path folder = Files.createTempDirectory("gatehouse-chromium");
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(programs.driver().toFile())
                    // Chromium leaves a socket there
                    .withEnvironment(Map.of("TMPDIR", folder.toString()))
                    .build();
            ChromeDriver driver;
            try {
                driver = new ChromeDriver(service, options(programs.chromium(), folder, look));
            } catch (WebDriverException e) {
                delete(folder);
                throw e;
            }
            // a window, even one without a head, is never narrower than 500 pixels
            driver.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", look.width(), "height", look.height(), "deviceScaleFactor", 1, "mobile", false));
            driver.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of(
                            "features",
                            List.of(Map.of("name", "prefers-color-scheme", "value", look.dark() ? "dark" : "light"))));
            return new Chromium(folder, driver);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChromeOptions options(Path chromium, Path folder, Look look) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toString());
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        options.setPageLoadTimeout(LOAD);
        // --lang does not reach the header
        options.setExperimentalOption(
                "prefs", Map.of("intl.accept_languages", look.language().toLanguageTag()));
        options.addArguments(
                "--headless",
                "--user-data-dir=" + folder.resolve("user-data"),
                // root gets no sandbox, and the pages are our own
                "--no-sandbox",
                "--disable-gpu",
                // in a container it is too small
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                // the width of a look is all the page's
                "--hide-scrollbars");
        return options;
    }

    /** For what this class has no verb for: scripts, windows, the Chrome DevTools Protocol. */
    public ChromeDriver driver() {
        return driver;
    }

    /** Opens an address, which may lead elsewhere, to where nobody listens: see {@link #url()}. */
    public void open(URI url) {
        try {
            driver.get(url.toString());
        } catch (WebDriverException e) {
            if (!e.getMessage().contains("net::ERR_CONNECTION_REFUSED")
                    || url().getAuthority().equals(url.getAuthority())) {
                throw e;
            }
        }
    }

    /** Of the page, also of one that could not be loaded because nobody listens there. */
    public URI url() {
        return URI.create(driver.getCurrentUrl());
    }

    /** Keycloak's name for the page, for example {@code login-username}; empty for a page of someone else. */
    public String pageId() {
        String id = driver.findElement(By.tagName("body")).getDomAttribute("data-page-id");
        return id == null ? "" : id.replaceFirst("^login-", "");
    }

    /** Everything a person can read now. */
    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** Clicks as soon as that is possible. */
    public void click(By what) {
        await(ExpectedConditions.elementToBeClickable(what)).click();
    }

    /** Types into a field as soon as it shows, in place of what it has. */
    public void type(By field, String text) {
        WebElement element = awaitVisible(field);
        element.clear();
        element.sendKeys(text);
    }

    /** Fills in the login pages, first for the address and then for the password, as one of the demo's people. */
    public void signIn(String email) {
        type(By.id("username"), email);
        click(By.id("kc-login"));
        type(By.id("password"), "password");
        click(By.id("kc-login"));
    }

    public WebElement awaitVisible(By what) {
        return await(ExpectedConditions.visibilityOfElementLocated(what));
    }

    /** Waits until the page shows the text somewhere. */
    public void awaitText(String text) {
        await(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), text));
    }

    /** Waits until the browser is at an address that starts so; nobody need listen there. */
    public URI awaitUrl(String start) {
        await(ExpectedConditions.urlMatches("^" + Pattern.quote(start)));
        return url();
    }

    /** What the condition yields once that is neither null nor false: see {@link ExpectedConditions}. */
    public <T> T await(Function<? super WebDriver, T> condition) {
        return await(PATIENCE, condition);
    }

    public <T> T await(Duration atMost, Function<? super WebDriver, T> condition) {
        WebDriverWait wait = new WebDriverWait(driver, atMost, Duration.ofMillis(100));
        wait.ignoring(StaleElementReferenceException.class);
        wait.withMessage(() -> "waiting for " + condition + ", but " + url() + " shows: " + text());
        return wait.until(condition);
    }

    /** Those that the page's address is sent, {@code HttpOnly} ones too. */
    public Set<Cookie> cookies() {
        return driver.manage().getCookies();
    }

    /**
     * What the console says is wrong, of all pages so far: errors of scripts, what a policy (CSP) blocked, what could not be loaded,
     * be it a favicon. Each begins with the address of the page or of what failed.
     */
    public List<String> errors() {
        driver.manage().logs().get(LogType.BROWSER).forEach(console::add);
        return console.stream()
                .filter(entry -> entry.getLevel().equals(Level.SEVERE))
                .map(LogEntry::getMessage)
                .toList();
    }

    /** All that was asked for so far, each redirect of its own, the pages themselves among it. */
    public List<Request> requests() {
        ObjectMapper mapper = new ObjectMapper();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            try {
                JsonNode event = mapper.readTree(entry.getMessage()).path("message");
                if (event.path("method").asText().equals("Network.requestWillBeSent")) {
                    JsonNode sent = event.path("params");
                    requests.add(new Request(
                            sent.at("/request/method").asText(),
                            sent.at("/request/url").asText(),
                            sent.path("type").asText()));
                }
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
        return List.copyOf(requests);
    }

    /**
     * Takes a picture of the whole page, also of what one would have to scroll to.
     *
     * @return {@code docker/target/screenshots/<name>.png}
     */
    public Path screenshot(String name) {
        String png = (String) driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                .get("data");
        try {
            Path screenshots =
                    Files.createDirectories(Path.of(System.getProperty("gatehouse.module"), "target", "screenshots"));
            return Files.write(
                    screenshots.resolve(name + ".png"), Base64.getDecoder().decode(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
