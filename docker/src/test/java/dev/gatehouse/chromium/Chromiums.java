package dev.gatehouse.chromium;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The real browsers of a test, closed when it ends: {@code @RegisterExtension static} it. Each that is opened is somebody else's,
 * with cookies of its own. Of a test that fails, {@code docker/target/screenshots} has what each of them showed.
 *
 * <p>They need the machine's Chromium and its driver ({@code apt-get install chromium chromium-driver}). Where these are not
 * installed the tests are skipped, and where the environment says {@code CI=true} they fail.
 */
public final class Chromiums implements BeforeAllCallback, AfterEachCallback {

    private final List<Chromium> open = new ArrayList<>();
    private Programs programs;

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<Programs> installed = Programs.installed();
        if (installed.isEmpty()) {
            String why = "Chromium or its driver is not installed (apt-get install chromium chromium-driver)";
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                throw new IllegalStateException("Tests in a real browser cannot run: " + why + ".");
            }
            System.out.println("[gatehouse] skipped: tests in a real browser cannot run: " + why);
            Assumptions.abort(why);
        }
        programs = installed.get();
    }

    /** A new browser that knows nothing yet. It takes about two seconds. */
    public Chromium open() {
        return open(Look.DESKTOP);
    }

    public Chromium open(Look look) {
        Chromium chromium = Chromium.start(programs, look);
        open.add(chromium);
        return chromium;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            if (context.getExecutionException().isPresent()) {
                showAll(context.getRequiredTestClass().getSimpleName() + "."
                        + context.getRequiredTestMethod().getName());
            }
        } finally {
            open.forEach(Chromium::close);
            open.clear();
        }
    }

    private void showAll(String test) {
        for (int i = 0; i < open.size(); i++) {
            Chromium chromium = open.get(i);
            System.out.println("[gatehouse] " + chromium.screenshot(test + "-" + (i + 1)) + " shows " + chromium.url());
        }
    }
}
